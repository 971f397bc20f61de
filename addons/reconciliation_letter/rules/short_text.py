"""A text message is paid for by its length: names give way, the link never does."""

NAME = 24  # characters of a name in a text


def shortened(name, most=NAME):
    """Return ``name`` in at most so many characters.

    >>> shortened("Rising Sun Printing"), shortened("Rising Sun Printing", 11), shortened(None)
    ('Rising Sun Printing', 'Rising Sun…', '')
    """
    name = " ".join((name or "").split())
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
