"""One row per reminder: the proof that the partner was reminded, and per stage that it was once."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import WAITING

REMINDER_STATES = [
    ("waiting", "Waiting"),
    ("sending", "Being Sent"),
    ("sent", "Sent"),
    ("bounced", "Bounced"),
    ("failed", "Failed"),
    ("unknown", "Unknown, Check"),
    ("dropped", "Not Needed"),
]


class ReconciliationReminder(models.Model):
    """Recorded before the message leaves; a worker killed in between leaves “unknown, check”, no second message."""

    _name = "reconciliation.reminder"
    _description = "Reminder of a Reconciliation Letter"
    _inherit = ["reconciliation.recorded", "reconciliation.queued"]
    _order = "id desc"
    _rec_name = "letter_id"

    _queue_state = "waiting"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    letter_user_id = fields.Many2one(related="letter_id.user_id", string="Salesperson")
    letter_assistant_id = fields.Many2one(related="letter_id.assistant_id", string="Assistant")
    kind = fields.Selection(
        [("automatic", "Automatic"), ("manual", "By Hand"), ("reconfirm", "Re-confirmation")],
        required=True,
        readonly=True,
        default="automatic",
        help="By itself on one of the days the company sets, by hand, or to confirm what was reconciled.",
    )
    stage = fields.Integer(required=True, readonly=True, help="Which of the reminders by itself it is.")
    days = fields.Integer(readonly=True, help="Days since the letter was first sent.")
    channel = fields.Selection(
        [("mail", "E-mail"), ("activity", "Phone or Text"), ("text", "Copied Text")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        REMINDER_STATES, "Status", required=True, readonly=True, default="waiting", index=True
    )
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True)
    recipient = fields.Char("Address", readonly=True, help="The e-mail address or phone number then.")
    user_id = fields.Many2one("res.users", "By", readonly=True)
    date = fields.Datetime("Recorded", required=True, readonly=True)
    sent_on = fields.Datetime("Left", readonly=True, help="When the message left, or somebody reminded.")
    reason = fields.Char(readonly=True, help="Why it failed, or what the other side answered.")
    text = fields.Text(readonly=True, help="What to say or to copy into a message.")
    mail_message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null", index="btree_not_null")

    _automatic_stage_uniq = models.UniqueIndex(
        "(letter_id, stage) WHERE kind = 'automatic' AND state <> 'dropped'",
        "A partner is reminded once per stage.",
    )

    @api.depends("letter_id", "date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.letter_id.display_name} {row.date and row.date.date() or ''}".strip()

    # --- buttons --------------------------------------------------------------------

    def action_confirm(self):
        """Somebody called, or copied the text and sent it."""
        self.letter_id._check_letter_user()
        rows = self.filtered(lambda row: row.channel != "mail" and row.state in ("waiting", "unknown"))
        if not rows:
            raise UserError(self.env._("Mails tell by themselves whether they were sent; use “Remind Now”."))
        rows._confirm()

    def action_drop(self):
        """Nobody reminds any more."""
        self.letter_id._check_letter_user()
        rows = self.filtered(lambda row: row.state == "waiting")
        if not rows:
            raise UserError(self.env._("Only a reminder that waits is dropped."))
        rows._drop({"user_id": self.env.uid, "reason": False})

    def _drop(self, vals=()):
        """Note that nobody is reminded by the rows that wait; who was to call is not asked to any more."""
        rows = self.filtered(lambda row: row.state == "waiting")
        rows.sudo().activity_id.unlink()  # of whoever looks after the letter
        rows._amend({"state": "dropped", **dict(vals)})

    def _confirm(self, note=False):
        values = {"state": "sent", "sent_on": fields.Datetime.now(), "user_id": self.env.uid}
        self._amend({**values, "reason": note or False})

    # --- the queue --------------------------------------------------------------------

    @api.model
    def _queue_domain(self):
        # EXTENDS reconciliation.queued: calls and copied texts wait for somebody
        return [*super()._queue_domain(), ("channel", "=", "mail")]

    @api.model
    def _find_the_dead(self):
        """Mark mails whose worker died: nobody knows whether they left."""
        reason = self.env._("The program stopped while it was being sent; ask the partner, or remind again.")
        self._find_stale("sending")._amend({"state": "unknown", "reason": reason})

    def _get_mail(self):
        """Return the mail (superuser) of the one row, kept as the proof of what it said."""
        mails_sudo = self.env["mail.mail"].sudo()  # queued by the program for who may remind
        if not self.mail_message_id:
            return mails_sudo
        return mails_sudo.search([("mail_message_id", "=", self.mail_message_id.id)], limit=1)

    def _send(self):
        """Mail the one row; Odoo's own queue never sees the mail, it would send it again after a crash."""
        self.ensure_one()
        reason = self._get_refusal()
        if reason:
            self._amend({"state": "dropped", "reason": reason})
            return
        mail_sudo = self._get_mail()
        mail_sudo.state = "outgoing"
        mail_sudo.send()
        if mail_sudo.state == "sent":
            self._amend({"state": "sent", "sent_on": fields.Datetime.now(), "reason": False})
        elif mail_sudo.state == "exception":
            self._amend({"state": "failed", "reason": mail_sudo.failure_reason})
        else:  # held back, such as by the limit of a mail server
            mail_sudo.state = "cancel"
            self._amend({"state": "waiting"})

    def _get_refusal(self):
        """Return why the reminder does not leave any more."""
        letter = self.letter_id
        waits = ("disputed",) if self.kind == "reconfirm" else WAITING
        if letter.state not in waits:
            return self.env._("The letter does not wait for an answer any more.")
        if not letter.is_intact:
            letter._tell_broken()
            return letter._get_broken_text()
        return "" if self._get_mail() else self.env._("Its mail was deleted before it left.")
