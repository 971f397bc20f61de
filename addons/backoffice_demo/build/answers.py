"""What partners made of their letters.

The month before last is over: nearly all letters came back in time. Last month is told by ``letter_answers.csv``; each
story takes the next letter that suits it, so that it is told whatever the day.
"""

import base64
import zlib

from odoo.addons.reconciliation_letter.rules.answer_form import Item, Reply

from . import letter_days
from .letters import KEEPERS
from .reviews import PICTURE

UNSENT, PRINTED = 3, 2
LATE = 2  # letters of the older month that came back after the deadline
OWN_ANSWER = ("customer_yaoguang", "mill_qinghe")  # their people log in and may answer themselves
EVIDENCE = "203.0.113.24"
NOT_EXPLAINED = -50.0
SCAN = base64.b64decode(PICTURE)


def answer(workshop):
    """Send the letters of both months, let partners answer, and count."""
    for kind in KEEPERS:
        _finish(workshop, kind, workshop.ref(f"letters_{kind}_before").letter_ids)
        _tell(workshop, kind, workshop.ref(f"letters_{kind}").letter_ids)
    letter_days.remind(workshop)
    letter_days.freeze(workshop)
    letter_days.hand_over(workshop)


def _finish(workshop, kind, letters):
    """All of the older month went out; customers came back late twice and once not at all, mills all in time."""
    letters = letter_days.send(workshop, letters.sorted("name"))
    if kind == "receivable":
        letters = letters[:-1]
    for letter in letters:
        is_late = kind == "receivable" and letter in letters[-LATE:]
        days = letter_days.days_allowed(workshop, letter)
        _agree(workshop, letter, days + 3 if is_late else 4 + _draw(letter, days - 5))


def _tell(workshop, kind, letters):
    """Print, send, and answer last month's letters; some wait to be sent still."""
    letters = letters.sorted("name")
    stories = [row for row in workshop.rows("letter_answers") if row["kind"] == kind]
    waiting = letters.filtered(lambda letter: letter.partner_id.id in workshop.refs(*OWN_ANSWER))
    printed = (letters - waiting).sorted("overdue", reverse=True)[:PRINTED]
    free = letters - waiting - printed
    unsent = free[-UNSENT:] if kind == "receivable" else free.browse()
    letter_days.print_out(workshop, printed)
    letter_days.send(workshop, letters - printed - unsent)
    told = _choose(free - unsent, len(stories))
    for row, letter in zip(stories, told, strict=False):
        workshop.name({f"letter_{row['key']}": letter})
        _live(workshop, letter, row)
    for letter in free - unsent - told:
        if _draw(letter, 3):
            _agree(workshop, letter, 5 + _draw(letter, 9))


def _choose(letters, count):
    """Return the letters most can be said of: with invoices, else with a balance."""
    owed = letters.filtered(lambda letter: letter.closing > 0)
    return (owed.filtered(_invoice_lines) | owed | letters)[:count]


def _invoice_lines(letter):
    return letter.line_ids.filtered(lambda line: line.kind == "invoice" and line.amount > 0)


def _draw(letter, most):
    """Return a number below ``most``, the same for the same letter."""
    return zlib.crc32(letter.name.encode()) % most


# --- one letter ---------------------------------------------------------------------


def _agree(workshop, letter, after):
    """The reply came on paper, sealed."""
    _record(workshop, letter, Reply("agreed", _signer(letter)), "paper", after)
    _seal(workshop, letter, "company", after)


def _live(workshop, letter, row):
    """Let the one letter live through its row of the file."""
    if row["ending"] == "superseded":
        letter_days.supersede(workshop, letter)
        return
    after = int(row["answered"])
    _record(workshop, letter, _reply(workshop, letter, row), row["via"], after)
    _resolve(workshop, letter, row, after)
    if row["seal"]:
        _seal(workshop, letter, row["seal"], after + 2, row["original"])
    if row["ending"] == "filed":
        letter.with_env(_keeper(workshop, letter)).action_file()


def _keeper(workshop, letter):
    return workshop.act_as(workshop.ref(KEEPERS[letter.kind]))


def _record(workshop, letter, reply, via, after):
    """Record an answer as the page or the clerk does, on its day."""
    day = letter_days.day(workshop, letter, after)
    if via == "portal":
        answer = letter.with_env(workshop.env)._record_answer(
            reply, via, [SCAN], answered_on=day, evidence=EVIDENCE
        )
    else:
        answer = letter.with_env(_keeper(workshop, letter))._record_answer(
            reply, via, [SCAN], answered_on=day
        )
    letter_days.date_answer(workshop, answer, after)


def _seal(workshop, letter, seal, after, place=""):
    original = (letter_days.day(workshop, letter, after), place) if place else ()
    letter.with_env(_keeper(workshop, letter))._record_seal(seal, (), *original)
    letter_days.date_answer(workshop, letter.answer_id, after)


def _signer(letter):
    """Return the person we know at the partner."""
    person = letter.partner_id.child_ids[:1] or letter.partner_id
    title, phone = person.function or "", person.phone or ""
    return {"signer_name": person.name, "signer_title": title, "signer_phone": phone}


def _reply(workshop, letter, row):
    if row["result"] == "agreed":
        return Reply("agreed", _signer(letter), {}, (), row["note"])
    items = tuple(_items(workshop, letter, row["key"]))
    [section] = letter.section_ids
    theirs = section.closing + sum(item.theirs - item.ours for item in items)
    if row["key"] == "transit":
        theirs += NOT_EXPLAINED
    return Reply("disputed", _signer(letter), {section.id: round(theirs, 2)}, items, row["note"])


def _differences(workshop, key):
    return [row for row in workshop.rows("letter_differences") if row["letter"] == key]


def _items(workshop, letter, key):
    """Yield what the partner points at: a share of one of our invoices, or what our list lacks."""
    lines = _invoice_lines(letter)
    for row in _differences(workshop, key):
        line = lines[-1:] if row["line"] == "last" else lines[:1]
        if row["line"] and line:
            theirs = round(line.amount * float(row["theirs"]), 2)
            yield Item(line.section_id.id, line.id, row["reason"], line.amount, theirs, row["note"])
        else:
            theirs = 0.0 if row["line"] else float(row["theirs"])
            section = letter.section_ids[:1]
            yield Item(section.id, None, row["reason"], 0.0, theirs or -1000.0, row["note"], row["reference"])


def _resolve(workshop, letter, row, after):
    """Clear up the differences as far as the story goes: proposed, confirmed, asked, confirmed by the partner."""
    if row["ending"] not in ("proposed", "asked", "settled"):
        return
    differences = letter.difference_ids.with_env(_keeper(workshop, letter))
    for difference, told in zip(differences, _differences(workshop, row["key"]), strict=True):
        difference.write({"resolution": told["resolution"], "resolution_number": told["document"]})
    differences.action_propose()
    if row["ending"] == "proposed":
        return
    differences.with_env(workshop.act_as(workshop.ref("user_accountant"))).action_confirm()
    letter.with_env(_keeper(workshop, letter)).action_ask_reconfirmation()
    if row["ending"] == "settled":
        _record(workshop, letter, Reply("agreed", _signer(letter)), row["via"], after + 1)
