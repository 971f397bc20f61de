"""Answers a reminder in two taps: one opens this, one of its buttons is the day."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from odoo.addons.backoffice_base.rules.periods import month_end

from ..models.reminder_notice import REASONS


class ReminderAnswer(models.TransientModel):
    _name = "reminder.answer"
    _description = "Answer to Reminders"

    notice_ids = fields.Many2many("reminder.notice", readonly=True, required=True)
    partner_id = fields.Many2one("res.partner", compute="_compute_notices")
    document = fields.Char(compute="_compute_notices")
    currency_id = fields.Many2one("res.currency", compute="_compute_notices")
    amount = fields.Monetary("Promised Amount", compute="_compute_amount", store=True, readonly=False)
    date_promised = fields.Date("Promised For")
    reason = fields.Selection(REASONS)
    note = fields.Char()
    needs_reason = fields.Boolean(compute="_compute_notices")
    can_promise = fields.Boolean(compute="_compute_notices")

    @api.depends("notice_ids")
    def _compute_notices(self):
        for answer in self:
            notices = answer.notice_ids
            answer.partner_id = notices.partner_id if len(notices.partner_id) == 1 else False
            answer.document = ", ".join(notice.document or "" for notice in notices)
            answer.currency_id = notices.currency_id if len(notices.currency_id) == 1 else False
            answer.needs_reason = any(
                notice.required_answer == "reason" and not notice.reason for notice in notices
            )
            answer.can_promise = len(notices) == 1

    @api.depends("notice_ids")
    def _compute_amount(self):
        for answer in self:
            answer.amount = answer.notice_ids.amount if len(answer.notice_ids) == 1 else 0.0

    def action_save(self):
        """Record the reason, and the promise if a day was given."""
        self.ensure_one()
        notices = self.notice_ids
        notices._check_may_answer()
        self._check_complete()
        vals, words = {}, []
        if self.date_promised:
            # superuser: the right to answer was checked; who notes it stays the user
            promise = (
                self.env["reminder.promise.book"]
                .sudo()
                ._record(notices.sudo(), self.date_promised, self.amount, self.note)
            )
            vals["promise_ref"] = promise.id
            words.append(self._get_promise_words())
        if self.reason:
            vals |= {"reason": self.reason, "reason_note": self.note}
            words.append(dict(self._fields["reason"]._description_selection(self.env))[self.reason])
        notices._record_answer(vals, ". ".join([*words, *([self.note] if self.note else [])]))
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_complete(self):
        if not self.date_promised and not self.reason:
            raise UserError(self.env._("Give the day the customer promised to pay, or the reason why not."))
        if self.needs_reason and not self.reason:
            raise UserError(self.env._("It is overdue: say why, then the day promised."))
        if self.date_promised and len(self.notice_ids) != 1:
            raise UserError(self.env._("Note promises one by one."))

    def _get_promise_words(self):
        return self.env._(
            "Promised %(amount)s for %(day)s",
            amount=format_amount(self.env, self.amount, self.notice_ids.currency_id),
            day=format_date(self.env, self.date_promised),
        )

    def _save_for(self, day):
        self.date_promised = day
        return self.action_save()

    def action_in_three_days(self):
        """Promised for three days from now."""
        return self._save_for(fields.Date.context_today(self) + timedelta(days=3))

    def action_in_a_week(self):
        """Promised for a week from now."""
        return self._save_for(fields.Date.context_today(self) + timedelta(days=7))

    def action_at_month_end(self):
        """Promised for the end of the month."""
        return self._save_for(month_end(fields.Date.context_today(self)))
