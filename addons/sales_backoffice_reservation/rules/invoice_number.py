"""What an official invoice number looks like."""

import re
from typing import NamedTuple

DIGITAL = 20  # a fully digitalised invoice has a number of 20 digits and no code
PAPER = 8
CODES = (10, 12)


class Finding(NamedTuple):
    """What is wrong with a code and number; ``code`` is for tests and messages."""

    code: str


def normalise(text):
    """Return ``text`` without blanks, full-width digits made ordinary.

    >>> normalise(" 1234 5678 "), normalise("１２３"), normalise(None)
    ('12345678', '123', '')
    """
    return re.sub(
        r"[\s\-]", "", (text or "").translate({0xFF10 + digit: 0x30 + digit for digit in range(10)})
    )


def check(code, number):
    """Return what is wrong with an invoice code and number, or None.

    >>> check("", "2".zfill(20)), check("3200123456", "00001234"), check("032001234567", "00001234")
    (None, None, None)
    >>> check("", "00001234").code, check("320012345", "00001234").code, check("", "12A4").code
    ('code_missing', 'code_length', 'digits')
    >>> check("3200123456", "2".zfill(20)).code, check("3200123456", "123").code, check("3200123456", "").code
    ('code_unwanted', 'number_length', 'number_missing')
    """
    code, number = normalise(code), normalise(number)
    if not number:
        return Finding("number_missing") if code else None
    if not (number.isascii() and number.isdigit() and (code + "0").isascii() and (code + "0").isdigit()):
        return Finding("digits")
    if len(number) == DIGITAL:
        return Finding("code_unwanted") if code else None
    if len(number) != PAPER:
        return Finding("number_length")
    if not code:
        return Finding("code_missing")
    return None if len(code) in CODES else Finding("code_length")
