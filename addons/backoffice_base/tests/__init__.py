from . import (
    test_amount_words,
    test_approval_log,
    test_approval_matrix,
    test_company_day,
    test_roles,
    test_rules,
    test_workdays,
)
