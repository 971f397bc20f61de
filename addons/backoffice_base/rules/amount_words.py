"""大寫金額: an amount of money in the capital characters that contracts, receipts and letters are written in."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Script(NamedTuple):
    """The characters of one script."""

    digits: str
    small: tuple  # within a group of four digits
    large: tuple  # between the groups
    unit: str
    parts: tuple  # tenths, hundredths
    whole: str
    negative: str


TRADITIONAL = Script(
    "零壹貳參肆伍陸柒捌玖",
    ("", "拾", "佰", "仟"),
    ("", "萬", "億", "兆", "京"),
    "元",
    ("角", "分"),
    "整",
    "負",
)
SIMPLIFIED = Script(
    "零壹贰叁肆伍陆柒捌玖",
    ("", "拾", "佰", "仟"),
    ("", "万", "亿", "兆", "京"),
    "元",
    ("角", "分"),
    "整",
    "负",
)
SCRIPTS = {"zh_TW": TRADITIONAL, "zh_HK": TRADITIONAL, "zh_CN": SIMPLIFIED}


def amount_in_words(amount, lang="zh_TW"):
    """Return ``amount`` in capital characters, rounded half up to hundredths.

    A zero inside the number is read once, however many there are; 整 closes an amount without hundredths. The
    amount is taken as it prints, so that a binary fraction does not lose a cent.

    >>> amount_in_words(12345.67)
    '壹萬貳仟參佰肆拾伍元陸角柒分'
    >>> amount_in_words(10500, "zh_CN")
    '壹万零伍佰元整'
    >>> amount_in_words(0.05), amount_in_words(3.2), amount_in_words(100000001)
    ('伍分', '參元貳角整', '壹億零壹元整')
    >>> amount_in_words(0), amount_in_words(-20)
    ('零元整', '負貳拾元整')
    """
    script = SCRIPTS.get(lang, TRADITIONAL)
    value = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    cents = int(abs(value) * 100)
    whole, tenths, hundredths = cents // 100, cents // 10 % 10, cents % 10
    words = script.negative if value < 0 and cents else ""
    if whole or not cents:
        words += integer_in_words(whole, script) + script.unit
    return words + _parts_in_words(bool(whole), tenths, hundredths, script)


def integer_in_words(number, script=TRADITIONAL):
    """Return a whole number in capital characters.

    >>> [integer_in_words(number) for number in (0, 10, 1001, 20_000, 1_020_000, 10_0000_0000)]
    ['零', '壹拾', '壹仟零壹', '貳萬', '壹佰零貳萬', '壹拾億']
    """
    if not number:
        return script.digits[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    if len(groups) > len(script.large):
        raise ValueError("too large to be written in words")
    words, gap = "", False
    for position in reversed(range(len(groups))):
        group = groups[position]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1_000):
            words += script.digits[0]
        words += _group_in_words(group, script) + script.large[position]
        gap = False
    return words


def _group_in_words(group, script):
    """Return a number below 10,000; a zero is written between two digits only."""
    words, gap = "", False
    for position in (3, 2, 1, 0):
        digit = group // 10**position % 10
        if not digit:
            gap = bool(words)
            continue
        words += (script.digits[0] if gap else "") + script.digits[digit] + script.small[position]
        gap = False
    return words


def _parts_in_words(has_whole, tenths, hundredths, script):
    """Return tenths and hundredths; a missing tenth after whole units is read as zero."""
    if not tenths and not hundredths:
        return script.whole
    words = ""
    if tenths:
        words += script.digits[tenths] + script.parts[0]
    elif has_whole:
        words += script.digits[0]
    return words + (script.digits[hundredths] + script.parts[1] if hundredths else script.whole)
