"""Asks why a contract rests or ends."""

from odoo import fields, models


class ContractClose(models.TransientModel):
    _name = "sale.contract.close"
    _description = "Reason to Close a Contract"

    contract_ids = fields.Many2many("sale.contract", required=True, readonly=True)
    target = fields.Selection(
        [("suspended", "Suspend"), ("fulfilled", "Close as fulfilled"), ("terminated", "Terminate")],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True, help="Stays on record with who decided and when.")

    def action_confirm(self):
        """Close the contracts the wizard was opened from."""
        self.ensure_one()
        self.contract_ids._close(self.target, self.reason)
