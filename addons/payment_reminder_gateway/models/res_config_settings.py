from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reminder_robot_id = fields.Many2one(
        related="company_id.reminder_robot_id", readonly=False, domain="[('company_id', '=', company_id)]"
    )
