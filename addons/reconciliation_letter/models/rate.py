"""How many letters of a period were sent, answered and completed; frozen at the deadline."""

from odoo import fields, models

from ..const import KINDS


class ReconciliationRate(models.Model):
    _name = "reconciliation.rate"
    _description = "Rate of Reconciliation Letters"
    _order = "cutoff desc, kind, id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    cutoff = fields.Date("Cut-off", required=True, readonly=True)
