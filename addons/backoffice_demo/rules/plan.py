"""What an order of the demo company goes through, as plain values."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class Line(NamedTuple):
    """A product (by its code) and how much of it."""

    product: str
    quantity: float


class Payment(NamedTuple):
    """Money on a day: a share of what is still open then (1 = all of it)."""

    day: date
    share: float = 1.0
    bill: date | None = None  # paid by a commercial bill that matures on this day


@dataclass
class PlannedOrder:
    """One sale, from the order to the money; a step without a day does not happen."""

    key: str
    customer: str
    day: date
    lines: tuple
    state: str = "sale"  # quotation, sale or cancel
    salesperson: str = ""
    delivery: date | None = None
    delivered: float = 1.0  # share of the ordered quantity
    invoice: date | None = None
    is_draft: bool = False
    payments: tuple = ()
    returned: date | None = None  # a tenth of the first line comes back
    allowance: date | None = None  # the price is reduced by two per cent


@dataclass
class PlannedPurchase:
    """One order at a mill, from the order to the payment of its bill."""

    key: str
    mill: str
    day: date
    lines: tuple
    receipt: date | None = None
    due: date | None = None  # when the goods are expected
    bill: date | None = None
    payment: date | None = None
    state: str = "purchase"  # rfq or purchase


def workday(day, direction=-1):
    """Move a day of the weekend to the Friday before (or, with ``direction`` 1, to the Monday after).

    >>> workday(date(2026, 3, 8)), workday(date(2026, 3, 8), 1), workday(date(2026, 3, 9))
    (datetime.date(2026, 3, 6), datetime.date(2026, 3, 9), datetime.date(2026, 3, 9))
    """
    while day.weekday() > 4:
        day += timedelta(days=direction)
    return day


def number(text, default=0.0):
    """Read a number from a cell of a file.

    >>> number("1.5"), number(""), number("", 1.0)
    (1.5, 0.0, 1.0)
    """
    return float(text) if text else default
