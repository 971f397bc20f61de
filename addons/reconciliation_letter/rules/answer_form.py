"""What a partner typed into the page of a letter, or what is wrong with it."""

import re
import unicodedata
from typing import NamedTuple

from .difference import REASONS, implied

LARGEST = 10**13
LENGTHS = {"signer_name": 64, "signer_title": 64, "signer_phone": 32, "note": 500, "reference": 64}
NEW_ROWS = 3  # rows for what our list lacks, per currency
_REASON_KEYS = frozenset(key for key, _label in REASONS)
_GROUPED = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")


class Section(NamedTuple):
    """One currency of a letter, as it was printed."""

    id: int
    ours: float
    places: int = 2


class Item(NamedTuple):
    """One difference the partner points at; ``line_id`` is empty for what our list lacks."""

    section_id: int
    line_id: int | None
    reason: str
    ours: float
    theirs: float
    note: str = ""
    reference: str = ""


class Reply(NamedTuple):
    """An answer that makes sense: ``balances`` is ``{section id: their balance}``."""

    result: str = ""
    signer: dict = {}  # noqa: RUF012 - never changed
    balances: dict = {}  # noqa: RUF012 - never changed
    items: tuple = ()
    note: str = ""


def text(value, length):
    """Return one line of text without what no keyboard types; anything else than text is empty.

    >>> text("  Mr\\x00 Wang\\n", 64), text(b"bytes", 64), text("x" * 99, 3)
    ('Mr Wang', '', 'xxx')
    """
    if not isinstance(value, str):
        return ""
    kept = "".join(" " if char.isspace() else char for char in value)
    kept = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(kept.split())[:length].strip()


def amount(value, places=2):
    """Return the amount in ``value``; None when it is empty.

    >>> amount("1,234.50"), amount("１２３"), amount(" "), amount("NT$ -12"), amount("(5)")
    (1234.5, 123.0, None, -12.0, -5.0)
    >>> amount("12,34")
    Traceback (most recent call last):
    ...
    ValueError: 12,34
    """
    if not isinstance(value, str):
        return None
    plain = unicodedata.normalize("NFKC", value[:64]).strip()
    if not plain:
        return None
    digits = re.sub(r"^(NT|US|HK|CN|RMB|¥|\\|\$|€|元|\s)+|(元|\s)+$", "", plain)
    if digits.startswith("(") and digits.endswith(")"):
        digits = "-" + digits[1:-1]
    digits = digits.replace("−", "-").replace(" ", "")
    if not digits.isascii() or not _GROUPED.fullmatch(digits):
        raise ValueError(text(value, 20))
    found = round(float(digits.replace(",", "")), places)
    if abs(found) >= LARGEST:
        raise ValueError(text(value, 20))
    return found


def read(form, sections, lines):
    """Return ``(Reply, problems)``: codes with the text they are about.

    ``lines`` is ``{line id: (section id, our amount)}`` of the printed letter: nothing else is looked at, so an
    amount of ours never comes from the form.

    >>> person = {"signer_name": "Wang", "signer_title": "Accountant", "signer_phone": "021-555"}
    >>> read({"result": "agreed", **person}, [Section(1, 100.0)], {})[0].balances
    {1: 100.0}
    >>> reply, problems = read({"result": "disputed", **person, "balance_1": "90"}, [Section(1, 100.0)], {})
    >>> reply.balances, problems
    ({1: 90.0}, [])
    >>> read({"result": "disputed", **person}, [Section(1, 100.0)], {})[1]
    [('no_difference', '')]
    >>> pointed = {"line_7_reason": "price", "line_7_theirs": "40"}
    >>> read({"result": "disputed", **person, **pointed}, [Section(1, 100.0)], {7: (1, 60.0)})[0].balances
    {1: 80.0}
    >>> [code for code, _about in read({"result": "maybe"}, [Section(1, 100.0)], {})[1]]
    ['result', 'signer_name']
    """
    result, problems = form.get("result"), []
    if result not in ("agreed", "disputed"):
        problems.append(("result", ""))
    signer = {
        name: text(form.get(name), LENGTHS[name]) for name in ("signer_name", "signer_title", "signer_phone")
    }
    problems += [(name, "") for name in ("signer_name",) if not signer[name]]
    balances, items = {section.id: section.ours for section in sections}, ()
    if result == "disputed":
        named = _balances(form, sections, problems)
        items = tuple(_items(form, sections, lines, problems))
        balances = {section.id: _theirs(section, named[section.id], items) for section in sections}
        same = all(balances.get(section.id) == section.ours for section in sections)
        if not problems and same and not items:
            problems.append(("no_difference", ""))
    return Reply(result, signer, balances, items, text(form.get("note"), LENGTHS["note"])), problems


def _amount(form, name, places, problems, missing=None):
    try:
        found = amount(form.get(name), places)
    except ValueError as error:
        problems.append(("amount", str(error)))
        return missing
    return missing if found is None else found


def _balances(form, sections, problems):
    """Return their balance per currency, None where it was left empty."""
    return {
        section.id: _amount(form, f"balance_{section.id}", section.places, problems) for section in sections
    }


def _theirs(section, named, items):
    """Return their balance; left empty, it is ours and what they point at."""
    if named is not None:
        return named
    pairs = [(item.ours, item.theirs) for item in items if item.section_id == section.id]
    return implied(section.ours, pairs, section.places) if pairs else section.ours


def _items(form, sections, lines, problems):
    places = {section.id: section.places for section in sections}
    for line_id, (section_id, ours) in lines.items():
        reason = form.get(f"line_{line_id}_reason")
        if reason:
            yield _item(form, f"line_{line_id}", section_id, line_id, ours, places[section_id], problems)
    for section in sections:
        for number in range(NEW_ROWS):
            prefix = f"new_{section.id}_{number}"
            if form.get(f"{prefix}_reason"):
                yield _item(form, prefix, section.id, None, 0.0, section.places, problems)


def _item(form, prefix, section_id, line_id, ours, places, problems):
    reason = form.get(f"{prefix}_reason")
    if reason not in _REASON_KEYS:
        problems.append(("reason", text(reason, 20)))
    theirs = _amount(form, f"{prefix}_theirs", places, problems, 0.0)
    note, reference = (text(form.get(f"{prefix}_{name}"), LENGTHS[name]) for name in ("note", "reference"))
    if theirs == ours:
        problems.append(("same_amount", reference or note or str(theirs)))
    return Item(section_id, line_id, reason, ours, theirs, note, reference)
