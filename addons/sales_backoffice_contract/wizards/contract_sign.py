"""Attaches the signed scan and puts a contract into force."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ContractSign(models.TransientModel):
    _name = "sale.contract.sign"
    _description = "Signed Contract"

    contract_id = fields.Many2one("sale.contract", required=True, readonly=True, ondelete="cascade")
    date_signed = fields.Date("Signed On", required=True, default=fields.Date.context_today)
    partner_signatory = fields.Char(
        "Their Signatory", compute="_compute_partner_signatory", store=True, readonly=False
    )
    file = fields.Binary("Signed Scan", attachment=False)
    file_name = fields.Char()
    needs_scan = fields.Boolean(compute="_compute_needs_scan")

    @api.depends("contract_id")
    def _compute_partner_signatory(self):
        for wizard in self:
            wizard.partner_signatory = wizard.contract_id.partner_signatory

    @api.depends("contract_id")
    def _compute_needs_scan(self):
        for wizard in self:
            wizard.needs_scan = wizard.contract_id.needs_scan and not wizard.contract_id.scan_ids

    def action_confirm(self):
        """Sign the contract."""
        self.ensure_one()
        if self.needs_scan and not self.file:
            raise UserError(self.env._("Attach the signed scan."))
        name = self.file_name or self.env._("Signed scan")
        files = [(name, self.file)] if self.file else []
        self.contract_id._do_sign(self.date_signed, files, self.partner_signatory)
