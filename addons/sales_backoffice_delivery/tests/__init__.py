from . import (
    test_day_sheet,
    test_day_sheet_adjustments,
    test_day_sheet_property,
    test_day_sheet_race,
    test_day_sheet_reports,
    test_delivery_access,
    test_delivery_rpc,
    test_evening_report,
    test_receipt,
    test_rules,
    test_texts,
    test_tracking,
)
