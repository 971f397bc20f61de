"""Settings of the deliveries."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    delivery_tz = fields.Selection(related="company_id.delivery_tz", readonly=False, required=True)
    delivery_left_on_validation = fields.Boolean(
        related="company_id.delivery_left_on_validation", readonly=False
    )
    delivery_text_auto = fields.Boolean(related="company_id.delivery_text_auto", readonly=False)
    delivery_sheet_since = fields.Date(
        related="company_id.delivery_sheet_since", readonly=False, required=True
    )
    delivery_sheet_hour = fields.Float(related="company_id.delivery_sheet_hour", readonly=False)
    delivery_report_hour = fields.Float(related="company_id.delivery_report_hour", readonly=False)
    delivery_report_problem = fields.Char(related="company_id.delivery_report_problem")
    delivery_report_user_ids = fields.Many2many(related="company_id.delivery_report_user_ids", readonly=False)
