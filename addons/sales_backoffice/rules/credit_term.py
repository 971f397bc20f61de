"""Compares terms of payment by the days they leave from an invoice to its last due date. Values only, no database.

A term from the end of a month leaves more days early in the month than late, so a term is its days for an invoice of
each day of ``INVOICE_DAYS``: only so is "60 days" longer than "30 days after the end of the month" for an invoice of
the 31st, and not for one of the 1st. A company has few terms and many orders, so answers are remembered.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

# Every day of a year of 365 days and of the leap year after it.
INVOICE_DAYS = tuple(date(2027, 1, 1) + timedelta(day) for day in range(365 + 366))


class Stretch(NamedTuple):
    """The days of a term beside those approved, for an invoice of the same day."""

    days: int
    approved: int


@lru_cache(maxsize=256)
def days_of_rule(days, after_month_end=False):
    """Return the days of a credit term for each of ``INVOICE_DAYS``.

    >>> days_of_rule(30)[:2], days_of_rule(30, after_month_end=True)[:2]
    ((30, 30), (60, 59))
    >>> max(days_of_rule(30, after_month_end=True)), min(days_of_rule(30, after_month_end=True))
    (60, 30)
    """
    return tuple(days + (_rest_of_month(day) if after_month_end else 0) for day in INVOICE_DAYS)


@lru_cache(maxsize=256)
def furthest(days, approved):
    """Return where ``days`` go furthest beyond ``approved``, or come nearest to it.

    >>> furthest(days_of_rule(30, after_month_end=True), days_of_rule(30))
    Stretch(days=60, approved=30)
    >>> furthest(days_of_rule(60), days_of_rule(30, after_month_end=True))
    Stretch(days=60, approved=30)
    >>> furthest(days_of_rule(30, after_month_end=True), days_of_rule(30, after_month_end=True))
    Stretch(days=60, approved=60)
    """
    stretches = map(Stretch, days, approved)
    return max(stretches, key=lambda stretch: (stretch.days - stretch.approved, stretch.days))


def is_longer(days, others):
    """Return whether ``days`` leave more time than ``others`` to an invoice of any day.

    >>> is_longer(days_of_rule(30, after_month_end=True), days_of_rule(30))
    True
    >>> is_longer(days_of_rule(30), days_of_rule(30, after_month_end=True))
    False
    """
    return any(mine > other for mine, other in zip(days, others, strict=True))


def _rest_of_month(day):
    """Return the days from ``day`` to the last one of its month."""
    return ((day.replace(day=28) + timedelta(4)).replace(day=1) - day).days - 1
