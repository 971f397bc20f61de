"""Placeholders people may use in wordings: names only, nothing that reaches into an object."""

import re
from string import Formatter


def placeholders(pattern):
    """Return the names used in ``pattern``; raise ``ValueError`` where it is not a plain placeholder.

    >>> sorted(placeholders("{customer} owes {amount}, {customer}!"))
    ['amount', 'customer']
    >>> placeholders("{customer.env}")
    Traceback (most recent call last):
        ...
    ValueError: {customer.env}
    >>> placeholders("{amount:>10}")
    Traceback (most recent call last):
        ...
    ValueError: {amount:>10}
    """
    names = set()
    for _text, name, form, conversion in Formatter().parse(pattern):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}{':' + form if form else ''}}}")
        names.add(name)
    return names


def unknown_placeholders(pattern, known):
    """Return the placeholders of ``pattern`` that are none, as written; broken braces count as one.

    >>> unknown_placeholders("{customer} {password}", {"customer"})
    ['{password}']
    >>> unknown_placeholders("{customer", {"customer"})
    ['{']
    >>> unknown_placeholders("{customer.name}", {"customer"})
    ['{customer.name}']
    """
    try:
        return sorted(f"{{{name}}}" for name in placeholders(pattern) - set(known))
    except ValueError as error:
        text = str(error)
        return [text if text.startswith("{") else "{"]


def agree(pattern, values):
    """Return the pattern without the unit of the company's money where the amount names its currency itself.

    >>> agree("{amount} 元 {due}", {"amount": "USD 1,234"}), agree("{amount}元", {"amount": "1,234"})
    ('{amount} {due}', '{amount}元')
    """
    if re.match(r"[A-Z]{3} ", str(values.get("amount", ""))):
        return re.sub(r"\{amount\}\s*元", "{amount}", pattern)
    return pattern


def fill(pattern, values):
    """Return the pattern with its placeholders replaced; nothing else in braces is touched or evaluated.

    >>> fill("{customer} owes {amount} {customer.env} {other}", {"customer": "A", "amount": 5})
    'A owes 5 {customer.env} {other}'
    """
    return re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], match[0])), pattern)
