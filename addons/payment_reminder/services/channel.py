"""Hands a claimed message to mail or text. Returns what is known of the outcome, never guesses."""

import logging
import socket

from odoo import api, models

from ..rules.incoming import message_id

_logger = logging.getLogger(__name__)

# what the core calls a text of which nobody knows whether the provider took it
UNKNOWN_FAILURES = ("sms_server", "unknown")


class ReminderChannel(models.AbstractModel):
    """Bridges extend ``_transmit`` for further channels, or one of the two below."""

    _name = "reminder.channel"
    _description = "Channels of Reminders"

    @api.model
    def _transmit(self, message):
        """Send one claimed message; return ``(state, failure)``: sent, failed, unknown, or handed over."""
        transmit = self._get_transmitters()[message.channel]
        try:
            with self.env.cr.savepoint():
                return transmit(message)
        except Exception as error:  # pylint: disable=broad-except
            # whatever happened, the provider may have taken it: somebody has to look
            _logger.exception("Sending reminder %s", message.uuid)
            return "unknown", type(error).__name__

    @api.model
    def _get_transmitters(self):
        """Return ``{channel: method}`` of what is sent by the scheduled action; bridges add theirs."""
        return {"mail": self._transmit_mail, "text": self._transmit_text}

    @api.model
    def _transmit_text(self, message):
        """The row of the queue is made and sent in one transaction: the queue's own worker never sees it waiting."""
        text = self.env["sms.sms"].create(self._prepare_text_vals(message))
        text.send(unlink_failed=False, unlink_sent=False, raise_exception=False)
        return self._read_text(text)

    @api.model
    def _prepare_text_vals(self, message):
        return {
            "uuid": message.uuid,
            "number": message.address,
            "body": message.body,
            "partner_id": message.recipient_id.id,
        }

    @api.model
    def _read_text(self, text):
        if text.state in ("process", "pending", "sent"):
            return "sent", False
        words = text._fields["failure_type"].convert_to_export(text.failure_type, text)
        if text.state == "error" and text.failure_type not in UNKNOWN_FAILURES:
            return "failed", words
        return "unknown", words or text.state

    @api.model
    def _transmit_mail(self, message):
        # its reference is committed with the claim: a mail that comes back is known even if this is not
        mail = self.env["mail.mail"].create(self._prepare_mail_vals(message))
        self._expect_bounce(mail, message)
        mail.send(raise_exception=False)
        if mail.state == "sent":
            return "sent", False
        return "failed", (mail.failure_reason or mail.state)[:250]

    @api.model
    def _expect_bounce(self, mail, message):
        """Who was mailed is noted where the mail gateway looks when a mail comes back."""
        self.env["mail.notification"].create(
            {
                "mail_message_id": mail.mail_message_id.id,
                "mail_mail_id": mail.id,
                "res_partner_id": message.recipient_id.id,
                "notification_type": "email",
                "notification_status": "ready",
                "is_read": True,
            }
        )

    @api.model
    def _prepare_mail_vals(self, message):
        sender = message.company_id.email_formatted or self.env.user.email_formatted
        return {
            "model": message._name,
            "res_id": message.id,
            "message_id": message_id(message.uuid, socket.gethostname()),
            "is_notification": True,
            "subject": message.subject,
            "body_html": message.body_html,
            "email_to": message.address,
            "email_from": sender,
            "reply_to": sender,
            "auto_delete": False,
            "attachment_ids": [(4, attachment.id) for attachment in message.letter_id._get_sent_file()],
        }
