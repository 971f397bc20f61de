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
    def _return(
        self, mail, recipient="Final-Recipient: rfc822; pay@example.com", number=1, message_id=None, says=None
    ):
        number = f"{number}.{mail.id}"
        report = REPORT.format(message_id=message_id or mail.message_id, recipient=recipient, number=number)
        report = report.replace("Action: failed", says or "Action: failed")
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

    def test_a_late_or_read_mail_did_not_come_back(self):
        """Servers report in the same form that a mail waits, was passed on, or was read."""
        message, mail = self._mail(kind="letter")
        for number, says in enumerate(
            (
                "Action: delayed",
                "Action: Delivered",
                "Action: relayed (to gateway)",
                "Disposition: manual-action/MDN-sent-manually; displayed",
            )
        ):
            with self.subTest(says):
                self._return(mail, number=number, says=says)
                self.assertEqual((message.state, message.letter_id.state), ("sent", "sent"))
        self.assertFalse(self.env["reminder.bounce"].search_count([("key", "=", message.uuid)]))
        self._return(mail, number=10)
        self.assertEqual(message.state, "failed")

    def test_it_is_noted_once(self):
        message, mail = self._mail(kind="letter")
        self._return(mail)
        self._return(mail, number=2)
        log = self.env["reminder.log"].search([("message_id", "=", message.id), ("event", "=", "failed")])
        self.assertEqual((len(log), len(message.activity_ids)), (1, 1))

    def test_a_forwarded_mail_that_came_back_did_not_arrive_either(self):
        message, mail = self._mail(kind="letter")
        self._return(mail, "Final-Recipient: rfc822; away@example.net")
        self.assertEqual((message.state, message.letter_id.state), ("failed", "failed"))
        self.assertIn("away@example.net", message.failure)
        bounce = self.env["reminder.bounce"].search([("key", "=", message.uuid)])
        self.assertEqual((bounce.address, bool(bounce.taken_on)), ("away@example.net", True))
        self.assertIn("mailbox unavailable", bounce.words)

    def test_somebody_elses_mail_changes_nothing(self):
        message, mail = self._mail(kind="letter")
        for other in ("<1@example.net>", f"<{'0' * 32}-reminder@desk>", "<x-reminder@desk>"):
            self._return(mail, message_id=other)
        self.assertEqual(message.state, "sent")
        self.assertFalse(self.env["reminder.bounce"].search_count([("key", "=", message.uuid)]))

    def test_a_mail_without_a_reference_of_ours_is_known_by_its_address(self):
        """Sent before mails had one: then only the address written to counts."""
        message, mail = self._mail(kind="letter")
        mail.message_id = "<old@example.org>"
        self._return(mail, "Final-Recipient: rfc822; sally@example.com")
        self.assertEqual(message.state, "sent")
        self._return(mail, number=2)
        self.assertEqual(message.state, "failed")

    def test_a_mail_that_comes_back_while_it_is_being_sent_is_taken_up_afterwards(self):
        message, mail = self._mail(kind="letter")
        self._set_state(message, "sending")
        self._return(mail)
        self._run(hour=11)
        self.assertEqual(message.state, "sending", "its worker writes the outcome")
        self._set_state(message, "sent")
        self._run(hour=12)
        self.assertEqual((message.state, len(message.activity_ids)), ("failed", 1))
        self._run(hour=13)
        log = self.env["reminder.log"].search([("message_id", "=", message.id), ("event", "=", "failed")])
        self.assertEqual(len(log), 1)

    def test_a_mail_of_a_dead_worker_that_comes_back_is_a_failure(self):
        """Nothing of the sending was committed but its reference."""
        message, mail = self._mail(kind="letter")
        reference = mail.message_id
        mail.mail_message_id.sudo().unlink()
        self._set_state(message, "unknown")
        self._return(mail.browse(), message_id=reference)
        self.assertEqual(message.state, "failed")

    def _set_state(self, message, state):
        message._as_reminder().write({"state": state})
        self.env.flush_all()

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
