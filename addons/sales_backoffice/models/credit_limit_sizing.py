"""Helps to size a limit: what a customer's sales of the last twelve months and its grade would justify."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..rules import credit

GRADE_FACTORS = {"a": 1.5, "b": 1.0, "c": 0.75, "d": 0.5}


class CreditSizingMixin(models.AbstractModel):
    """Adds a suggestion; nothing but the person who grants the limit decides on it."""

    _name = "credit.sizing.mixin"
    _description = "Suggested Credit Limit"

    currency_id = fields.Many2one("res.currency")
    grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")],
        default="b",
        help="Scales the suggested limit: A 150 %, B 100 %, C 75 %, D 50 % of the average sales during the term.",
    )
    yearly_sales = fields.Monetary(
        "Sales of 12 Months",
        compute="_compute_suggested_limit",
        help="Posted invoices less credit notes, tax included.",
    )
    suggested_limit = fields.Monetary(
        compute="_compute_suggested_limit",
        help="Average monthly sales × credit term in months × factor of the grade.",
    )

    @api.depends("grade", "term_days", "partner_id", "group_id", "company_id", "currency_id")
    def _compute_suggested_limit(self):
        for profile in self:
            profile.yearly_sales = profile.sudo()._get_yearly_sales()
            factor = GRADE_FACTORS.get(profile.grade, 1.0)
            suggestion = credit.suggested_limit(profile.yearly_sales, profile.term_days, factor)
            profile.suggested_limit = (
                profile.currency_id.round(suggestion) if profile.currency_id else suggestion
            )

    def _get_yearly_sales(self):
        """Return the sales to the holder in the profile's currency, each company's at its rate of today."""
        today = fields.Date.context_today(self)
        group_id = self.group_id.id or self.group_id._origin.id
        holder = [("commercial_partner_id", "=", self.partner_id._origin.id)]
        if group_id:
            holder = [("commercial_partner_id.credit_group_id", "child_of", group_id)]
        domain = [
            *holder,
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("invoice_date", ">", today - relativedelta(years=1)),
        ]
        if self.company_id:
            domain.append(("company_id", "child_of", self.company_id.id))
        sums = self.env["account.move"]._read_group(domain, ["company_id"], ["amount_total_signed:sum"])
        target = self.currency_id or self.env.company.currency_id
        return sum(company.currency_id._convert(amount, target, company, today) for company, amount in sums)
