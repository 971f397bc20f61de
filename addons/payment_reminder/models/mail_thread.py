"""Mail that comes in: what came back, and what nobody wrote by hand."""

from odoo import api, models

from odoo.addons.backoffice_base.rules.delivery_report import final_recipient, is_failure

from ..rules.incoming import is_automatic


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        # EXTENDS mail: reminders know their mails by a reference of their own
        result = super()._routing_handle_bounce(email_message, message_dict)
        report = str(email_message)
        if is_failure(report):
            # superuser: what became of reminders is written by nobody by hand
            self.env["reminder.mailbox"].sudo()._take_bounce(message_dict, final_recipient(report))
        return result

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # EXTENDS mail: the headers are gone once the mail is a message
        automatic = is_automatic(message.items())
        threads = self.with_context(reminder_mail_is_automatic=automatic)
        return super(MailThread, threads)._message_route_process(message, message_dict, routes)
