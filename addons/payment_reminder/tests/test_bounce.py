"""A mail the server took and that came back: it did not arrive, and is an item on the desk."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReminderCommon

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON <mailer-daemon@mx.example.com>
To: bounce@example.org
Subject: Undelivered Mail Returned to Sender
Message-Id: <{number}@mx.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

550 5.1.1 mailbox unavailable

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

{recipient}
Action: failed
Status: 5.1.1

--part
Content-Type: message/rfc822

Message-Id: {message_id}
From: us@example.org
To: pay@example.com
Subject: Reminder

--part--
"""


@tagged("post_install", "-at_install")
class TestBounce(ReminderCommon):
    def _mail(self, days=-3, **values):
        """The message a mail was sent with, and the mail."""
        self._open_invoice(days)
        self._run()
        letter = self.env["reminder.letter"].search([("partner_id", "=", self.partner.id)])
        if letter:
            with self.at():
                letter.with_user(self.clerk).action_send()
            self._run(hour=11)
        message = self._messages(channel="mail", **values)
        mail = self.env["mail.mail"].search([("model", "=", message._name), ("res_id", "=", message.id)])
        self.assertEqual((message.state, mail.state), ("sent", "sent"))
        return message, mail

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def _return(self, mail, recipient="Final-Recipient: rfc822; pay@example.com", number=1):
        report = REPORT.format(message_id=mail.message_id, recipient=recipient, number=f"{number}.{mail.id}")
        self.env["mail.thread"].message_process(False, report)
        self.env.invalidate_all()

    def test_a_letter_that_came_back_is_on_the_desk_and_leaves_anew(self):
        message, mail = self._mail(kind="letter")
        self._return(mail)
        letter = message.letter_id
        self.assertEqual((message.state, letter.state, message.sent_on), ("failed", "failed", False))
        self.assertIn("pay@example.com", message.failure)
        self.assertEqual(message.activity_ids.user_id, self.supervisor)
        self.assertEqual(self._notices(audience="customer").state, "failed")
        log = self.env["reminder.log"].search([("message_id", "=", message.id)])
        self.assertEqual(log.mapped("event"), ["failed", "told"])
        self.partner.email = "found@example.com"
        with self.at(hour=12):
            letter.with_user(self.clerk).action_send()
        self._run(hour=12)
        self.assertEqual((letter.state, message.state), ("sent", "cancelled"))

    def test_a_digest_that_came_back_was_still_told_in_the_application(self):
        message, mail = self._mail(days=1, kind="digest")
        self._return(mail, "Final-Recipient: rfc822; sally@example.com")
        self.assertEqual((message.state, self._notices().state), ("failed", "told"))
        self.assertTrue(message.activity_ids)

    def test_a_report_without_the_recipient_is_understood(self):
        message, mail = self._mail(kind="letter")
        self._return(mail, "X-Nobody: named")
        self.assertEqual(message.state, "failed")

    def test_the_chatter_shows_that_it_came_back(self):
        message, mail = self._mail(kind="letter")
        self._return(mail)
        notification = message.message_ids.notification_ids
        self.assertEqual(
            (notification.notification_status, notification.failure_type), ("bounce", "mail_bounce")
        )
        self.assertIn("mailbox unavailable", notification.failure_reason)

    def test_it_is_noted_once(self):
        message, mail = self._mail(kind="letter")
        self._return(mail)
        self._return(mail, number=2)
        log = self.env["reminder.log"].search([("message_id", "=", message.id), ("event", "=", "failed")])
        self.assertEqual((len(log), len(message.activity_ids)), (1, 1))

    def test_somebody_elses_address_changes_nothing(self):
        message, mail = self._mail(kind="letter")
        self._return(mail, "Final-Recipient: rfc822; sally@example.com")
        self.assertEqual(message.state, "sent")

    def test_what_the_desk_decided_stays(self):
        message, mail = self._mail(kind="letter")
        self._return(mail)
        message.with_user(self.clerk).action_told_otherwise()
        self._return(mail, number=2)
        self.assertEqual((message.state, message.channel), ("sent", "call"))

    def test_answers_go_to_the_company(self):
        self.company.email = "office@example.org"
        _message, mail = self._mail(kind="letter")
        self.assertIn("office@example.org", mail.reply_to)
