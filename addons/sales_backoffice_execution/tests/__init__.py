from . import (
    test_contract_portal,
    test_contract_statement,
    test_execution_access,
    test_execution_collections,
    test_execution_figures,
    test_execution_odd,
    test_execution_property,
    test_statement_backdated,
    test_statement_differences,
    test_statement_printed,
    test_statement_race,
    test_tours,
)
