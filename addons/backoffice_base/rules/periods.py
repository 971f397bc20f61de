"""Days, weeks, months, quarters and years: where they begin, end and fall due."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A named stretch of days, both ends included.

    >>> march = period_of(date(2026, 3, 31), "month")
    >>> march.previous().label, march.next().label
    ('2026-02', '2026-04')
    """

    kind: str
    start: date
    end: date
    label: str

    def previous(self):
        """Return the period of the same kind that ends the day before this one starts."""
        return period_of(self.start - ONE_DAY, self.kind)

    def next(self):
        """Return the period of the same kind that starts the day after this one ends."""
        return period_of(self.end + ONE_DAY, self.kind)


def month_end(day):
    """Return the last day of the month of ``day``.

    >>> month_end(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day, n):
    """Return ``day`` moved by ``n`` months; a day the month does not have becomes its last day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    >>> add_months(date(2026, 3, 31), -13)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.month - 1 + n, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def due_day(period_end, day_of_next_month):
    """Return the ``day_of_next_month`` after ``period_end``, or that month's last day.

    >>> due_day(date(2026, 1, 31), 15)
    datetime.date(2026, 2, 15)
    >>> due_day(date(2026, 1, 31), 31)
    datetime.date(2026, 2, 28)
    """
    last = month_end(add_months(period_end, 1))
    return last.replace(day=min(day_of_next_month, last.day))


def period_of(day, kind):
    """Return the ``Period`` of ``kind`` (day, week, month, quarter, year) that holds ``day``.

    >>> period_of(date(2026, 1, 1), "week").label
    '2026-W01'
    >>> period_of(date(2025, 12, 29), "week").label
    '2026-W01'
    >>> period_of(date(2026, 5, 5), "quarter")
    Period(kind='quarter', start=datetime.date(2026, 4, 1), end=datetime.date(2026, 6, 30), label='2026-Q2')
    """
    if kind not in _BUILDERS:
        raise ValueError(f"Unknown kind of period: {kind!r}.")
    start, end, label = _BUILDERS[kind](day)
    return Period(kind, start, end, label)


def _day(day):
    return day, day, day.isoformat()


def _week(day):
    start = day - timedelta(days=day.weekday())
    year, week, _weekday = start.isocalendar()
    return start, start + timedelta(days=6), f"{year}-W{week:02d}"


def _month(day):
    return day.replace(day=1), month_end(day), f"{day:%Y-%m}"


def _quarter(day):
    quarter = (day.month + 2) // 3
    start = date(day.year, 3 * quarter - 2, 1)
    return start, month_end(add_months(start, 2)), f"{day.year}-Q{quarter}"


def _year(day):
    return date(day.year, 1, 1), date(day.year, 12, 31), str(day.year)


_BUILDERS = {"day": _day, "week": _week, "month": _month, "quarter": _quarter, "year": _year}
