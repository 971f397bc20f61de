from odoo import fields, models


class ReminderLog(models.Model):
    _inherit = "reminder.log"

    channel = fields.Selection(selection_add=[("robot", "Group Robot")], ondelete={"robot": "set null"})
