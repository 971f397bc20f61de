"""Numbers of letters: kind, cut-off and a serial that has no gap."""

from datetime import date  # noqa: F401  (used by the examples)

PREFIXES = {"receivable": "AR", "payable": "AP"}


def letter_number(kind, cutoff, serial):
    """Return the number of a letter.

    >>> letter_number("receivable", date(2026, 10, 31), 7)
    'AR-20261031-0007'
    """
    return f"{PREFIXES[kind]}-{cutoff:%Y%m%d}-{serial:04d}"


def serial_of(name):
    """Return the serial in a number, whatever its revision; 0 for anything else.

    >>> serial_of("AR-20261031-0007"), serial_of("AR-20261031-0007/2"), serial_of("New")
    (7, 7, 0)
    """
    digits = (name or "").partition("/")[0].rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
