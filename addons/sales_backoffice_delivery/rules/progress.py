"""The way of a delivery and what a signature says about it: values only."""

from typing import NamedTuple

PLANNED, LEFT, TRANSIT, SIGNED = "planned", "left", "transit", "signed"
WAY = (PLANNED, LEFT, TRANSIT, SIGNED)

# which step may follow which
SOURCES = {LEFT: (PLANNED,), TRANSIT: (LEFT,), SIGNED: (LEFT, TRANSIT)}


def may_follow(target, present):
    """Tell whether ``target`` may follow the present progress.

    >>> may_follow(SIGNED, PLANNED)
    False
    >>> may_follow(SIGNED, TRANSIT)
    True
    """
    return present in SOURCES.get(target, ())


def step_back(present):
    """Return the step before ``present``, or ``None`` at the beginning.

    >>> step_back(SIGNED), step_back(PLANNED)
    ('transit', None)
    """
    position = WAY.index(present)
    return WAY[position - 1] if position else None


class Count(NamedTuple):
    """What left and what the customer signed for, in one unit."""

    delivered: float
    signed: float
    rejected: float

    @property
    def missing(self):
        """What nobody accounts for; negative when the customer signed for more than left.

        >>> Count(10.0, 7.0, 2.0).missing
        1.0
        """
        return self.delivered - self.signed - self.rejected


def kind_of_difference(count, tolerance):
    """Return what a line differs by: ``rejected``, ``missing``, ``excess``, or ``None`` when all is signed for.

    >>> kind_of_difference(Count(10, 10, 0), 0.005) is None
    True
    >>> kind_of_difference(Count(10, 9, 1), 0.005)
    'rejected'
    >>> kind_of_difference(Count(10, 9, 0), 0.005)
    'missing'
    >>> kind_of_difference(Count(10, 11, 0), 0.005)
    'excess'
    """
    if count.missing > tolerance:
        return "missing"
    if count.missing < -tolerance:
        return "excess"
    return "rejected" if count.rejected > tolerance else None
