"""Brings letters out and back on the days these things happen; the buttons know the present day only."""

from datetime import timedelta

from odoo.addons.backoffice_base.rules.fingerprint import fingerprint

from .letters import KEEPERS

SENT_AFTER = 2  # days after the cut-off
BACK_DATED = 1000.0  # what the bank had in the month already


def day(workshop, letter, after):
    """Return the day so many days after the cut-off, or today when that is still to come."""
    return min(letter.cutoff + timedelta(days=after), workshop.today)


def _moment(workshop, letter, after):
    return workshop.moment(day(workshop, letter, after), letter.name)


def days_allowed(workshop, letter):
    rates = workshop.env["reconciliation.rate"]
    return (rates._get_deadline(letter.company_id, letter.kind, letter.cutoff) - letter.cutoff).days


# --- going out ------------------------------------------------------------------------


def _issue(workshop, letters):
    """Date the letters as they would have been, under the fingerprint that goes with it."""
    letters = letters.with_env(workshop.env)
    for letter in letters:
        issued = day(workshop, letter, SENT_AFTER)
        words = letter.wording_id._fill(letter._get_places(issued))
        letter._write_by_flow({"issue_date": issued, "wording_text": words})
    for letter_id, values in letters._get_snapshot_values().items():
        letters.browse(letter_id)._write_by_flow({"snapshot": values, "snapshot_hash": fingerprint(values)})


def send(workshop, letters):
    """Record that the letters were mailed; the mail itself and its file belong to the past. Return them."""
    _issue(workshop, letters)
    rows = [
        {
            **letter._prepare_dispatch_vals("mail"),
            "state": "sent",
            "user_id": workshop.ref(KEEPERS[letter.kind]).id,
            "date": _moment(workshop, letter, SENT_AFTER),
        }
        for letter in letters
    ]
    workshop.env["reconciliation.dispatch"]._record(rows)
    letters._move_to("sent")
    _date_sending(workshop, letters)
    return letters


def print_out(workshop, letters):
    """Print the letters, file and all."""
    _issue(workshop, letters)
    for kind, ours in letters.grouped("kind").items():
        ours.with_env(workshop.act_as(workshop.ref(KEEPERS[kind]))).action_print()
    for row in letters.dispatch_ids:
        row._post(_moment(workshop, row.letter_id, SENT_AFTER))
        row._amend({"date": _moment(workshop, row.letter_id, SENT_AFTER)})
    _date_sending(workshop, letters)


def _date_sending(workshop, letters):
    for letter in letters.with_env(workshop.env):
        letter._write_by_flow({"sent_on": _moment(workshop, letter, SENT_AFTER)})


def supersede(workshop, letter):
    """A receipt the bank had in the month is booked after the letter left: another letter takes its place."""
    bills = workshop.env["account.move"].search(
        [
            ("commercial_partner_id", "=", letter.partner_id.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("invoice_date", "<", letter.cutoff),
            ("amount_residual", ">", BACK_DATED),
        ],
        limit=1,
    )
    if not bills:
        return
    register = workshop.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=bills.ids
    )
    register.create(
        {"amount": BACK_DATED, "payment_date": letter.cutoff - timedelta(days=1)}
    )._create_payments()
    letter.with_env(workshop.env)._raise_changed_after()
    accountant = workshop.act_as(workshop.ref("user_accountant"))
    letter.with_env(accountant).action_supersede()
    letter.superseded_by_id.with_env(accountant).action_review()
    send(workshop, letter.superseded_by_id.with_env(workshop.env))


# --- coming back ----------------------------------------------------------------------


def date_answer(workshop, answer, after):
    """Give an answer, and what follows of it, its day."""
    letter = answer.letter_id.with_env(workshop.env)
    moment, on = _moment(workshop, letter, after), day(workshop, letter, after)
    values = {"recorded_on": moment} if answer.seal_kind == "none" else {"seal_on": moment}
    answer.with_env(workshop.env)._amend(values)
    if answer.seal_kind == "none":
        letter._write_by_flow({"replied_on": min(letter.replied_on, on)})
    if letter.completed_on:
        letter._write_by_flow({"completed_on": on})


def remind(workshop):
    """Remind who keeps silent; the messages have left long ago."""
    letters = workshop.env["reconciliation.letter"]._find_to_remind()
    for letter in letters:
        letter._do_remind()
    for reminder in letters.reminder_ids:
        stages = reminder.letter_id.company_id.letter_reminder_days.split(",")
        after = SENT_AFTER + int(stages[reminder.stage - 1])
        reminder._amend({"date": _moment(workshop, reminder.letter_id, after)})
    waiting = [("model", "=", "reconciliation.letter"), ("state", "=", "outgoing")]
    workshop.env["mail.mail"].search(waiting).state = "sent"


# --- counting and handing over ----------------------------------------------------------


def freeze(workshop):
    """Freeze the rates whose deadline has passed, the morning after it."""
    rates = workshop.env["reconciliation.rate"]
    for company, kind, cutoff, deadline in rates._find_to_freeze():
        frozen = rates._freeze(company, kind, cutoff, deadline)
        frozen._amend({"frozen_on": workshop.moment(deadline + timedelta(days=1), kind, 1, 1)})
        workshop.name({f"letters_rate_{kind}_{cutoff:%Y%m}": frozen})


def hand_over(workshop):
    """The older list is received; last month's waits for the chief accountant."""
    accountant = workshop.act_as(workshop.ref("user_accountant"))
    for suffix in ("_before", ""):
        batch = workshop.ref(f"letters_payable{suffix}")
        handover = workshop.act_as(workshop.ref(KEEPERS["payable"]))["reconciliation.handover"].create(
            {"cutoff": batch.cutoff, "accountant_id": workshop.ref("user_accountant").id}
        )
        handover.action_fill()
        handover.action_hand_over()
        if suffix:
            handover.with_env(accountant).action_receive()
        on = workshop.moment(min(handover.due_on, workshop.today), handover.name)
        received = {"received_on": on + timedelta(hours=1)} if suffix else {}
        handover.with_env(workshop.env)._write_by_flow({"handed_on": on, **received})
        workshop.name({f"letters_handover{suffix}": handover})
