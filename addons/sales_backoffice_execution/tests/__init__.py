from . import test_contract_statement, test_execution_figures, test_execution_property
