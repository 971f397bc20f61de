"""What people see: numbered progress lines, warnings, failures."""

import sys
import time
import unicodedata
from contextlib import contextmanager


class Failure(Exception):
    """Something the user can act on: printed without a traceback, exit code 1."""


def say(message=""):
    print(message, flush=True)


def warn(message):
    print(f"warning: {message}", file=sys.stderr, flush=True)


def seconds(value):
    """
    >>> seconds(8.2), seconds(0.04), seconds(125)
    ('8 s', '0.0 s', '2 min 05 s')
    """
    if value >= 60:
        return f"{int(value) // 60} min {int(value) % 60:02d} s"
    return f"{value:.0f} s" if value >= 1 else f"{value:.1f} s"


class Steps:
    """Numbered steps: ``[3/6] unpacking Odoo … 8 s``; steps already done stay silent."""

    def __init__(self, total):
        self.total = total
        self.number = 0
        self.worked = False

    @contextmanager
    def step(self, title):
        self.number += 1
        with progress(f"[{self.number}/{self.total}] {title}"):
            yield
        self.worked = True

    def run(self, title, is_done, work):
        """Run ``work`` unless ``is_done()``."""
        if is_done():
            self.number += 1
            return
        with self.step(title):
            work()


@contextmanager
def progress(title):
    """``title … 8 s``, or ``title … failed after 8 s``."""
    started = time.monotonic()
    print(f"{title} …", end="", flush=True)
    try:
        yield
    except BaseException:
        say(f" failed after {seconds(time.monotonic() - started)}")
        raise
    say(f" {seconds(time.monotonic() - started)}")


def width(text):
    """Columns a text takes in a terminal; Chinese characters take two.

    >>> width("sales1"), width("王志強")
    (6, 6)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(header, rows):
    """Plain aligned columns."""
    rows = [[str(cell) for cell in row] for row in [header, *rows]]
    widths = [max(width(row[i]) for row in rows) for i in range(len(header))]
    for row in rows:
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        say(f"  {'  '.join(cells)}".rstrip())
