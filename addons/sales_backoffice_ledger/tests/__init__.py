from . import (
    test_call_offs,
    test_detailed_ledger,
    test_ledger_property,
    test_ledger_rpc,
    test_pages,
    test_promises,
    test_receivables,
    test_reports,
    test_rules,
    test_tieout,
    test_tieout_causes,
    test_tours,
)
