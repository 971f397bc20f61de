"""What is left out is written down once a pass."""

from odoo import api, models


class ReminderJob(models.AbstractModel):
    _inherit = "reminder.job"

    @api.model
    def _get_steps(self):
        # EXTENDS payment_reminder
        return (*super()._get_steps(), self.env["reminder.planner"]._note_left_out)
