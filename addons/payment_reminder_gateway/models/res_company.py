from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    reminder_robot_id = fields.Many2one(
        "message.robot",
        "Robot for Reminders",
        ondelete="set null",
        help="Says the digests of stages that ask for it in its group.",
    )
