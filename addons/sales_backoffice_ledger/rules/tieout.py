"""Whether the sales ledger agrees with the general ledger, and what is left to explain."""

TIED, EXPLAINED, OPEN = "tied", "explained", "open"


def status(difference, unexplained, decimals=2):
    """Return how a line of the tie-out stands.

    >>> status(0.0, 0.0), status(120.0, 0.0), status(120.0, 20.0)
    ('tied', 'explained', 'open')
    >>> status(0.001, -0.004)
    'tied'
    """
    if round(unexplained, decimals):
        return OPEN
    return EXPLAINED if round(difference, decimals) else TIED
