"""How many of the letters that had to go out went out, came back and were completed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


class Fate(NamedTuple):
    """What became of the letters to one partner; a date is the day it happened."""

    sent_on: date | None = None
    replied_on: date | None = None
    completed_on: date | None = None


class Rate(NamedTuple):
    """Counts at the deadline; ``late`` was completed afterwards and is in none of the other counts."""

    scope: int = 0
    sent: int = 0
    replied: int = 0
    completed: int = 0
    late: int = 0

    @property
    def sent_rate(self):
        return share(self.sent, self.scope)

    @property
    def replied_rate(self):
        return share(self.replied, self.scope)

    @property
    def completed_rate(self):
        return share(self.completed, self.scope)


def share(part, whole):
    """Return a ratio; of nothing, everything is done.

    >>> share(3, 4), share(0, 0)
    (0.75, 1.0)
    """
    return part / whole if whole else 1.0


def happened(day, deadline):
    """Tell whether something happened in time.

    >>> happened(date(2026, 7, 31), date(2026, 7, 31)), happened(date(2026, 8, 1), date(2026, 7, 31))
    (True, False)
    >>> happened(None, date(2026, 7, 31))
    False
    """
    return bool(day) and day <= deadline


def rate(fates: Iterable[Fate], deadline) -> Rate:
    """Return the counts at ``deadline``.

    >>> done = Fate(date(2026, 7, 2), date(2026, 7, 9), date(2026, 7, 10))
    >>> late = Fate(date(2026, 7, 2), date(2026, 7, 9), date(2026, 8, 3))
    >>> rate([done, late, Fate(date(2026, 7, 2)), Fate()], date(2026, 7, 31))
    Rate(scope=4, sent=3, replied=2, completed=1, late=1)
    """
    fates = list(fates)
    return Rate(
        len(fates),
        *(sum(happened(fate[part], deadline) for fate in fates) for part in range(3)),
        late=sum(bool(fate.completed_on) and not happened(fate.completed_on, deadline) for fate in fates),
    )


def months_without(cutoffs, until, is_wanted=lambda cutoff: True):
    """Return the last days of the months since the first cut-off that have none, as far as before ``until``.

    ``is_wanted`` tells whether letters are due at the end of a month at all.

    >>> months_without([date(2026, 1, 31), date(2026, 3, 15)], date(2026, 5, 2))
    [datetime.date(2026, 2, 28), datetime.date(2026, 4, 30)]
    >>> months_without([date(2026, 3, 31)], date(2026, 8, 2), lambda cutoff: cutoff.month % 3 == 0)
    [datetime.date(2026, 6, 30)]
    >>> months_without([date(2026, 1, 31)], date(2026, 2, 28))
    []
    """
    done = {cutoff.replace(day=1) for cutoff in cutoffs}
    month, found = min(done), []
    while (following := (month + timedelta(days=32)).replace(day=1)) <= until:
        last = following - timedelta(days=1)
        if month not in done and is_wanted(last):
            found.append(last)
        month = following
    return found


def next_month_day(day, number):
    """Return the day ``number`` of the month after ``day``; 0 or more than it has: the last.

    >>> next_month_day(date(2026, 1, 31), 15), next_month_day(date(2026, 1, 31), 0)
    (datetime.date(2026, 2, 15), datetime.date(2026, 2, 28))
    """
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=number) if 1 <= number <= last.day else last
