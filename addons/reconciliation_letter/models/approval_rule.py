"""What the approval matrix decides about letters."""

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        # EXTENDS backoffice_base
        return [*super()._get_kinds(), ("reconciliation_exclusion", self.env._("Exclusion from letters"))]
