"""Approved templates: their parameters, and which of them a text was made from."""

import re

_PARAMETER = re.compile(r"\$\{(\w+)\}")


def parameters(text):
    """Names of the parameters of an approved text, in the order they first appear.

    >>> parameters("${customer} owes ${amount}, ${customer}!")
    ['customer', 'amount']
    """
    return list(dict.fromkeys(_PARAMETER.findall(text or "")))


def render(text, values, *, limit=0):
    """Fill an approved text; values longer than ``limit`` are cut.

    >>> render("${customer} owes ${amount}", {"customer": "Abcdef", "amount": "10"}, limit=4)
    'Abc… owes 10'
    """
    return _PARAMETER.sub(lambda match: cut(values[match[1]], limit), text or "")


def cut(value, limit):
    """A value as providers accept it: one line, within the limit. A link stays whole: part of it leads nowhere.

    >>> cut("a\\nb", 0), cut("abcdef", 3), cut("abc", 3), cut("https://example.com/due", 9)
    ('a b', 'ab…', 'abc', 'https://example.com/due')
    """
    value = " ".join(str(value).split())
    is_cut = limit and len(value) > limit and not re.match(r"https?://", value)
    return f"{value[: limit - 1]}…" if is_cut else value


def missing(text, values):
    """Parameters of an approved text nothing was given for.

    >>> missing("${a} ${b} ${c}", {"a": "1", "b": ""})
    ['b', 'c']
    """
    return [name for name in parameters(text) if str(values.get(name, "")).strip() == ""]


def matched(text, body):
    """The values a text was made with, when it was made from this approved text; else nothing.

    A signature in front (【…】) does not matter, nor does the kind of white space.

    >>> matched("${customer} owes ${amount}.", "【ACME】Wang owes 10.")
    {'customer': 'Wang', 'amount': '10'}
    >>> matched("${x} and ${x}", "1 and 2"), matched("Closed today.", "Closed today."), matched("", "x")
    (None, {}, None)
    """
    if not text or not text.strip():
        return None
    found = re.fullmatch(_pattern(_flat(text)), _flat(body))
    return None if found is None else found.groupdict()


def _pattern(text):
    seen, parts, position = set(), [], 0
    for parameter in _PARAMETER.finditer(text):
        parts.append(re.escape(text[position : parameter.start()]))
        name, position = parameter[1], parameter.end()
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
        seen.add(name)
    return "".join([*parts, re.escape(text[position:])])


def _flat(text):
    text = " ".join((text or "").split())
    return re.sub(r"^【[^】]*】\s*", "", text)
