"""The link a partner opens a letter with: how it looks, how long it lives, how often it may be tried."""

import re
from datetime import timedelta
from typing import NamedTuple

LENGTH = 32  # hexadecimal digits: 128 bits
_SHAPE = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


class Limit(NamedTuple):
    """So many attempts within so many minutes."""

    attempts: int
    minutes: int


LIMITS = {
    "unknown": Limit(20, 10),  # links that lead nowhere, by sender
    "answer": Limit(20, 60),  # answers and files, by letter
    "download": Limit(60, 60),  # printed letters, by letter
}


def is_well_formed(token):
    """Tell whether ``token`` can be one of ours at all, before anything is looked up.

    >>> is_well_formed("0123456789abcdef" * 2), is_well_formed("0123456789ABCDEF" * 2), is_well_formed(None)
    (True, False, False)
    >>> is_well_formed("é" * 32), is_well_formed("0" * 33), is_well_formed("0" * 32 + chr(10))
    (False, False, False)
    """
    return isinstance(token, str) and bool(_SHAPE.fullmatch(token))


def expires_on(issued_on, reply_by, days):
    """Return the last day of a link: ``days`` after the answer is due.

    >>> from datetime import date
    >>> expires_on(date(2026, 7, 1), date(2026, 7, 15), 60)
    datetime.date(2026, 9, 13)
    >>> expires_on(date(2026, 7, 1), None, 60)
    datetime.date(2026, 8, 30)
    """
    return max(issued_on, reply_by or issued_on) + timedelta(days=days)


def is_alive(until, today, is_revoked=False):
    """Tell whether a link works on ``today``.

    >>> from datetime import date
    >>> is_alive(date(2026, 7, 1), date(2026, 7, 1)), is_alive(date(2026, 7, 1), date(2026, 7, 2))
    (True, False)
    >>> is_alive(None, date(2026, 7, 1)), is_alive(date(2026, 7, 1), date(2026, 7, 1), is_revoked=True)
    (False, False)
    """
    return bool(until) and today <= until and not is_revoked
