"""Contracts on the settings screen."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    contract_scan_required = fields.Boolean(related="company_id.contract_scan_required", readonly=False)
    contract_signatory = fields.Char(related="company_id.contract_signatory", readonly=False)
    contract_city = fields.Char(related="company_id.contract_city", readonly=False)
