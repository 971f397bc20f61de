"""How much of a contract may still be called off, and which of its lines an order line means. Values only."""

import re
from datetime import timedelta

# the states in which something is left of a contract, and documents are waited for
IN_FORCE = ("active", "suspended")
UNDER_WAY = ("approved", *IN_FORCE)  # something may be missing from the approval on


def most(quantity, tolerance):
    """Return the most that may be called off a line.

    >>> most(1000.0, 0.05)
    1050.0
    """
    return quantity * (1 + max(tolerance, 0.0))


def least(ordered, agreed, under):
    """Return the least delivery with which what was ordered counts as delivered.

    The tolerance below is granted once: what was not even ordered of it is not left out again of the delivery.

    >>> least(100.0, 100.0, 0.1), least(95.0, 100.0, 0.1), least(105.0, 100.0, 0.0), least(40.0, 100.0, 0.1)
    (90.0, 90.0, 105.0, 36.0)
    """
    under = max(under, 0.0)
    of_order, of_contract = ordered * (1 - under), agreed * (1 - under)
    return of_order if is_over(of_contract, ordered) else max(of_order, of_contract)


def is_over(quantity, most):
    """Return whether ``quantity`` is more than ``most``, apart from what floating point numbers lose in conversions.

    >>> is_over(0.1 + 0.2, 0.3), is_over(10.001, 10.0), is_over(1050.0, 1000 * 1.05)
    (False, True, False)
    """
    return quantity - most > 1e-9 * max(abs(most), 1.0)


def consumed(ordered, delivered, *, confirmed):
    """Return what an order line takes off its contract line.

    Quotations and cancelled orders take what was delivered all the same; goods that came back do not count twice, and
    a line written below zero gives nothing back.

    >>> consumed(10.0, 0.0, confirmed=True), consumed(10.0, 12.0, confirmed=True)
    (10.0, 12.0)
    >>> consumed(10.0, 0.0, confirmed=False), consumed(10.0, 4.0, confirmed=False), consumed(-5.0, 0.0, confirmed=True)
    (0.0, 4.0, 0.0)
    """
    return max(ordered if confirmed else 0.0, delivered, 0.0)


def validity(valid_from, valid_to, today, soon=30):
    """Return where a contract is in its life; the last day still counts.

    >>> from datetime import date
    >>> start, end = date(2026, 1, 1), date(2026, 12, 31)
    >>> [validity(start, end, day) for day in (date(2025, 12, 31), start, date(2026, 12, 1), end, date(2027, 1, 1))]
    ['later', 'valid', 'ending', 'ending', 'over']
    >>> validity(start, None, date(2099, 1, 1))
    'valid'
    """
    if valid_from and today < valid_from:
        return "later"
    if not valid_to:
        return "valid"
    if today > valid_to:
        return "over"
    return "ending" if today >= valid_to - timedelta(days=soon) else "valid"


def comparable(text):
    """Return a specification in the form in which two are compared.

    >>> comparable("[P80] Offset  paper ７８７×1092mm") == comparable("offset paper 787 x 1092 MM")
    True
    """
    text = re.sub(r"^\s*\[[^\]]*\]", "", text or "")
    text = text.translate(
        {0xFF01 + n: 0x21 + n for n in range(94)} | {ord("×"): "x", ord("＊"): "x", ord("*"): "x"}
    )
    return re.sub(r"[^\w.]+", "", text.casefold())


def best_match(text, candidates):
    """Return the key of the contract line that is meant, None when it is not certain.

    ``candidates`` are the ``(key, specification)`` of the lines with the product.

    >>> best_match("anything", [(7, "Offset 80 g")])
    7
    >>> best_match("Offset 80 g 787x1092", [(7, "Offset 80 g 787×1092"), (8, "Offset 80 g 889×1194")])
    7
    >>> best_match("Offset 80 g", [(7, "Offset 80 g 787×1092"), (8, "Offset 80 g 889×1194")])
    """
    if len(candidates) == 1:
        return candidates[0][0]
    wanted = comparable(text)
    same = [key for key, specification in candidates if comparable(specification) == wanted]
    if not same and wanted:
        same = [
            key for key, specification in candidates if specification and comparable(specification) in wanted
        ]
    return same[0] if len(same) == 1 else None
