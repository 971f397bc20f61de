"""How often, and how long after, what could not be prepared is tried again."""

from datetime import timedelta

MOST_TRIES = 5


def pause_before(tries):
    """Return the pause after so many failed tries: a quarter of an hour, doubled each time.

    >>> [pause_before(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 4)]
    [15, 30, 60, 120]
    """
    return timedelta(minutes=15) * 2 ** (tries - 1)
