"""How often a company writes letters of a kind, and by when they are to be answered."""

from datetime import timedelta

MONTH, QUARTER = "month", "quarter"
SHORTEST = 7  # days a partner has to answer a letter that takes the place of another


def is_wanted(cutoff, every, changes=()):
    """Tell whether letters are due at the end of a month; they are due ``every`` so often since the last change.

    Before each of the days in ``changes`` it was the other way round; the end of a quarter always counts.

    >>> from datetime import date
    >>> is_wanted(date(2026, 10, 31), "month"), is_wanted(date(2026, 10, 31), "quarter")
    (True, False)
    >>> is_wanted(date(2026, 9, 30), "quarter")
    True
    >>> [is_wanted(date(2026, 5, 31), every, [date(2026, 10, 8)]) for every in ("month", "quarter")]
    [False, True]
    >>> to_and_fro = [date(2026, 4, 8), date(2026, 6, 2)]
    >>> [is_wanted(date(2026, month, 28), "month", to_and_fro) for month in (2, 4, 5, 7)]
    [True, False, False, True]
    """
    turned = sum(day > cutoff for day in changes) % 2 == 1
    return cutoff.month % 3 == 0 or (every != QUARTER) != turned


def next_reply_day(today, number, shortest=SHORTEST):
    """Return the next day ``number`` of a month that leaves ``shortest`` days to answer; 31 or 0: the last of it.

    >>> from datetime import date
    >>> next_reply_day(date(2026, 11, 26), 15), next_reply_day(date(2026, 11, 26), 31)
    (datetime.date(2026, 12, 15), datetime.date(2026, 12, 31))
    >>> next_reply_day(date(2026, 11, 3), 15)
    datetime.date(2026, 11, 15)
    """
    earliest = today + timedelta(days=shortest)
    first = earliest.replace(day=1)
    while (day := _day_of_month(first, number)) < earliest:
        first = (first + timedelta(days=32)).replace(day=1)
    return day


def _day_of_month(first, number):
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=number) if 1 <= number <= last.day else last


def letter_language(lang, installed):
    """Return the language a letter is written in: Hong Kong and Macao read Traditional, Singapore Simplified.

    >>> letter_language("zh_HK", ["en_US", "zh_TW"]), letter_language("zh_HK", ["en_US", "zh_HK"])
    ('zh_TW', 'zh_HK')
    >>> letter_language("de_DE", ["zh_TW"]), letter_language(None, [])
    ('de_DE', None)
    """
    near = NEAR.get(lang)
    return near if near in installed else lang


#: Languages whose readers get the letter in another script's words.
NEAR = {"zh_HK": "zh_TW", "zh_MO": "zh_TW", "zh_SG": "zh_CN", "zh_MY": "zh_CN"}
