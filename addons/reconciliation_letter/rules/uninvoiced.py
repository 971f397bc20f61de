"""What was delivered or received before its invoice: the rows a bridge adds to a letter."""

from datetime import date
from typing import NamedTuple


class Uninvoiced(NamedTuple):
    """One delivery, or the part of it, without an invoice at a cut-off; positive raises the balance.

    ``amount`` includes taxes, in the currency of the document; ``company_amount`` is the same in the currency of
    the company. A return not credited yet is negative.

    >>> Uninvoiced(7, 1, date(2026, 1, 31), "WH/OUT/1", "stock.picking", 9, 113.0, 113.0).due_date is None
    True
    """

    partner_id: int  # the commercial partner
    currency_id: int
    date: date
    reference: str
    res_model: str
    res_id: int
    amount: float
    company_amount: float
    due_date: date | None = None
