from . import (
    test_approval,
    test_approval_notices,
    test_approval_rpc,
    test_approval_seal,
    test_flow,
    test_flow_rpc,
    test_xlsx_table,
)
