"""Whether, when and by whom a company reminds."""

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.quiet import is_quiet

GROUPS = {
    "manager": "backoffice_base.group_sales_manager",
    "finance": "backoffice_base.group_accountant",
    "legal": "payment_reminder.group_reminder_legal",
    "general_manager": "backoffice_base.group_general_manager",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    reminder_active = fields.Boolean("Remind of Payments Due")
    reminder_tz = fields.Selection(
        lambda self: [(name, name) for name in pytz.common_timezones],
        "Time Zone of Reminders",
        required=True,
        default=lambda self: self._get_default_reminder_tz(),
    )
    reminder_hour = fields.Float(
        "Digest At", default=9.0, help="On working days, in the time zone of reminders."
    )
    reminder_quiet_from = fields.Float(
        "Quiet From", default=20.0, help="From this hour nobody is texted or mailed."
    )
    reminder_quiet_to = fields.Float("Quiet To", default=8.0)
    reminder_text_cap = fields.Integer(
        "Texts a Day",
        default=5,
        help="Most texts one person gets in a day; what is beyond is summed up in one.",
    )
    reminder_small_amount = fields.Float(
        "Leave Out Up To", default=1.0, help="What is open up to this amount is not reminded of."
    )
    reminder_letter_auto = fields.Boolean(
        "Letters Leave by Themselves", help="Otherwise letters wait as drafts for one click."
    )
    reminder_letter_gap = fields.Integer(
        "Days between Letters", default=7, help="A customer gets no second letter within so many days."
    )
    reminder_pay_days = fields.Integer(
        "Pay Within", default=7, help="Days a letter gives the customer to pay."
    )
    reminder_bank_id = fields.Many2one(
        "res.partner.bank", "Bank Account on Letters", help="Empty: the first bank account of the company."
    )
    reminder_desk_user_id = fields.Many2one(
        "res.users",
        "Reminder Desk",
        help="Gets what could not be delivered. Empty: a supervisor of the company.",
    )
    reminder_manager_ids = fields.Many2many(
        "res.users", "res_company_reminder_manager_rel", "company_id", "user_id", "Reminded as Sales Manager"
    )
    reminder_finance_ids = fields.Many2many(
        "res.users", "res_company_reminder_finance_rel", "company_id", "user_id", "Reminded as Finance"
    )
    reminder_legal_ids = fields.Many2many(
        "res.users", "res_company_reminder_legal_rel", "company_id", "user_id", "Reminded as Counsel"
    )
    reminder_general_manager_ids = fields.Many2many(
        "res.users", "res_company_reminder_gm_rel", "company_id", "user_id", "Reminded as General Manager"
    )

    _reminder_hours = models.Constraint(
        "CHECK (reminder_hour >= 0 AND reminder_hour < 24 AND reminder_quiet_from >= 0 AND reminder_quiet_from < 24"
        " AND reminder_quiet_to >= 0 AND reminder_quiet_to < 24)",
        "An hour of the day lies between 0:00 and 24:00.",
    )
    _reminder_amounts = models.Constraint(
        "CHECK (reminder_text_cap >= 1 AND reminder_small_amount >= 0 AND reminder_letter_gap >= 0"
        " AND reminder_pay_days >= 0)",
        "Reminders: at least one text a day, and no amounts or days below zero.",
    )

    @api.model
    def _get_default_reminder_tz(self):
        names = (self.env.user.tz, self.env.ref("base.user_admin").sudo().tz, "UTC")
        return next(name for name in names if name in pytz.common_timezones_set)

    def _get_reminder_now(self):
        """Return the moment in the time zone of the company."""
        self.ensure_one()
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(pytz.timezone(self.reminder_tz))

    def _is_reminder_quiet(self):
        now = self._get_reminder_now()
        return is_quiet(now.hour + now.minute / 60, self.reminder_quiet_from, self.reminder_quiet_to)

    def _get_reminder_staff(self, audience):
        """Return who is told as ``audience``: those chosen, else everybody of the role in the company."""
        self.ensure_one()
        chosen = self[f"reminder_{audience}_ids"].filtered("active")
        users = chosen or self._get_reminder_role(GROUPS[audience])
        if audience == "legal" and (not users or users == self.env.ref("base.user_admin")):
            return self._get_reminder_staff("general_manager")  # not every company has a counsel
        return users

    def _get_reminder_role(self, group):
        # superuser: who plans need not be able to read users
        domain = Domain("all_group_ids", "in", self.env.ref(group).ids) & Domain(
            "company_ids", "in", self.ids
        )
        users = self.env["res.users"].sudo().search(domain & Domain("share", "=", False), order="id")
        # the administrator has every role: only where nobody else has it
        return users - self.env.ref("base.user_admin") or users

    def _get_reminder_desk_user(self):
        """Return who gets what could not be delivered."""
        self.ensure_one()
        user = self.reminder_desk_user_id
        if user and user.active:
            return user
        return self._get_reminder_role("backoffice_base.group_supervisor")[:1] or self.env.ref(
            "base.user_admin"
        )

    def _get_reminder_bank(self):
        self.ensure_one()
        return self.reminder_bank_id or self.partner_id.bank_ids[:1]
