"""送貨單覆核: what a delivered line shows when it is held against its order, its receipt and the prices in force."""

from typing import NamedTuple

PASSED = "passed"
NO_ORDER = "no_order"
GOODS = "goods"
PRICE = "price"
QUANTITY = "quantity"
DISCOUNT = "discount"
TAX = "tax"
DUPLICATE = "duplicate"
NO_RECEIPT = "no_receipt"

#: The gravest first: where a line shows several findings, its result is the first of them.
BY_GRAVITY = (NO_ORDER, GOODS, PRICE, QUANTITY, DISCOUNT, TAX, DUPLICATE, NO_RECEIPT)

#: Ratios closer than this are the same.
TOLERANCE = 1e-6


class Finding(NamedTuple):
    """One difference: a code to count by, and the reason within the code."""

    code: str
    reason: str


class Facts(NamedTuple):
    """What is known of one delivered line. Quantities ``ordered`` and ``moved`` in the unit of the order line,
    ``quantity`` and ``signed`` in the unit of the delivery; prices per unit of the order line."""

    is_return: bool = False
    quantity: float = 0.0
    unit_rounding: float = 0.01  # of the delivery's unit
    # goods
    has_order: bool = True
    same_product: bool = True
    same_template: bool = True
    same_unit_kind: bool = True
    # quantity
    ordered: float = 0.0
    moved: float = 0.0  # delivered less returned, up to and including this delivery
    order_rounding: float = 0.01  # of the order line's unit
    # receipt
    receipt_expected: bool = True
    has_receipt: bool = True
    signed: float | None = None
    # price
    price_status: str = "ok"  # ok, outside, under_floor, no_price or unchecked: the price guard's word
    net_price: float = 0.0
    list_price: float | None = None
    is_price_approved: bool = False
    # discount and tax
    discount: float = 0.0
    discount_allowed: float = 0.0
    taxes: frozenset = frozenset()
    expected_taxes: frozenset = frozenset()
    # other deliveries that look the same
    has_duplicate: bool = False


def findings(facts):
    """Return every ``Finding`` of a line, the gravest first.

    >>> fine = Facts(quantity=10, ordered=10, moved=10, signed=10)
    >>> findings(fine)
    []
    >>> [finding.reason for finding in findings(fine._replace(moved=12, signed=9, discount=1))]
    ['over_ordered', 'signed_less', 'discount']
    """
    if not facts.has_order:
        found = [Finding(NO_ORDER, "no_order")]
    else:
        found = [
            *goods_findings(facts),
            *price_findings(facts),
            *order_quantity_findings(facts),
            *discount_findings(facts),
            *tax_findings(facts),
        ]
    found += receipt_findings(facts)
    if facts.has_duplicate:
        found.append(Finding(DUPLICATE, "duplicate"))
    return sorted(found, key=lambda finding: BY_GRAVITY.index(finding.code))


def result_of(codes):
    """Return the gravest of the codes, ``passed`` when there is none.

    >>> result_of(["no_receipt", "price"]), result_of([])
    ('price', 'passed')
    """
    return min(codes, key=BY_GRAVITY.index, default=PASSED)


def goods_findings(facts):
    """Another product, another specification of the product, an incomparable unit, or goods nobody ordered.

    >>> goods_findings(Facts(ordered=1, same_product=False))
    [Finding(code='goods', reason='other_spec')]
    >>> goods_findings(Facts(ordered=0))
    [Finding(code='goods', reason='not_ordered')]
    """
    if not facts.same_product:
        return [Finding(GOODS, "other_spec" if facts.same_template else "other_product")]
    if not facts.same_unit_kind:
        return [Finding(GOODS, "other_unit")]
    if facts.ordered <= 0 and not facts.is_return:
        return [Finding(GOODS, "not_ordered")]
    return []


def order_quantity_findings(facts):
    """More delivered than ordered, all deliveries of the line together; more returned than delivered.

    >>> order_quantity_findings(Facts(ordered=10, moved=10.004))
    []
    >>> order_quantity_findings(Facts(ordered=10, moved=10.01))
    [Finding(code='quantity', reason='over_ordered')]
    >>> order_quantity_findings(Facts(is_return=True, ordered=10, moved=-1))
    [Finding(code='quantity', reason='over_delivered')]
    """
    if not facts.same_unit_kind:
        return []  # not comparable: the goods finding says so
    if facts.is_return:
        over = compare(facts.moved, 0.0, facts.order_rounding) < 0
        return [Finding(QUANTITY, "over_delivered")] if over else []
    if facts.ordered > 0 and compare(facts.moved, facts.ordered, facts.order_rounding) > 0:
        return [Finding(QUANTITY, "over_ordered")]
    return []


