"""One answer of a partner to a letter: on the portal, or entered from paper."""

from odoo import fields, models


class ReconciliationAnswer(models.Model):
    _name = "reconciliation.answer"
    _description = "Answer to a Reconciliation Letter"
    _order = "id desc"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    result = fields.Selection([("agreed", "Agreed"), ("disputed", "Disputed")], required=True)
