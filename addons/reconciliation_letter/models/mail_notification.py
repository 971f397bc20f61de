"""What the mail server says of a letter, as soon as it says it."""

from odoo import models


class MailNotification(models.Model):
    _inherit = "mail.notification"

    def write(self, vals):
        # EXTENDS mail
        result = super().write(vals)
        # the mail server says it, or who runs the server; everybody may write notifications of their own
        if "notification_status" in vals and self.env.is_system():
            self.env["reconciliation.dispatch"]._follow(self)
            self.env["reconciliation.reminder"]._follow(self)
        return result
