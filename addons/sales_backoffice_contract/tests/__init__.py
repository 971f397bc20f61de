from . import (
    test_amendment,
    test_call_off,
    test_call_off_property,
    test_call_off_race,
    test_call_off_rpc,
    test_contract_access,
    test_contract_expiry,
    test_contract_flow,
    test_rules,
    test_timeline,
    test_wording,
)
