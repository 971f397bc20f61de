"""What the approval matrix decides on for credit."""

from odoo import api, models

# The states of every approval, named again: labels are translated where a field declares them.
APPROVAL_STATES = [
    ("draft", "Draft"),
    ("submitted", "To Approve"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("revoked", "Revoked"),
]


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [
            *super()._get_kinds(),
            ("credit_release", self.env._("Credit release (% over the limit)")),
            ("credit_dispute", self.env._("Disputed receivable")),
        ]
