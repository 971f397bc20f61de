from odoo import fields, models


class ReminderStage(models.Model):
    _inherit = "reminder.stage"

    by_robot = fields.Boolean(
        "Group Robot",
        tracking=True,
        help="The digest is also said in the group of the company, to whom it concerns.",
    )
