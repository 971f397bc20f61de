"""What the approval matrix decides on for credit."""

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [
            *super()._get_kinds(),
            ("credit_release", self.env._("Credit release (% over the limit)")),
            ("credit_dispute", self.env._("Disputed receivable")),
        ]
