"""From our balance to theirs: what explains the difference, and what does not."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

REASONS = (
    ("goods_transit", "Goods in Transit"),
    ("payment_transit", "Payment in Transit"),
    ("invoice_missing", "Invoice not Received"),
    ("price", "Price Difference"),
    ("quantity", "Quantity Difference"),
    ("return_missing", "Return not Entered"),
    ("discount", "Discount"),
    ("duplicate", "Entered Twice"),
    ("other", "Other"),
)
#: States in which a difference still waits for somebody; the others are closed.
PENDING = ("open", "proposed", "taken_back")
#: States in which a difference is no part of the way from our balance to theirs.
LEFT_OUT = ("taken_back", "withdrawn")


class Statement(NamedTuple):
    """Our balance, plus what is explained, plus what is not, is their balance: always."""

    ours: float
    explained: float
    unexplained: float
    theirs: float

    @property
    def adds_up(self):
        return self.unexplained == 0


def rounded(amount, places=2):
    """Return ``amount`` rounded half up as it prints, so that a binary fraction does not lose a cent.

    >>> rounded(1.005), rounded(-2.675), rounded(0.1 + 0.2)
    (Decimal('1.01'), Decimal('-2.68'), Decimal('0.30'))
    """
    return Decimal(repr(float(amount))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def effect(ours, theirs, places=2):
    """Return what an item adds on the way from our balance to theirs.

    A delivery of 500 they have not received is in our books alone:

    >>> effect(500.0, 0.0)
    -500.0
    """
    return float(rounded(theirs, places) - rounded(ours, places))


def implied(ours, pairs, places=2):
    """Return their balance when ``pairs`` of our and their amounts are all that differs.

    >>> implied(1000.0, [(700.0, 0.0), (0.0, 12.3)])
    312.3
    """
    return float(rounded(ours, places) + sum(rounded(effect(*pair, places), places) for pair in pairs))


def statement(ours, theirs, effects, places=2):
    """Return the ``Statement`` of one currency; whatever the items leave open is shown as not explained.

    >>> statement(1000.0, 400.0, [-500.0, -100.0]).adds_up
    True
    >>> statement(1000.0, 400.0, [-500.0])
    Statement(ours=1000.0, explained=-500.0, unexplained=-100.0, theirs=400.0)
    >>> statement(0.3, 0.1, [-0.1, -0.1]).adds_up
    True
    """
    exact_ours, exact_theirs = rounded(ours, places), rounded(theirs, places)
    explained = sum((rounded(item, places) for item in effects), Decimal(0))
    unexplained = exact_theirs - exact_ours - explained
    return Statement(*map(float, (exact_ours, explained, unexplained, exact_theirs)))
