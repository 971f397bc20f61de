"""催款函: one letter to one customer about everything that has reached its stage, from courteous to final."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount, format_date

from .reminder_stage import TONES

STATES = [
    ("draft", "Draft"),
    ("queued", "Leaving"),
    ("sent", "Sent"),
    ("unknown", "Unknown, Check"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]


class ReminderLetter(models.Model):
    """Notices are gathered while it is a draft. When it is sent, what was paid meanwhile is taken out, the amounts are
    those of the day, and words and file stay as they were sent."""

    _name = "reminder.letter"
    _description = "Dunning Letter"
    _inherit = ["backoffice.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    _flow = {
        "queued": ("draft", "failed"),
        "sent": ("draft", "queued", "unknown"),
        "unknown": ("queued",),
        "failed": ("queued", "unknown", "sent"),  # sent: the mail came back
        "cancelled": ("draft", "failed"),
    }
    _flow_locked_fields = {
        "partner_id",
        "company_id",
        "currency_id",
        "tone",
        "pay_by",
        "note",
        "contact_id",
        "bank_id",
    }

    name = fields.Char("Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", readonly=True
    )
    contact_id = fields.Many2one(
        "res.partner", "Addressee", required=True, index=True, ondelete="restrict", tracking=True
    )
    salesperson_id = fields.Many2one("res.users", index="btree_not_null", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    tone = fields.Selection(TONES, required=True, tracking=True)
    by_text = fields.Boolean("Text Message, Too")
    date = fields.Date(required=True, default=fields.Date.context_today, readonly=True)
    pay_by = fields.Date(required=True, tracking=True, help="Until when the letter asks to pay.")
    bank_id = fields.Many2one("res.partner.bank", "Pay To", ondelete="restrict")
    note = fields.Text("Further Words", help="Printed below the text of the letter.")
    subject = fields.Char(compute="_compute_words")
    body = fields.Text(compute="_compute_words")
    sent_subject = fields.Char(readonly=True, copy=False)
    sent_body = fields.Text(readonly=True, copy=False)
    line_ids = fields.One2many("reminder.letter.line", "letter_id", "Items")
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    oldest_due = fields.Date(compute="_compute_amount_total", store=True)
    message_sent_ids = fields.One2many("reminder.message", "letter_id", "Sent Messages")
    state = fields.Selection(STATES, required=True, default="draft", index=True, tracking=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False)

    _draft_once = models.UniqueIndex(
        "(company_id, partner_id, currency_id) WHERE state = 'draft'",
        "This customer has a letter in draft already.",
    )

    @api.depends("line_ids.amount", "line_ids.date_due", "line_ids.is_dropped")
    def _compute_amount_total(self):
        for letter in self:
            lines = letter._get_live_lines()
            letter.amount_total = sum(lines.mapped("amount"))
            letter.oldest_due = min(lines.mapped("date_due"), default=False)

    @api.depends("tone", "pay_by", "contact_id", "line_ids.amount", "sent_body", "note")
    def _compute_words(self):
        for letter in self:
            if letter.sent_body or not letter.company_id:
                letter.subject, letter.body = letter.sent_subject, letter.sent_body
                continue
            wording = letter._get_wording(f"letter_{letter.tone}")
            values = letter._get_placeholder_values()
            letter.subject, letter.body = wording._fill_subject(values), wording._fill(values)

    def _get_live_lines(self):
        return self.line_ids.filtered(lambda line: not line.is_dropped)

    # --- words --------------------------------------------------------------

    def _get_lang(self):
        """Return the language the addressee reads, if it is installed."""
        self.ensure_one()
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        wanted = (self.contact_id.lang, self.partner_id.lang, self.company_id.partner_id.lang, self.env.lang)
        return next((lang for lang in wanted if lang in installed), "en_US")

    def _get_wording(self, kind):
        self.ensure_one()
        return self.env["reminder.wording"]._get(kind, self.company_id, self._get_lang())

    def _get_placeholder_values(self):
        """Return what fills the placeholders of ``reminder.wording``, in the language of the letter."""
        self.ensure_one()
        env = self.with_context(lang=self._get_lang()).env
        lines = self._get_live_lines()
        oldest = lines.sorted("date_due")[:1]
        days = (self.date - oldest.date_due).days if oldest else 0
        return {
            "customer": self.partner_id.name or "",
            "document": oldest.document or "",
            "count": len(lines),
            "amount": format_amount(env, self.amount_total, self.currency_id),
            "due": format_date(env, oldest.date_due) if oldest else "",
            "days": abs(days),
            "pay_by": format_date(env, self.pay_by) if self.pay_by else "",
            "company": self.company_id.name,
            "bank": self.bank_id.sudo().display_name or "",
            "salesperson": self.salesperson_id.sudo().name or "",
        }

    # --- buttons ------------------------------------------------------------

    def _check_desk(self):
        self.check_access("read")
        if not self.env.user.has_group("payment_reminder.group_reminder_desk"):
            raise UserError(self.env._("Only the desk sends letters; ask the clerk."))

    def action_send(self):
        """Queue the letters: they leave within minutes. What was paid meanwhile is taken out first."""
        self._check_desk()
        # superuser: letters, messages and the log are written by nobody by hand
        self.env["reminder.letter.writer"].sudo()._queue_letters(self.sudo())
        self.env.ref("payment_reminder.cron_remind").sudo()._trigger()

    def action_sent_on_paper(self):
        """The letter was printed and posted."""
        self._check_desk()
        self.env["reminder.letter.writer"].sudo()._send_on_paper(self.sudo())  # superuser: see action_send

    def action_cancel(self):
        """Do not send this letter. Its reminders are dropped; later stages write a new one."""
        self._check_desk()
        letters_sudo = self.sudo()  # superuser: see action_send
        letters_sudo._move_to("cancelled")
        notices = letters_sudo.line_ids.notice_id.filtered(lambda notice: notice.state == "planned")
        notices._as_reminder().write({"state": "dropped", "state_reason": "cancelled"})

    def action_print(self):
        """Print the letter as it stands."""
        return self.env.ref("payment_reminder.action_report_reminder_letter").report_action(
            self, config=False
        )

    def action_open_log(self):
        """Show what was told about the items of this letter."""
        return self.env["reminder.log"]._open([("notice_id", "in", self.line_ids.notice_id.ids)])

    # --- flow ---------------------------------------------------------------

    @api.model
    def _get_guarded_fields(self):
        # EXTENDS backoffice_base
        return super()._get_guarded_fields() | {"sent_on", "sent_subject", "sent_body"}

    def _prepare_move_vals(self, target):
        # EXTENDS backoffice_base
        vals = super()._prepare_move_vals(target)
        return vals | ({"sent_on": fields.Datetime.now()} if target == "sent" else {})

    def _after_message(self, state):
        """Follow the message that carried the letter; a text beside it does not count."""
        self.ensure_one()
        carriers = self.message_sent_ids.filtered(lambda message: message.channel != "text")
        newest = carriers.sorted("id")[-1:]
        target = {"unreachable": "failed"}.get(newest.state, newest.state)
        if target != self.state and self.state in self._flow.get(target, ()):
            self._move_to(target)

    def _lock_for_sending(self):
        """Of two clicks at once the second waits, fails and is replayed: it finds the letter gone."""
        self.env.execute_query(
            SQL(
                "UPDATE reminder_letter SET write_date = write_date WHERE id = ANY(%s) RETURNING id", self.ids
            )
        )

    def _reopen(self):
        """What is sent again is leaving again."""
        failed = self.filtered(lambda letter: letter.state == "failed")
        failed._move_to("queued")
        unknown = self.filtered(lambda letter: letter.state == "unknown")
        unknown._move_to("failed")
        unknown._move_to("queued")

    def _withdraw_sent(self):
        """Take back words, file and messages of a letter that could not leave, before it leaves anew."""
        self._write_by_flow({"sent_subject": False, "sent_body": False})
        for letter in self:
            letter._get_sent_file().description = "replaced"
        old = self.message_sent_ids.filtered(lambda message: message.state in ("failed", "unreachable"))
        old._as_reminder().write({"state": "cancelled", "reason": "by_hand"})
        old.activity_feedback(["payment_reminder.mail_activity_desk"])

    def _prepare_file(self):
        """Make the file before the message is claimed: it takes seconds, and nothing has left yet."""
        for letter in self.filtered(lambda letter: letter.state == "queued" and not letter._get_sent_file()):
            letter._attach_file()
            self.env["ir.cron"]._commit_progress()

    def _attach_file(self):
        """Keep the letter as it leaves."""
        self.ensure_one()
        report = self.env["ir.actions.report"]
        content, _kind = report._render_qweb_pdf("payment_reminder.action_report_reminder_letter", self.ids)
        self.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '_')}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
                "description": "sent",
            }
        )

    def _get_sent_file(self):
        """Return the file the letter was sent with."""
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("description", "=", "sent")],
            order="id desc",
            limit=1,
        )

    def _get_new_pay_by(self):
        """Return the day to pay by: so many days from today, on a working day."""
        self.ensure_one()
        company = self.company_id
        day = company._get_reminder_now().date() + timedelta(days=company.reminder_pay_days)
        return self.env["backoffice.workday"]._shift(company, day)
