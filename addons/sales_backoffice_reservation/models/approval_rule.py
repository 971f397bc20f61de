"""What the approval matrix decides on for invoices."""

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [
            *super()._get_kinds(),
            ("invoice_reservation", self.env._("Invoice request (amount)")),
            ("invoice_exemption", self.env._("Delivery without invoice (amount)")),
        ]
