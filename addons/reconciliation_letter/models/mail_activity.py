"""Who marks the call as done has reminded the partner."""

from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        # EXTENDS mail
        rows_sudo = self.env["reconciliation.reminder"].sudo()  # written by the program alone
        rows_sudo = rows_sudo.search([("activity_id", "in", self.ids), ("state", "=", "waiting")])
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        rows_sudo._confirm(feedback)
        return result
