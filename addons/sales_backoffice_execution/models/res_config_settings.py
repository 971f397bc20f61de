from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    contract_statement_day = fields.Integer(related="company_id.contract_statement_day", readonly=False)
