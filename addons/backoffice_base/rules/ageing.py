"""How old a due amount is."""

from bisect import bisect_right
from datetime import date  # noqa: F401  (used by the examples)


def bucket_of(due, *, today, starts=(31, 61, 91)):
    """Return the ageing bucket of ``due``: how many of the ``starts`` (days late) have been reached.

    >>> bucket_of(date(2026, 1, 30), today=date(2026, 3, 1))
    0
    >>> bucket_of(date(2026, 1, 29), today=date(2026, 3, 1))
    1
    >>> bucket_of(date(2026, 3, 2), today=date(2026, 3, 1), starts=(1, 31, 61, 91))
    0
    """
    return bisect_right(starts, (today - due).days)
