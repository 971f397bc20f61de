"""The words of a letter with places for names and figures: found, checked and filled in, nothing evaluated."""

import re

#: What may stand in braces, and what it becomes.
PLACEHOLDERS = {
    "no": "number of the letter",
    "company": "our name",
    "customer": "name of the partner",
    "cutoff": "cut-off day",
    "period_start": "first day of the period",
    "date": "day of issue",
    "currency": "currencies of the letter",
    "opening": "opening balance",
    "debit": "delivered and invoiced in the period",
    "credit": "paid in the period",
    "adjust": "returns and allowances of the period",
    "closing": "closing balance",
    "words": "closing balance in words",
    "invoiced_open": "invoiced and unpaid",
    "uninvoiced": "delivered or received, not invoiced",
    "advance": "paid in advance",
    "deduction": "quality deductions not settled yet (letters to suppliers)",
    "overdue": "overdue amount, less what is paid in advance; the currencies that owe it",
    "lines": "number of movements listed",
    "reply_by": "day by which to answer",
    "pay_by": "day by which to pay",
    "address": "our address",
    "contact": "who looks after the letter",
    "phone": "our phone",
}
_PLACE = re.compile(r"\{(\w+)\}")


def unknown_places(text, known=frozenset(PLACEHOLDERS)):
    """Return what in ``text`` stands in braces and is not known, in order.

    >>> unknown_places("{no}: {total} of {customer}")
    ['{total}']
    >>> unknown_places("{no} {customer.password} {} }")
    ['{customer.password}', '{}', '}']
    """
    rest = _PLACE.sub(lambda found: "" if found[1] in known else found[0], text or "")
    return re.findall(r"\{[^{}]*\}|[{}]", rest)


def fill(text, values):
    """Return ``text`` with the places filled in; what is filled in is never read again.

    >>> fill("{customer}: {closing}", {"customer": "{closing} Ltd", "closing": "1.00"})
    '{closing} Ltd: 1.00'
    >>> fill("{nothing} {{no}}", {"no": 7})
    '{nothing} {7}'
    """
    return _PLACE.sub(lambda found: str(values.get(found[1], found[0])), text or "")


def joined(parts, lang):
    """Return the amounts of several currencies in one sentence.

    >>> joined(["CNY 1.00", "USD 2.00"], "zh_TW"), joined(["CNY 1.00"], "en_US")
    ('CNY 1.00；USD 2.00', 'CNY 1.00')
    """
    return ("；" if lang.startswith("zh") else "; ").join(parts)
