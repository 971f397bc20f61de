from . import (
    test_credit_buckets,
    test_credit_guards,
    test_credit_input,
    test_credit_overdue,
    test_credit_property,
    test_credit_race,
    test_credit_release,
    test_credit_vector,
)
