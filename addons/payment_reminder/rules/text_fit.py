"""A text that fits into one short message: amounts and days stay whole, names give way."""

from .wording import fill

SHORT_MESSAGE = 70  # characters of one message in Chinese
LEAST = {"customer": 4, "document": 6}


def shorten(text, length, keep_end=False):
    """Return ``text`` in at most ``length`` characters; of a document number the end is kept.

    >>> shorten("Rising Sun Printing", 8), shorten("INV/2026/00012", 6, keep_end=True), shorten("abc", 3)
    ('Rising …', '…00012', 'abc')
    """
    if len(text) <= length:
        return text
    return "…" + text[len(text) - length + 1 :] if keep_end else text[: length - 1] + "…"


def fit(pattern, values, limit=SHORT_MESSAGE):
    """Return the pattern filled in, at most ``limit`` characters: first the customer gives way, then the document.

    >>> fit("{customer}: {amount}", {"customer": "A very long name indeed", "amount": "1,000.00"}, 20)
    'A very lo…: 1,000.00'
    >>> len(fit("{customer} {document} " + "x" * 80, {"customer": "c" * 50, "document": "d" * 50}))
    70
    """
    values = dict(values)
    for name in ("customer", "document"):
        excess = len(fill(pattern, values)) - limit
        if excess > 0 and values.get(name):
            length = max(len(values[name]) - excess, LEAST[name])
            values[name] = shorten(values[name], length, keep_end=name == "document")
    return shorten(fill(pattern, values), limit)
