"""What comes back by mail: returned mails, and answers of those who were reminded."""

from odoo import api, models
from odoo.tools import email_normalize, html2plaintext, plaintext2html

from ..rules.incoming import keys_of

WORDS = 2000  # characters of an answer kept in the log; the whole mail is with the message


class ReminderMailbox(models.AbstractModel):
    _name = "reminder.mailbox"
    _description = "Incoming Mail about Reminders"

    # --- what came back -----------------------------------------------------

    @api.model
    def _take_bounce(self, mail, recipient):
        """Note that mails of ours came back, whoever they were forwarded to, and take it up if that is possible."""
        keys = keys_of(mail.get("bounced_msg_ids") or [])
        messages = self.env["reminder.message"].search([("uuid", "in", keys), ("channel", "=", "mail")])
        messages = messages or self._find_by_address(mail)
        vals_list = [
            {
                "key": message.uuid,
                "company_id": message.company_id.id,
                "address": recipient or mail.get("bounced_email") or message.address,
                "words": html2plaintext(mail.get("body") or "")[:WORDS],
            }
            for message in messages
        ]
        self.env["reminder.bounce"]._as_reminder().create(vals_list)._take_up()

    @api.model
    def _find_by_address(self, mail):
        """Return the message of a mail without a reference of ours: one that left before mails had it."""
        told = mail.get("bounced_message")
        if not told or told.model != "reminder.message":
            return self.env["reminder.message"]
        message = self.env["reminder.message"].browse(told.res_id).exists()
        address = email_normalize(message.address or "")
        return message.filtered(lambda row: row.channel == "mail" and address == mail.get("bounced_email"))

    # --- what they said -----------------------------------------------------

    @api.model
    def _take_reply(self, message, mail):
        """Log what somebody we wrote to answered, and tell who is in charge. Machines and strangers are only kept."""
        if self.env.context.get("reminder_mail_is_automatic") or not self._is_known(message, mail):
            return
        author = self.env["res.partner"].browse(mail.get("author_id") or [])
        words = html2plaintext(mail.get("body") or "").strip()[:WORDS]
        self.env["reminder.log"]._record_answers(
            message.notice_ids,
            words,
            channel="mail",
            address=mail.get("email_from"),
            message_id=message.id,
            by_id=author.user_ids.filtered(lambda user: not user.share)[:1].id,
        )
        self._tell(message, author, words)

    @api.model
    def _is_known(self, message, mail):
        """Tell whether the sender is who was written to, or somebody of the same company."""
        author = self.env["res.partner"].browse(mail.get("author_id") or [])
        sender = email_normalize(mail.get("email_from") or "")
        known = message.recipient_id | message.letter_id.partner_id
        return bool(
            author.commercial_partner_id & known.commercial_partner_id
            or sender
            and sender == email_normalize(message.address or "")
        )

    @api.model
    def _tell(self, message, author, words):
        """Make the answer an activity of who is in charge, on what that person may see, while there is none yet."""
        kind = self.env.ref("payment_reminder.mail_activity_reply")
        vals_list = []
        for user in self._get_responsible(message, author):
            record = self._get_seen(message, user)
            if record.activity_ids.filtered(
                lambda act, user=user: (act.activity_type_id, act.user_id) == (kind, user)
            ):
                continue
            vals_list.append(
                {
                    "activity_type_id": kind.id,
                    "res_model_id": self.env["ir.model"]._get_id(record._name),
                    "res_id": record.id,
                    "user_id": user.id,
                    "summary": author.name or message.recipient_id.name,
                    "note": plaintext2html(words),
                    "automated": True,
                }
            )
        message._create_activities(vals_list)

    @api.model
    def _get_responsible(self, message, author):
        """Return the salespeople and assistants of the receivables, without the author; else the desk."""
        notices = message.notice_ids
        users = (notices.salesperson_id | notices.assistant_id | message.letter_id.salesperson_id).filtered(
            "active"
        )
        return (
            users.filtered(lambda user: user.partner_id != author)
            or message.company_id._get_reminder_desk_user()
        )

    @api.model
    def _get_seen(self, message, user):
        """Return the letter, the message or the customer: the first that ``user`` may read."""
        notices = message.notice_ids
        own = notices.filtered(lambda notice: user in notice.salesperson_id | notice.assistant_id) or notices
        for record in (message.letter_id, message):
            if record and record.with_user(user).has_access("read"):
                return record
        return own.partner_id[:1] or message
