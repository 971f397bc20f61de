"""A text that fits into one short message: amounts, days and links stay whole, names and words give way."""

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

    A text with a link is no use without all of it: there words give way next, and what is left may be longer.

    >>> fit("{customer}: {amount}", {"customer": "A very long name indeed", "amount": "1,000.00"}, 20)
    'A very lo…: 1,000.00'
    >>> len(fit("{customer} {document} " + "x" * 80, {"customer": "c" * 50, "document": "d" * 50}))
    70
    >>> fit("Please see to {count} items: {link} today", {"count": 4, "link": "https://example.com/due"}, 36)
    'Please see 4 https://example.com/due'
    """
    values = dict(values)
    for name in ("customer", "document"):
        excess = len(fill(pattern, values)) - limit
        if excess > 0 and values.get(name):
            length = max(len(values[name]) - excess, LEAST[name])
            values[name] = shorten(values[name], length, keep_end=name == "document")
    if "{link}" in pattern:
        return fill(_drop_words(pattern, values, limit), values)
    return shorten(fill(pattern, values), limit)


def _drop_words(pattern, values, limit):
    """Return the pattern without its last words, as many as are too much; placeholders stay.

    >>> _drop_words("{amount} open, see {link}", {"amount": "1,000", "link": "x" * 80}, 70)
    '{amount} {link}'
    """
    words = pattern.split()
    for index in reversed(range(len(words))):
        if len(fill(" ".join(words), values)) <= limit:
            break
        if "{" not in words[index]:
            del words[index]
    return " ".join(words)
