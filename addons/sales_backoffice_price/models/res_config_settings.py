"""The price guard on the settings screen."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    price_guard = fields.Boolean(related="company_id.price_guard", readonly=False)
    price_mode_outside = fields.Selection(related="company_id.price_mode_outside", readonly=False)
    price_mode_floor = fields.Selection(related="company_id.price_mode_floor", readonly=False)
    price_mode_missing = fields.Selection(related="company_id.price_mode_missing", readonly=False)
    price_mode_term = fields.Selection(related="company_id.price_mode_term", readonly=False)
    price_band_down = fields.Float(related="company_id.price_band_down", readonly=False)
    price_band_up = fields.Float(related="company_id.price_band_up", readonly=False)
    price_term_ratio = fields.Float(related="company_id.price_term_ratio", readonly=False)
    price_pricelist_id = fields.Many2one(related="company_id.price_pricelist_id", readonly=False)
