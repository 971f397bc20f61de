"""When a partner who keeps silent is reminded."""

from datetime import timedelta


def stages(text):
    """Return the days after sending on which silence is reminded of, from what people type.

    >>> stages("7, 14；21"), stages(""), stages("14 7 7")
    ((7, 14, 21), (), (7, 14))
    >>> stages("soon")
    Traceback (most recent call last):
    ...
    ValueError: soon
    """
    words = "".join(char if char.isalnum() or char in "-." else " " for char in text or "").split()
    for word in words:
        if not (word.isascii() and word.isdigit() and 0 < int(word) <= 366):
            raise ValueError(word)
    return tuple(sorted({int(word) for word in words}))


def due_stage(sent_on, days, today, done=()):
    """Return the stage (1, 2, …) to send now, 0 when none is due.

    After a pause of the server only the latest stage goes out: nobody gets three letters in one morning.

    >>> from datetime import date
    >>> sent = date(2026, 7, 1)
    >>> due_stage(sent, (7, 14), date(2026, 7, 7)), due_stage(sent, (7, 14), date(2026, 7, 8))
    (0, 1)
    >>> due_stage(sent, (7, 14), date(2026, 7, 30)), due_stage(sent, (7, 14), date(2026, 7, 30), done=(2,))
    (2, 0)
    >>> due_stage(sent, (7, 14), date(2026, 7, 30), done=(1,))
    2
    """
    reached = sum(today >= sent_on + timedelta(days=number) for number in days)
    return 0 if reached <= max(done, default=0) else reached
