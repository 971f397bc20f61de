from . import (
    test_closing,
    test_due,
    test_findings,
    test_invoicing,
    test_property,
    test_queue,
    test_race,
    test_report,
    test_rpc,
    test_rules,
    test_screens,
    test_tours,
)
