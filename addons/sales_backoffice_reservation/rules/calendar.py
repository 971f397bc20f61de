"""When a customer takes invoices, agrees the account and pays. ``today`` is passed in."""

from calendar import monthrange
from datetime import date, timedelta

LAST_DAY = 31  # asks for the last day of every month


def day_of_month(year, month, day):
    """Return that day of the month, or the month's last day where it has fewer.

    >>> day_of_month(2026, 2, 31), day_of_month(2028, 2, 30), day_of_month(2026, 4, 25)
    (datetime.date(2026, 2, 28), datetime.date(2028, 2, 29), datetime.date(2026, 4, 25))
    """
    return date(year, month, max(1, min(day, monthrange(year, month)[1])))


def month_after(day, count=1):
    """Return ``(year, month)`` of the month ``count`` after that of ``day``.

    >>> month_after(date(2026, 12, 31)), month_after(date(2026, 1, 31), -1)
    ((2027, 1), (2025, 12))
    """
    years, month = divmod(day.month - 1 + count, 12)
    return day.year + years, month + 1


def unshifted(day):
    return day


def next_occurrence(today, day, shift=unshifted):
    """Return the first ``day`` of a month, moved by ``shift`` to a worked day, that is not over yet.

    >>> next_occurrence(date(2026, 1, 26), 25), next_occurrence(date(2026, 1, 25), 25)
    (datetime.date(2026, 2, 25), datetime.date(2026, 1, 25))
    >>> next_occurrence(date(2026, 1, 31), 31), next_occurrence(date(2026, 2, 1), 31)
    (datetime.date(2026, 1, 31), datetime.date(2026, 2, 28))

    A shift may move the day of this month into the past, and that of last month to today:

    >>> next_occurrence(date(2026, 1, 25), 25, lambda day: day - timedelta(days=2))
    datetime.date(2026, 2, 23)
    >>> next_occurrence(date(2026, 3, 2), 31, lambda day: day + timedelta(days=2))
    datetime.date(2026, 3, 2)
    """
    for count in range(-1, 3):
        found = shift(day_of_month(*month_after(today, count), day))
        if found >= today:
            return found
    raise ValueError("The calendar has no worked day within two months.")


def propose(today, start_day, cutoff_day, shift=unshifted):
    """Return the first day from ``today`` on which the customer takes an invoice: between start and cut-off.

    >>> propose(date(2026, 1, 10), 1, 25), propose(date(2026, 1, 25), 1, 25), propose(date(2026, 1, 26), 1, 25)
    (datetime.date(2026, 1, 10), datetime.date(2026, 1, 25), datetime.date(2026, 2, 1))
    >>> propose(date(2026, 1, 3), 5, 25), propose(date(2026, 12, 31), 5, 25)
    (datetime.date(2026, 1, 5), datetime.date(2027, 1, 5))

    A window over the end of the month (from the 26th to the 5th of the next):

    >>> propose(date(2026, 1, 10), 26, 5), propose(date(2026, 1, 28), 26, 5), propose(date(2026, 2, 4), 26, 5)
    (datetime.date(2026, 1, 26), datetime.date(2026, 1, 28), datetime.date(2026, 2, 4))
    """
    for count in range(-1, 4):
        year, month = month_after(today, count)
        start = day_of_month(year, month, start_day)
        wraps = cutoff_day < start_day
        end = shift(day_of_month(*(month_after(start) if wraps else (year, month)), cutoff_day))
        if end < today:
            continue
        # a day off before the end moves forward; at the end the customer takes it on the worked day before
        return max(start, today)
    raise ValueError("The customer takes no invoices within three months.")


def stage_reached(today, day, stages):
    """Return the last of the ``stages`` (days after ``day``, negative before) that is reached, or None.

    >>> stages = (-3, 0, 1)
    >>> [stage_reached(date(2026, 1, 10 + n), date(2026, 1, 15), stages) for n in (0, 2, 4, 5, 6, 9)]
    [None, -3, -3, 0, 1, 1]
    """
    reached = [stage for stage in stages if today >= day + timedelta(days=stage)]
    return max(reached, default=None)
