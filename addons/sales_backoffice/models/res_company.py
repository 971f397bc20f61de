"""How strictly a company controls credit, and where."""

from odoo import fields, models

from ..rules import credit
from ..rules.credit_term import days_of_rule

MODES = [
    (credit.OFF, "Off"),
    (credit.WARN, "Warn"),
    (credit.HOLD, "Hold, may be released"),
    (credit.HARD, "Hold without release"),
]
TERM_RULES = [
    ("invoice_date", "Days after invoice date"),
    ("delivery_date", "Days after delivery"),
    ("month_end", "Days after end of month"),
    ("statement_date", "Days after signed statement"),
    ("due_date", "Due date on the invoice"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_control = fields.Boolean(default=True)
    credit_missing_profile = fields.Selection(
        [("allow", "Sell without control"), ("hold", "Hold until a profile exists")],
        "Customers Without Profile",
        default="allow",
        required=True,
    )
    credit_check_confirm = fields.Boolean("Check on Confirmation", default=True)
    credit_check_reopen = fields.Boolean("Check on Re-opening", default=True)
    credit_check_increase = fields.Boolean("Check on Increase", default=True)
    credit_check_delivery = fields.Boolean("Check on Delivery", default=True)
    credit_release_grace_days = fields.Integer(
        "Grace after Release",
        default=3,
        help="For so many days after a release was used, its order is not held again, as long as it is not raised.",
    )
    credit_near_ratio = fields.Float(
        "Nearly Used Up",
        default=0.9,
        help="Share of the limit from which a customer is shown as nearly used up.",
    )
    credit_default_amount_mode = fields.Selection(
        MODES, "Default Amount Mode", default=credit.HOLD, required=True
    )
    credit_default_overdue_mode = fields.Selection(
        MODES, "Default Overdue Mode", default=credit.HOLD, required=True
    )
    credit_default_term_rule = fields.Selection(TERM_RULES, default="invoice_date", required=True)
    credit_default_term_days = fields.Integer(
        default=30,
        help="Proposed on new credit profiles, and the approved credit term of customers without profile; 0: they pay "
        "at once.",
    )
    credit_default_grace_days = fields.Integer(default=0)
    credit_default_tolerance = fields.Monetary(default=0.0)

    _credit_days_positive = models.Constraint(
        "CHECK (credit_release_grace_days >= 0 AND credit_default_term_days >= 0 "
        "AND credit_default_grace_days >= 0 AND credit_default_tolerance >= 0)",
        "Credit days and tolerances cannot be negative.",
    )

    def _get_default_days_to_pay(self):
        """Return the days of the credit term of customers without profile, to be compared with payment terms; None
        where the company watches no credit."""
        self.ensure_one()
        company_sudo = self.root_id.sudo()
        if not company_sudo.credit_control:
            return None
        return days_of_rule(
            company_sudo.credit_default_term_days, company_sudo.credit_default_term_rule == "month_end"
        )
