"""How much of which down payment an invoice deducts."""


def allot(room, parts):
    """Return ``{key: amount}`` to deduct from an invoice of ``room``.

    ``parts`` are ``(key, open amount, whether the goods on the invoice have its taxes)``, the oldest first. Those
    with the taxes of the goods come first, the others follow; nothing more than is open, nothing beyond the room.

    >>> allot(100, [("a", 30, True), ("b", 50, True)]), allot(60, [("a", 30, True), ("b", 50, True)])
    ({'a': 30, 'b': 50}, {'a': 30, 'b': 30})
    >>> allot(60, [("a", 40, False), ("b", 50, True)]), allot(0, [("a", 1, True)]), allot(5, [("a", -1, True)])
    ({'b': 50, 'a': 10}, {}, {})
    """
    found = {}
    for key, amount, _fits in sorted(parts, key=lambda part: not part[2]):
        taken = min(amount, room)
        if taken > 0:
            found[key] = taken
            room -= taken
    return found


def share_of_quantity(quantity, amount, whole, step):
    """Return the quantity that stands for deducting ``amount`` of a down payment of which ``whole`` is open.

    Odoo counts a down payment as one piece and takes it for settled when no quantity is left. So the last deduction
    takes all of it, every other one leaves some; None when that cannot be done in ``step``.

    >>> share_of_quantity(1, 40, 100, 0.01), share_of_quantity(0.6, 60, 60, 0.01), share_of_quantity(1, 1, 999, 0.01)
    (0.4, 0.6, 0.01)
    >>> share_of_quantity(1, 998, 999, 0.01), share_of_quantity(0.01, 1, 999, 0.01)
    (0.99, None)
    """
    if amount >= whole:
        return quantity
    places = len(f"{step:.10f}".rstrip("0").partition(".")[2])
    found = round(min(max(quantity * amount / whole, step), quantity - step), places)
    return found if found > 0 else None
