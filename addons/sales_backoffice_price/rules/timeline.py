"""When something counts that other things hide for a time. Values only."""

from typing import Any, NamedTuple


class Slot(NamedTuple):
    """From ``start`` on, up to before ``end``; None: without end."""

    start: Any
    end: Any = None


def visible_slots(own, hiding):
    """Return the parts of ``own`` that none of ``hiding`` covers, in their order.

    >>> visible_slots(Slot(1, None), [Slot(5, 8)])
    [Slot(start=1, end=5), Slot(start=8, end=None)]
    >>> visible_slots(Slot(1, 6), [Slot(3, None)])
    [Slot(start=1, end=3)]
    >>> visible_slots(Slot(4, 6), [Slot(1, None)])
    []
    """
    parts = [own]
    for hidden in hiding:
        parts = [rest for part in parts for rest in _without(part, hidden)]
    return sorted(parts)


def _without(part, hidden):
    before = Slot(part.start, _earlier(part.end, hidden.start))
    found = [before] if before.end > before.start else []
    if hidden.end is not None:
        after = Slot(max(part.start, hidden.end), part.end)
        found += [after] if after.end is None or after.end > after.start else []
    return found


def _earlier(end, start):
    return start if end is None else min(end, start)
