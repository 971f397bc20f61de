"""One reason why the balances of the two sides differ, and what became of it."""

from odoo import fields, models


class ReconciliationDifference(models.Model):
    _name = "reconciliation.difference"
    _description = "Difference on a Reconciliation Letter"
    _order = "letter_id, id"

    letter_id = fields.Many2one("reconciliation.letter", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
