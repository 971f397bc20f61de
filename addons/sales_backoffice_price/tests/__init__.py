from . import (
    test_price_access,
    test_price_documents,
    test_price_gate,
    test_price_gate_changes,
    test_price_property,
    test_price_queries,
    test_price_race,
    test_price_release,
    test_price_rpc,
    test_price_sheet,
    test_rules,
)
