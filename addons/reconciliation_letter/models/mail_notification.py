"""What the mail server says of a letter, as soon as it says it."""

from odoo import models


class MailNotification(models.Model):
    _inherit = "mail.notification"

    def write(self, vals):
        # EXTENDS mail
        result = super().write(vals)
        if "notification_status" in vals:
            self.env["reconciliation.dispatch"]._follow(self)
            self.env["reconciliation.reminder"]._follow(self)
        return result
