from . import (
    test_down_payments,
    test_reservation,
    test_reservation_access,
    test_reservation_import,
    test_reservation_issue,
    test_reservation_property,
    test_reservation_race,
    test_reservation_register,
    test_reservation_rules,
    test_reservation_screens,
    test_tours,
    test_unreviewed,
)
