"""What the approval matrix decides on for contracts."""

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [
            *super()._get_kinds(),
            ("sale_contract", self.env._("Sales contract")),
            ("sale_contract_clause", self.env._("Sales contract that departs from fixed clauses")),
        ]
