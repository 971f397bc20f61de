"""A text that fits into one short message: amounts and links stay whole, names, words and the rest give way."""

import re

from .wording import agree, fill

SHORT_MESSAGE = 70  # characters of one message in Chinese
LEAST = {"customer": 4, "document": 6}
LEAST_NEEDED = ("company", "salesperson", "bank", "days", "due", "document", "customer", "count")

_PIECE = re.compile(r"\{\w+\}|[，。；、][^\s{}，。；、]*|[^\s{}，。；、]+|\s+")


def shorten(text, length, keep_end=False):
    """Return ``text`` in at most ``length`` characters; of a document number the end is kept.

    >>> shorten("Rising Sun Printing", 8), shorten("INV/2026/00012", 6, keep_end=True), shorten("abc", 3)
    ('Rising …', '…00012', 'abc')
    """
    if len(text) <= length:
        return text
    return "…" + text[len(text) - length + 1 :] if keep_end else text[: length - 1] + "…"


def fit_values(pattern, values, limit=SHORT_MESSAGE):
    """Return the values as they fit into the pattern: first the customer gives way, then the document.

    >>> fit_values("{customer}: {amount}", {"customer": "A very long name indeed", "amount": "1,000.00"}, 20)
    {'customer': 'A very lo…', 'amount': '1,000.00'}
    """
    pattern, values = agree(pattern, values), dict(values)
    for name in ("customer", "document"):
        excess = len(fill(pattern, values)) - limit
        if excess > 0 and values.get(name) and f"{{{name}}}" in pattern:
            length = max(len(values[name]) - excess, LEAST[name])
            values[name] = shorten(values[name], length, keep_end=name == "document")
    return values


def fit(pattern, values, limit=SHORT_MESSAGE):
    """Return the pattern filled in, at most ``limit`` characters: names give way, then words.

    A text with a link is no use without all of it: there words give way next, then everything but the amount. Only a
    link that is too long by itself makes the text longer.

    >>> len(fit("{customer} {document} " + "x" * 80, {"customer": "c" * 50, "document": "d" * 50}))
    70
    >>> fit("Please see to {count} items: {link} today", {"count": 4, "link": "https://example.com/due"}, 36)
    'Please see 4 https://example.com/due'
    """
    values = fit_values(pattern, values, limit)
    pattern = agree(pattern, values)
    if "{link}" in pattern:
        return fill(_drop_words(pattern, values, limit), values)
    return shorten(fill(pattern, values), limit)


def _drop_words(pattern, values, limit):
    """Return the pattern without its last words, as many as are too much, then without what is needed least.

    >>> _drop_words("{amount} open, see {link}", {"amount": "1,000", "link": "x" * 80}, 70)
    '{amount} {link}'
    >>> values = {"customer": "華彩…", "amount": "11,600", "days": "3", "link": "https://example.com/due"}
    >>> fill(_drop_words("{customer} {amount}元(剩{days}天)，請跟進。 {link}", values, 40), values)
    '華彩… 11,600元(剩3天) https://example.com/due'
    >>> fill(_drop_words("{customer} {amount} {days} {link}", values, 34), values)
    '華彩… 11,600 https://example.com/due'
    """
    pieces = _PIECE.findall(pattern)
    words = [
        index for index in reversed(range(len(pieces))) if "{" not in pieces[index] and pieces[index].strip()
    ]
    needless = [pieces.index(f"{{{name}}}") for name in LEAST_NEEDED if f"{{{name}}}" in pieces]
    for index in (*words, *needless):
        if len(fill(_join(pieces), values)) <= limit:
            break
        # a placeholder that held two words apart leaves a space
        pieces[index] = " " if index in needless else ""
    return _join(pieces)


def _join(pieces):
    return " ".join("".join(pieces).split())
