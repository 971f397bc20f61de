"""One receivable, one stage, one due day, one person to be told: at most one notice, ever."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .reminder_stage import REQUIRED

STATES = [
    ("planned", "Planned"),
    ("told", "Told"),
    ("unknown", "Unknown, Check"),
    ("unreachable", "Cannot Be Reached"),
    ("failed", "Failed"),
    ("dropped", "Dropped"),
]
AUDIENCE_LABELS = [
    ("salesperson", "Salesperson"),
    ("assistant", "Assistant"),
    ("manager", "Sales Manager"),
    ("finance", "Finance"),
    ("legal", "Counsel"),
    ("general_manager", "General Manager"),
    ("customer", "Customer"),
]
REASONS = [
    ("waits", "Waits for his own customers"),
    ("documents", "Invoice or papers missing"),
    ("quality", "Complains of the goods"),
    ("difference", "Figures differ"),
    ("process", "Payment is being processed"),
    ("cash", "Has no money"),
    ("contact", "Nobody answers"),
    ("other", "Other"),
]


class ReminderNotice(models.Model):
    """Rows are planned by ``reminder.planner`` in SQL and told by ``reminder.message``; people only answer."""

    _name = "reminder.notice"
    _description = "Payment Reminder"
    _inherit = ["reminder.guard"]
    _order = "planned_on desc, amount_company desc, id desc"
    _rec_name = "document"
    _log_access = False  # thousands a day, all by the system; answers have fields, the rest the log

    company_id = fields.Many2one("res.company", required=True)  # indexed with the recipient
    stage_id = fields.Many2one("reminder.stage", required=True, index=True, ondelete="restrict")
    audience = fields.Selection(AUDIENCE_LABELS, required=True)
    recipient_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Told User", index="btree_not_null", ondelete="restrict")
    res_model = fields.Char("Receivable Model", required=True)
    res_id = fields.Many2oneReference("Receivable ID", model_field="res_model", required=True)
    kind = fields.Selection([("invoice", "Invoice")], required=True, default="invoice")
    move_id = fields.Many2one("account.move", "Invoice", index="btree_not_null", ondelete="set null")
    # set null: an invoice back in draft may get other lines; the number of the line stays in res_id
    line_id = fields.Many2one("account.move.line", "Instalment", index="btree_not_null", ondelete="set null")
    document = fields.Char()
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="restrict")
    salesperson_id = fields.Many2one(
        "res.users", index="btree_not_null", help="As of the day it was planned."
    )
    assistant_id = fields.Many2one("res.users", index="btree_not_null", help="As of the day it was planned.")
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(help="Open when it was planned, less receipts not yet matched.")
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    amount_company = fields.Monetary("Amount in Company Currency", currency_field="company_currency_id")
    date_due = fields.Date("Due", required=True, index=True)
    days = fields.Integer(
        "Days from Due", aggregator="max", help="When it was planned; below zero before due."
    )
    planned_on = fields.Date(required=True, index=True)
    escalated = fields.Boolean(help="A broken promise brought this stage forward.")
    state = fields.Selection(STATES, required=True, default="planned", index=True)
    state_reason = fields.Selection(
        [
            ("no_recipient", "Nobody is in charge"),
            ("no_address", "No phone number or e-mail address"),
            ("settled", "Paid, disputed or exempt before it was told"),
            ("changed", "The due day changed"),
            ("later", "A later stage took its place"),
            ("taken", "Somebody is in charge now"),
            ("cancelled", "Cancelled on the desk"),
        ],
        "Why",
    )
    told_on = fields.Datetime()
    message_ids = fields.Many2many(
        "reminder.message", "reminder_message_notice_rel", "notice_id", "message_id", "Messages"
    )
    letter_id = fields.Many2one("reminder.letter", index="btree_not_null", ondelete="restrict")
    required_answer = fields.Selection(REQUIRED, "Asks For", required=True, default="none")
    hint = fields.Char(related="stage_id.hint")
    noted_on = fields.Datetime("Acknowledged On")
    noted_by_id = fields.Many2one("res.users", "Acknowledged By")
    reason = fields.Selection(REASONS)
    reason_note = fields.Char("Note")
    promise_ref = fields.Integer("Promise ID")
    date_promised = fields.Date("Promised For", compute="_compute_promise")
    amount_promised = fields.Monetary("Promised", compute="_compute_promise")
    promise_state = fields.Selection(
        lambda self: self.env["reminder.promise"]._fields["state"]._description_selection(self.env),
        "Promise",
        compute="_compute_promise",
    )
    is_answered = fields.Boolean("Answered")
    can_answer = fields.Boolean(compute="_compute_can_answer")

    _once = models.UniqueIndex(
        "(res_model, res_id, stage_id, date_due, COALESCE(recipient_id, 0))",
        "This person has this reminder already.",
    )
    _planned_idx = models.Index("(company_id, recipient_id) WHERE state = 'planned'")
    _receivable_idx = models.Index("(res_model, res_id)")

    @api.depends("promise_ref")
    def _compute_promise(self):
        # superuser: who reads the reminder reads what was answered to it
        promises = self.env["reminder.promise.book"].sudo()._browse(self.mapped("promise_ref"))
        by_id = {promise.id: promise for promise in promises}
        for notice in self:
            promise = by_id.get(notice.promise_ref, promises.browse())
            notice.date_promised = promise.date_promised
            notice.amount_promised = promise.amount
            notice.promise_state = promise.state

    @api.depends_context("uid")
    @api.depends("user_id", "state")
    def _compute_can_answer(self):
        for notice in self:
            notice.can_answer = notice._may_answer()

    # --- answers ------------------------------------------------------------

    def _may_answer(self):
        """Who is told answers; the desk answers for others. What was dropped or goes to a customer has no answer."""
        self.ensure_one()
        if self.state == "dropped" or self.audience == "customer":
            return False
        is_desk = self.env.user.has_group("payment_reminder.group_reminder_desk")
        return self.user_id == self.env.user or is_desk

    def _check_may_answer(self):
        self.check_access("read")
        refused = self.filtered(lambda notice: not notice._may_answer())
        if refused:
            raise UserError(
                self.env._(
                    "Only who was reminded, or the desk, answers: %(documents)s.",
                    documents=", ".join(refused.mapped(lambda notice: notice.document or "")),
                )
            )

    def action_note(self):
        """Acknowledge: one tap."""
        self._check_may_answer()
        fresh = self.filtered(lambda notice: not notice.noted_on)
        fresh._record_answer({}, self.env._("Acknowledged"))

    def action_answer(self):
        """Open the promise or the reason: the second tap is the day."""
        self._check_may_answer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "reminder.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_notice_ids": [fields.Command.set(self.ids)]},
        }

    def _record_answer(self, vals, words):
        """Write the answer with who and when, decide whether it is what was asked for, and log it."""
        stamp = {"noted_on": fields.Datetime.now(), "noted_by_id": self.env.uid}
        # superuser: people answer their reminders, but do not write them
        notices_sudo = self.sudo()._as_reminder()
        notices_sudo.write({**vals, **stamp})
        for notice in notices_sudo:
            notice.is_answered = notice._is_satisfied()
        self.env["reminder.log"].sudo()._record_answers(self, words)
        self.env["reminder.message"].sudo()._close_answered(self)

    def _is_satisfied(self):
        self.ensure_one()
        return {
            "none": True,
            "noted": bool(self.noted_on),
            "promise": bool(self.promise_ref or self.reason),
            "reason": bool(self.reason),
        }[self.required_answer]

    def _get_logged_vals(self):
        """Return what a row of the log takes over from this notice."""
        self.ensure_one()
        names = self.env["reminder.log"]._get_copied_names()
        return {
            "notice_id": self.id,
            **{name: self._fields[name].convert_to_write(self[name], self) for name in names},
        }

    # --- from here on -------------------------------------------------------

    def action_open_document(self):
        """Open the invoice, or what else is owed for."""
        self.ensure_one()
        return (self.move_id or self.partner_id).get_formview_action()

    def action_open_log(self):
        """Show what was told and answered about these receivables."""
        return self.env["reminder.log"]._open([("notice_id", "in", self.ids)])
