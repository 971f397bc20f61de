"""Which step of a scale holds a value."""

#: Differences smaller than this are rounding, not a higher band.
TOLERANCE = 1e-6


def band_of(value, tops):
    """Return the position in ``tops`` of the smallest band that holds ``value``, or ``None``.

    A band includes its top; a top of 0 is a band without upper limit.

    >>> band_of(10, [10, 30, 0])
    0
    >>> band_of(10.01, [0, 30, 10])
    1
    >>> band_of(31, [0, 30, 10])
    0
    >>> band_of(0.29 * 100, [29, 30])
    0
    >>> band_of(40, [10, 30]) is None
    True
    """
    holding = [
        (top or float("inf"), position)
        for position, top in enumerate(tops)
        if not top or value <= top + TOLERANCE
    ]
    return min(holding)[1] if holding else None


def bands_from(value, tops):
    """Return the positions of every band that may decide on ``value``: the holding one, then the higher ones.

    >>> bands_from(12, [0, 10, 30])
    [2, 0]
    >>> bands_from(99, [10, 30])
    []
    """
    ascending = sorted(range(len(tops)), key=lambda position: tops[position] or float("inf"))
    holder = band_of(value, tops)
    return [] if holder is None else ascending[ascending.index(holder) :]
