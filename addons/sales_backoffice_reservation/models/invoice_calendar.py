"""When a customer takes invoices (收票), agrees the account (對帳) and pays (付款)."""

from functools import partial

from odoo import api, fields, models

from ..rules import calendar

DAY_HELP = "Day of the month; 31 is the last day of every month. 0: none agreed."


class InvoiceCalendar(models.Model):
    _name = "invoice.calendar"
    _description = "Customer Invoice Calendar"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "partner_id"
    _order = "partner_id"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    start_day = fields.Integer("Takes Invoices From", default=1, tracking=True, help=DAY_HELP)
    cutoff_day = fields.Integer(
        "Invoice Cut-off", default=25, tracking=True, help="Last day the customer takes invoices. " + DAY_HELP
    )
    reconcile_day = fields.Integer("Reconciliation Day", tracking=True, help=DAY_HELP)
    payment_day = fields.Integer(tracking=True, help=DAY_HELP)
    shift = fields.Selection(
        [("-1", "The working day before"), ("1", "The working day after"), ("0", "Stays")],
        "On a Day Off",
        required=True,
        default="-1",
        tracking=True,
    )
    note = fields.Text(help="How and by whom invoices are taken: originals, e-mail, a platform…")
    next_cutoff = fields.Date("Next Cut-off", compute="_compute_next_days")
    next_reconcile = fields.Date("Next Reconciliation", compute="_compute_next_days")
    next_payment = fields.Date(compute="_compute_next_days")

    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "This customer has a calendar already; change that one."
    )
    _days_of_a_month = models.Constraint(
        """CHECK (start_day BETWEEN 1 AND 31 AND cutoff_day BETWEEN 0 AND 31
                  AND reconcile_day BETWEEN 0 AND 31 AND payment_day BETWEEN 0 AND 31)""",
        "Days of a month are 1 to 31; 0 means none agreed.",
    )

    @api.depends("cutoff_day", "reconcile_day", "payment_day", "shift", "company_id")
    def _compute_next_days(self):
        for record in self:
            today = record.company_id._get_company_day()
            record.next_cutoff = record._get_next(record.cutoff_day, today)
            record.next_reconcile = record._get_next(record.reconcile_day, today)
            record.next_payment = record._get_next(record.payment_day, today)

    def _get_shift(self):
        """Return what moves a day to a day the company works."""
        self.ensure_one()
        return partial(self._shift_day, self.env["backoffice.workday"], self.company_id, int(self.shift))

    @staticmethod
    def _shift_day(workdays, company, direction, day):
        return workdays._shift(company, day, direction)

    def _get_next(self, day, today):
        return calendar.next_occurrence(today, day, self._get_shift()) if day else False

    @api.model
    def _get_calendars(self, partners, company):
        """Return ``{commercial partner id: calendar}`` in ``company``."""
        found = self.sudo().search(
            [("partner_id", "in", partners.commercial_partner_id.ids), ("company_id", "=", company.id)]
        )
        return {record.partner_id.id: record for record in found}

    @api.model
    def _propose_day(self, partner, company, today):
        """Return the next worked day on which ``partner`` takes an invoice."""
        record = self._get_calendars(partner, company).get(partner.commercial_partner_id.id)
        day = today
        if record and record.cutoff_day:
            day = calendar.propose(today, record.start_day, record.cutoff_day, record._get_shift())
        worked = self.env["backoffice.workday"]._shift(company, day)
        if record and record.cutoff_day:
            # a window that ends over a weekend begins again with the next one
            worked = max(
                worked, calendar.propose(worked, record.start_day, record.cutoff_day, record._get_shift())
            )
        return worked
