"""How long to wait so that no window of time holds more messages than allowed."""

from collections import deque


def wait_before(sent, now, *, limit, period):
    """Seconds to wait before one more message; ``sent`` are the times of the last ones, oldest first.

    >>> wait_before([0.0, 5.0], 10.0, limit=2, period=60)
    50.0
    >>> wait_before([0.0, 5.0], 61.0, limit=2, period=60), wait_before([0.0], 1.0, limit=2, period=60)
    (0.0, 0.0)
    >>> wait_before([0.0] * 9, 1.0, limit=0, period=60)  # no limit
    0.0
    """
    if not limit or len(sent) < limit:
        return 0.0
    return max(0.0, sent[-limit] + period - now)


class Pacer:
    """Remembers the last messages of one sender.

    >>> pacer = Pacer(limit=2, period=10)
    >>> for now in (0.0, 1.0):
    ...     pacer.note(now)
    >>> pacer.wait(4.0), pacer.wait(10.0)
    (6.0, 0.0)
    """

    def __init__(self, *, limit, period, sent=()):
        self.limit, self.period = limit, period
        self._sent = deque(sent, maxlen=max(limit, 1))

    def wait(self, now):
        return wait_before(list(self._sent), now, limit=self.limit, period=self.period)

    def note(self, now):
        self._sent.append(now)
