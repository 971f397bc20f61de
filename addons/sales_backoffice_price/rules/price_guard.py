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
