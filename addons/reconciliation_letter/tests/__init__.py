from . import (
    test_batch,
    test_figures,
    test_letter_pdf,
    test_property,
    test_race,
    test_rules,
    test_sending,
    test_skeleton,
    test_snapshot,
    test_wording,
)
