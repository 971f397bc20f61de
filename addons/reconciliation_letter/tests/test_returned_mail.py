"""What mail servers send back about a letter: that it came back, or only that it is late."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_reminder_evidence import REPORT, ReminderEvidence

FAILED = "Action: failed"
OTHERS = ("Action: delayed", "Action: relayed", "Action: delivered")


@tagged("post_install", "-at_install")
class TestReturnedMail(ReminderEvidence):
    def _take_report(self, message, action):
        report = REPORT.replace(FAILED, action)
        report = report.format(message_id=message.message_id, recipient=self.customer.email)
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(False, report)
        self.env.invalidate_all()

    def _send_letter(self):
        """Return the row of a letter that left by mail, as the queue leaves it."""
        message = self.letter.message_notify(
            body="Letter", partner_ids=self.customer.ids, force_send=False, mail_auto_delete=False
        )
        values = {"letter_id": self.letter.id, "channel": "mail", "state": "sent"}
        return self.env["reconciliation.dispatch"]._record([values | {"mail_message_id": message.id}])

    def test_a_letter_that_is_only_late_did_not_come_back(self):
        row = self._send_letter()
        statuses = set(row.mail_message_id.notification_ids.mapped("notification_status"))
        for action in OTHERS:
            self._take_report(row.mail_message_id, action)
            with self.subTest(action):
                self.assertEqual((row.state, row.reason), ("sent", False))
                self.assertFalse(self.letter.dispatch_problem)
                kept = set(row.mail_message_id.notification_ids.mapped("notification_status"))
                self.assertEqual(kept, statuses, "nor does the chatter say so")

    def test_a_letter_that_came_back_says_so(self):
        row = self._send_letter()
        self._take_report(row.mail_message_id, OTHERS[0])
        self._take_report(row.mail_message_id, FAILED)
        self.assertEqual(row.state, "bounced")
        self.assertIn("mailbox unavailable", row.reason)
        self.assertTrue(self.letter.dispatch_problem)

    def test_a_reminder_that_is_only_late_did_not_come_back(self):
        row = self._by_hand()
        self._work_queue()
        self._take_report(row._get_mail(), OTHERS[0])
        self.assertEqual(row.state, "sent")
        self.assertFalse(self.letter.reminder_problem)
        self._take_report(row._get_mail(), FAILED)
        self.assertEqual(row.state, "bounced")
