from . import test_detailed_ledger, test_ledger_property
