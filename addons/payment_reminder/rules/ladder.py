"""When a stage is reached, and which letter comes next. ``adjustments`` as in ``backoffice_base.rules.workdays``."""

from datetime import date, timedelta  # noqa: F401  (date: used by the examples)

#: The tones of letters, from the courtesy note before the due day to the last letter.
TONES = ("upcoming", "courteous", "firm", "final")


def shift(day, rule, is_working_day):
    """Return the day a stage falls on: a day nobody works moves to the worked day ``before`` or ``after`` it.

    >>> weekday = lambda day: day.weekday() < 5
    >>> shift(date(2026, 2, 14), "before", weekday), shift(date(2026, 2, 14), "after", weekday)
    (datetime.date(2026, 2, 13), datetime.date(2026, 2, 16))
    >>> shift(date(2026, 2, 14), "same", weekday)
    datetime.date(2026, 2, 14)
    """
    step = {"before": -1, "after": 1, "same": 0}[rule]
    while step and not is_working_day(day):
        day += timedelta(days=step)
    return day


def reached_until(today, rule, is_working_day):
    """Return the last day that, moved by ``rule``, falls on ``today`` or earlier.

    The whole calendar is in this one day: a receivable has reached a stage exactly when due day + offset is not
    later.

    >>> weekday = lambda day: day.weekday() < 5
    >>> friday = date(2026, 2, 13)
    >>> reached_until(friday, "before", weekday), reached_until(friday, "after", weekday)
    (datetime.date(2026, 2, 15), datetime.date(2026, 2, 13))
    >>> reached_until(date(2026, 2, 15), "after", weekday)
    datetime.date(2026, 2, 13)
    """
    if rule == "before":
        day = today + timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
        return day - timedelta(days=1)
    day = today
    while rule == "after" and not is_working_day(day):
        day -= timedelta(days=1)
    return day


def tone_of_letter(wanted, sent):
    """Return the tone of the next letter: never more than one step sharper than the sharpest one ``sent``.

    >>> tone_of_letter("final", []), tone_of_letter("final", ["courteous"])
    ('courteous', 'firm')
    >>> tone_of_letter("courteous", ["upcoming", "firm"]), tone_of_letter("upcoming", [])
    ('courteous', 'upcoming')
    """
    sharpest = max((TONES.index(tone) for tone in sent), default=0)
    return TONES[min(TONES.index(wanted), max(sharpest, 0) + 1)]
