"""How strictly a company controls credit, and where."""

from odoo import fields, models

from ..rules import credit

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
    credit_default_term_days = fields.Integer(default=30)
    credit_default_grace_days = fields.Integer(default=0)
    credit_default_tolerance = fields.Monetary(default=0.0)

    _credit_days_positive = models.Constraint(
        "CHECK (credit_release_grace_days >= 0 AND credit_default_term_days >= 0 "
        "AND credit_default_grace_days >= 0 AND credit_default_tolerance >= 0)",
        "Credit days and tolerances cannot be negative.",
    )
