"""A reason why something may not happen: a code for programs, a sentence for people."""

from typing import NamedTuple


class Blocker(NamedTuple):
    """One obstacle.

    >>> Blocker("no_line", "Add a line first.").code
    'no_line'
    """

    code: str
    message: str