def receipt_findings(facts):
    """The receipt is missing, or the customer signed for another quantity than was delivered.

    >>> receipt_findings(Facts(quantity=5, has_receipt=False))
    [Finding(code='no_receipt', reason='no_receipt')]
    >>> receipt_findings(Facts(quantity=5, signed=6))
    [Finding(code='quantity', reason='signed_more')]
    >>> receipt_findings(Facts(quantity=5, has_receipt=False, signed=4))
    [Finding(code='quantity', reason='signed_less'), Finding(code='no_receipt', reason='no_receipt')]
    """
    found = []
    if facts.signed is not None:
        order = compare(facts.signed, facts.quantity, facts.unit_rounding)
        if order:
            found.append(Finding(QUANTITY, "signed_less" if order < 0 else "signed_more"))
    if facts.receipt_expected and not facts.has_receipt and not facts.is_return:
        found.append(Finding(NO_RECEIPT, "no_receipt"))
    return found


def price_findings(facts):
    """The net price is outside the band around the price in force, or under the floor, and nobody approved it.

    >>> base = Facts(price_status="outside", net_price=94, list_price=100)
    >>> price_findings(base)
    [Finding(code='price', reason='below_band')]
    >>> price_findings(base._replace(net_price=111))[0].reason
    'above_band'
    >>> [price_findings(base._replace(price_status=status)) for status in ("ok", "unchecked")]
    [[], []]
    >>> price_findings(base._replace(is_price_approved=True)), price_findings(base._replace(is_return=True))
    ([], [])
    """
    if facts.is_return or facts.is_price_approved:
        return []
    if facts.price_status == "outside":
        return [Finding(PRICE, "below_band" if facts.net_price < facts.list_price else "above_band")]
    reason = {"under_floor": "under_floor", "no_price": "no_list_price"}.get(facts.price_status)
    return [Finding(PRICE, reason)] if reason else []


def discount_findings(facts):
    """A discount beyond what the company lets pass without a word.

    >>> discount_findings(Facts(discount=2, discount_allowed=2))
    []
    >>> discount_findings(Facts(discount=2.5, discount_allowed=2))
    [Finding(code='discount', reason='discount')]
    """
    if facts.is_return or facts.is_price_approved:
        return []
    over = facts.discount > facts.discount_allowed + TOLERANCE
    return [Finding(DISCOUNT, "discount")] if over else []


def tax_findings(facts):
    """Other taxes than the product and the fiscal position of the order ask for.

    >>> tax_findings(Facts(taxes=frozenset({1}), expected_taxes=frozenset({2})))
    [Finding(code='tax', reason='tax')]
    """
    if facts.is_return or facts.taxes == facts.expected_taxes:
        return []
    return [Finding(TAX, "tax")]


def compare(left, right, rounding):
    """Return -1, 0 or 1: less than half a rounding step apart is equal.

    >>> compare(10.004, 10, 0.01), compare(10.006, 10, 0.01), compare(9, 10, 0.01)
    (0, 1, -1)
    """
    difference = left - right
    if abs(difference) < (rounding or TOLERANCE) / 2 - TOLERANCE * (rounding or 1):
        return 0
    return 1 if difference > 0 else -1


def price_difference(quantity, net_price, list_price):
    """Return what the customer pays above (or, negative, below) the price in force; 0 where none was in force.

    >>> price_difference(10, 94, 100), price_difference(10, 94, None)
    (-60, 0.0)
    """
    return 0.0 if list_price is None else quantity * (net_price - list_price)


def margin_ratio(revenue, cost):
    """Return the share of the revenue that is left after the cost of the goods; None without revenue.

    >>> margin_ratio(200.0, 150.0), margin_ratio(0.0, 10.0)
    (0.25, None)
    """
    return (revenue - cost) / revenue if revenue else None


def settled(ordered, delivered, waiting, *, by_order):
    """Return how much of a line is settled: what is reviewed of it, and ordered goods that did not leave yet.

    ``waiting`` is what was delivered, and what came back, and was not reviewed. Lines invoiced ``by_order`` are
    invoiced before they are delivered; from then on what left counts as soon as it is reviewed.

    >>> settled(10, 4, (4, 0), by_order=False), settled(10, 4, (4, 0), by_order=True)
    (0, 6)
    >>> settled(10, 0, (0, 0), by_order=True), settled(10, 12, (2, 0), by_order=True)
    (10, 10)
    >>> settled(10, 7, (0, 3), by_order=False)  # three came back: not taken off before somebody looked at them
    10
    """
    left, back = waiting
    return (max(ordered, delivered) if by_order else delivered) - left + back


def creditable(posted, delivered, back):
    """Return how much of a line may be credited while goods that came ``back`` wait for their review.

    >>> creditable(10, 7, 3), creditable(10, 7, 0), creditable(10, 5, 2)
    (0, 3, 3)
    """
    return max(posted - delivered - back, 0)


def invoiceable(core, settled, invoiced):
    """Return how much of a line may be invoiced while deliveries of it wait for review.

    ``core`` is what could be invoiced without review (negative: to be credited). The answer lies between nothing and
    ``core``.

    >>> invoiceable(10, 0, 0), invoiceable(10, 6, 0), invoiceable(7, 10, 0)
    (0, 6, 7)
    >>> invoiceable(-3, 10, 10), invoiceable(-3, 7, 10), invoiceable(2, 7, 10)
    (0, -3, 0)
    """
    low, high = min(0, core), max(0, core)
    return max(low, min(high, settled - invoiced))
