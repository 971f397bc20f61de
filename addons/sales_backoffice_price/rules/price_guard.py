"""What a price is measured against, and what is wrong with it. Values only."""

from typing import NamedTuple

OFF, WARN, HOLD = "off", "warn", "hold"
MODES = (OFF, WARN, HOLD)

#: A price rounded to the digits of prices is not off the list: up to half of the last digit, and never more than this.
ROUNDING_RATIO = 0.0005


class PriceInForce(NamedTuple):
    """The approved price of an order line, per unit of its UoM, in its currency and on its tax basis.

    ``price`` is None where no approved price was in force. ``band_low`` and ``band_high`` are the allowed deviations
    as ratios, such as -0.05 and 0.10. ``source`` names the sheet or contract, ``origin`` its kind.
    """

    price: float | None = None
    floor: float | None = None
    band_low: float = 0.0
    band_high: float = 0.0
    source: str = ""
    origin: str = "none"


def deviation_of(net, price):
    """Return by how much ``net`` is off ``price``, as a ratio.

    >>> deviation_of(95.0, 100.0)
    -0.05
    >>> deviation_of(0.0, 100.0)
    -1.0
    >>> deviation_of(5.0, 0.0), deviation_of(0.0, 0.0)
    (1.0, 0.0)
    """
    if not price:
        return float((net > 0) - (net < 0))
    return (net - price) / abs(price)


def is_less(net, limit, digits=2):
    """Return whether ``net`` is less than ``limit`` by more than rounding to ``digits`` explains.

    >>> is_less(33.33, 33.33333), is_less(33.32, 33.33333)
    (False, True)
    >>> is_less(0.046, 0.05)
    True
    """
    slack = min(0.5 * 10**-digits, abs(limit) * ROUNDING_RATIO)
    return net < limit - slack - 1e-12


def status_of(net, reference, digits=2):
    """Return what a net price is, measured by a ``PriceInForce``.

    >>> sheet = PriceInForce(100.0, 90.0, -0.05, 0.10, "S1", "sheet")
    >>> [status_of(net, sheet) for net in (110.0, 110.02, 95.0, 94.9, 90.0, 89.9, 0.0)]
    ['ok', 'outside', 'ok', 'outside', 'outside', 'under_floor', 'under_floor']
    >>> status_of(50.0, PriceInForce())
    'no_price'
    """
    if reference.price is None:
        return "no_price"
    if reference.floor is not None and is_less(net, reference.floor, digits):
        return "under_floor"
    lowest = reference.price * (1 + reference.band_low)
    highest = reference.price * (1 + reference.band_high)
    if is_less(net, lowest, digits) or is_less(highest, net, digits):
        return "outside"
    return "ok"


class Measured(NamedTuple):
    """What counts of an order line when it changes; the first three are compared as they are."""

    product: int
    uom: int
    currency: int
    taxes: frozenset
    quantity: float
    net: float
    deviation: float | None  # None without an approved price


def is_no_worse(before, after):
    """Return whether a changed line asks for nothing that was not there before.

    >>> sold = Measured(1, 1, 1, frozenset(), 10.0, 90.0, -0.10)
    >>> is_no_worse(sold, sold._replace(quantity=8.0)), is_no_worse(sold, sold._replace(quantity=12.0))
    (True, False)
    >>> is_no_worse(sold, sold._replace(net=92.0, deviation=-0.08))
    True
    >>> is_no_worse(sold, sold._replace(net=115.0, deviation=0.15))
    False
    >>> is_no_worse(sold, sold._replace(product=2))
    False
    """
    if before[:4] != after[:4] or abs(after.quantity) > abs(before.quantity) + 1e-9:
        return False
    if (after.quantity < 0) != (before.quantity < 0):
        return False
    if before.deviation is None or after.deviation is None:
        return before.deviation is after.deviation and after.net >= before.net - 1e-9
    same_side = (before.deviation < 0) == (after.deviation < 0) or abs(after.deviation) < 1e-9
    return same_side and abs(after.deviation) <= abs(before.deviation) + 1e-9


def is_growth(before, product, uom, quantity):
    """Return whether a line sells something that was not ordered before: another product or unit, or more of it.

    >>> sold = Measured(1, 1, 1, frozenset(), 10.0, 90.0, -0.10)
    >>> is_growth(sold, 1, 1, 10.0), is_growth(sold, 1, 1, 8.0), is_growth(sold, 1, 1, 10.5), is_growth(sold, 2, 1, 1.0)
    (False, False, True, True)
    >>> is_growth(None, 1, 1, 1.0)
    True
    """
    if before is None or (before.product, before.uom) != (product, uom):
        return True
    return abs(quantity) > abs(before.quantity) + 1e-9 or (quantity < 0) != (before.quantity < 0)


def for_returned(reference):
    """Return the measure of goods taken back: at most at the lowest price they may be sold at, or money would leak.

    >>> for_returned(PriceInForce(100.0, 90.0, -0.05, 0.10, "S1", "sheet"))[1:4]
    (None, -1.0, -0.05)
    """
    return reference._replace(floor=None, band_low=-1.0, band_high=reference.band_low)


def net_of(price, discount, taken_off=0.0):
    """Return the net price: less the discount of the line, less its share of what is taken off the whole order.

    >>> net_of(100.0, 10.0), net_of(100.0, 10.0, 0.5)
    (90.0, 45.0)
    """
    return price * (1 - discount / 100) * (1 - taken_off)


def taken_off_ratio(deducted, sold):
    """Return the share of the goods' value that lines of a negative amount take off the whole order.

    >>> taken_off_ratio(-50.0, 1000.0), taken_off_ratio(-50.0, 0.0), taken_off_ratio(0.0, 10.0)
    (0.05, 1.0, 0.0)
    """
    if not deducted:
        return 0.0
    return min(-deducted / sold, 1.0) if sold > 0 else 1.0


def release_ratio(deviations, *, extra_days=0, per_month=0.0, beyond=False):
    """Return by how much a request is off the list; picks who decides.

    ``beyond``: a line is under its floor or has no list price at all, so that only the highest band will do.
    Days beyond the credit term count like a discount of ``per_month`` for thirty of them.

    >>> release_ratio([-0.02, 0.01]), release_ratio([], extra_days=45, per_month=0.01)
    (0.02, 0.015)
    >>> release_ratio([-0.02], beyond=True)
    1.0
    """
    if beyond:
        return 1.0
    return max((abs(item) for item in deviations), default=0.0) + extra_days / 30 * per_month
