"""What the approval matrix decides on for contract statements."""

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [*super()._get_kinds(), ("contract_statement", self.env._("Contract statement"))]
