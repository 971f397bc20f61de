"""What may still be reserved, and how old it is."""

from bisect import bisect_right
from typing import NamedTuple

AGES = ("0-7", "8-30", "31-60", "60+")
STARTS = (8, 31, 61)


class Standing(NamedTuple):
    """Where the quantity of one order line stands, in the unit of the line."""

    base: float  # delivered net of returns; or ordered, where the invoice comes first
    posted: float = 0.0  # on posted invoices, less credit notes
    drafted: float = 0.0  # on draft invoices nobody reserved
    reserved: float = 0.0

    @property
    def balance(self):
        return self.base - self.posted - self.drafted - self.reserved

    @property
    def available(self):
        """Never negative.

        >>> Standing(100, posted=30, reserved=20).available, Standing(10, posted=12).available
        (50.0, 0.0)
        """
        return max(0.0, self.balance)

    @property
    def excess(self):
        """What was reserved or invoiced beyond the base, after a return for instance.

        >>> Standing(90, posted=30, reserved=70).excess
        10.0
        """
        return max(0.0, -self.balance)


def age_of(days):
    """Return the bucket of a delivery not invoiced for that many days.

    >>> [age_of(days) for days in (0, 7, 8, 30, 31, 60, 61)]
    ['0-7', '0-7', '8-30', '8-30', '31-60', '31-60', '60+']
    """
    return AGES[bisect_right(STARTS, days)]
