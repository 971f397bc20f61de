"""The setting of the reservations beside those of sales."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    invoice_unreserved_days = fields.Integer(related="company_id.invoice_unreserved_days", readonly=False)
    invoice_goods_since = fields.Date(related="company_id.invoice_goods_since", readonly=False)
