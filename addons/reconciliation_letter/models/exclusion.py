"""Who gets no letter for a time, why, and who agreed."""

from odoo import fields, models

from ..const import KINDS


class ReconciliationExclusion(models.Model):
    _name = "reconciliation.exclusion"
    _description = "Exclusion from Reconciliation Letters"
    _inherit = ["backoffice.approval.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _approval_kind = "reconciliation_exclusion"
    _approval_covered_fields = ("partner_id", "kind", "date_from", "date_to", "reason")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", required=True, index=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="receivable")
    date_from = fields.Date("From", required=True, help="The first cut-off without a letter.")
    date_to = fields.Date("To", required=True, help="The last cut-off without a letter.")
    reason = fields.Text(required=True, help="Why the partner gets no letter.")
