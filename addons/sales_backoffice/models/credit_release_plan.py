"""What the requester promises to collect."""

from odoo import fields, models


class CreditReleasePlan(models.Model):
    _name = "credit.release.plan"
    _description = "Collection Plan of a Credit Release"
    _order = "date, id"

    release_id = fields.Many2one("credit.release", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="release_id.company_id", store=True)
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(related="release_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Collected By", required=True, default=lambda self: self.env.user, index=True
    )
    note = fields.Char()

    _amount_positive = models.Constraint("CHECK (amount > 0)", "Plan to collect more than nothing.")
