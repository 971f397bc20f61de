"""A mail server that says a letter is late, was passed on or was read does not say that it came back."""

from odoo import api, models

from odoo.addons.backoffice_base.rules.delivery_report import is_failure


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        # EXTENDS mail
        about_letter = message_dict["bounced_message"].model == "reconciliation.letter"
        if about_letter and not is_failure(str(email_message)):
            return None
        return super()._routing_handle_bounce(email_message, message_dict)
