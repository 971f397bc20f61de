"""The ageing buckets of receivables: not due, 1-30, 31-60, 61-90 and over 90 days late."""

from datetime import date  # noqa: F401  (used by the examples)

STARTS = (1, 31, 61, 91)  # days late at which a bucket begins
KEYS = ("not_due", "1_30", "31_60", "61_90", "over_90")


def key_of(days_late):
    """Return the bucket of something ``days_late``; negative or zero days are not due.

    >>> [key_of(days) for days in (-5, 0, 1, 30, 31, 61, 91, 400)]
    ['not_due', 'not_due', '1_30', '1_30', '31_60', '61_90', 'over_90', 'over_90']
    """
    return KEYS[sum(days_late >= start for start in STARTS)]
