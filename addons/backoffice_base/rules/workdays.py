"""Which days are worked, and how to count them.

``adjustments`` says where the calendar departs from the week: ``{date: True}`` is a weekend day that is
worked, ``{date: False}`` a weekday that is off.
"""

from datetime import date, timedelta
from types import MappingProxyType

NO_ADJUSTMENTS = MappingProxyType({})
WEEKEND = (5, 6)
ONE_DAY = timedelta(days=1)
#: More days off in a row than this are a mistake in the calendar, not a holiday.
LONGEST_BREAK = 366


def is_working_day(day, adjustments=NO_ADJUSTMENTS, weekend=WEEKEND):
    """Tell whether ``day`` is worked.

    >>> is_working_day(date(2026, 2, 13)), is_working_day(date(2026, 2, 14))
    (True, False)
    >>> is_working_day(date(2026, 2, 14), {date(2026, 2, 14): True})
    True
    """
    return adjustments.get(day, day.weekday() not in weekend)


def shift_to_working_day(day, direction=1, adjustments=NO_ADJUSTMENTS, weekend=WEEKEND):
    """Return ``day`` when it is worked, else the next (1) or previous (-1) worked day; 0 keeps the day.

    >>> shift_to_working_day(date(2026, 2, 14))
    datetime.date(2026, 2, 16)
    >>> shift_to_working_day(date(2026, 2, 14), -1)
    datetime.date(2026, 2, 13)
    >>> shift_to_working_day(date(2026, 2, 14), 0)
    datetime.date(2026, 2, 14)
    """
    if not direction:
        return day
    step = ONE_DAY if direction > 0 else -ONE_DAY
    for _attempt in range(LONGEST_BREAK):
        if is_working_day(day, adjustments, weekend):
            return day
        day += step
    raise ValueError("The calendar has no working day within a year.")


def add_working_days(day, n, adjustments=NO_ADJUSTMENTS, weekend=WEEKEND):
    """Return the ``n``-th worked day after ``day`` (before it when negative); 0 returns ``day`` itself.

    >>> add_working_days(date(2026, 2, 13), 1)
    datetime.date(2026, 2, 16)
    >>> add_working_days(date(2026, 2, 16), -1)
    datetime.date(2026, 2, 13)
    >>> add_working_days(date(2026, 2, 14), 0)
    datetime.date(2026, 2, 14)
    """
    direction = 1 if n > 0 else -1
    for _step in range(abs(n)):
        day = shift_to_working_day(day + direction * ONE_DAY, direction, adjustments, weekend)
    return day


def count_working_days(start, end, adjustments=NO_ADJUSTMENTS, weekend=WEEKEND):
    """Return how many days are worked from ``start`` to ``end``, both included.

    >>> count_working_days(date(2026, 2, 13), date(2026, 2, 16))
    2
    >>> count_working_days(date(2026, 2, 16), date(2026, 2, 13))
    0
    """
    days = (date.fromordinal(ordinal) for ordinal in range(start.toordinal(), end.toordinal() + 1))
    return sum(is_working_day(day, adjustments, weekend) for day in days)
