"""Every reminder leaves a row: when, how, to whom, by whom, and what became of it."""

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon
from odoo.addons.mail.tests.common import MailCase

from .answer_common import AnswerCommon

MIGRATIONS = Path(__file__).parents[1] / "migrations/19.0.1.1.0"
REPORT = """\
Return-Path: <>
From: MAILER-DAEMON <mailer-daemon@mx.example.com>
To: bounce@example.org
Subject: Undelivered Mail Returned to Sender
Message-Id: <1@mx.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

550 5.1.1 mailbox unavailable

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--part
Content-Type: message/rfc822

Message-Id: {message_id}
From: us@example.org
To: {recipient}
Subject: Reminder

--part--
"""


class ReminderEvidence(AnswerCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._sent(reply_by=date(2026, 11, 15))

    def _work_queue(self):
        """Let the queue run; return what the mail server was given."""
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_send_reminders").method_direct_trigger()
            sent = self._to_customer()
        self.env.invalidate_all()
        return sent

    def _to_customer(self):
        """Return what the mail server was given for our customer."""
        return [mail for mail in self._mails if "accounts@sun.example" in str(mail["email_to"])]

    def _by_hand(self):
        self.letter.with_user(self.clerk).action_remind()
        return self.letter.reminder_ids.sorted("id")[-1:]


@tagged("post_install", "-at_install")
class TestReminderEvidence(ReminderEvidence):
    def test_by_hand_is_recorded_and_leaves_once(self):
        with freeze_time("2026-11-05 02:00:00"):
            row = self._by_hand()
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "manual",
                    "channel": "mail",
                    "state": "waiting",
                    "recipient": "accounts@sun.example",
                    "partner_id": self.customer.id,
                    "user_id": self.clerk.id,
                    "days": 3,
                }
            ],
        )
        self.assertEqual(len(self._work_queue()), 1)
        self.assertEqual(self._work_queue(), [])
        self.assertEqual((row.state, row.reason), ("sent", False))
        self.assertTrue(row.sent_on and row._get_mail(), "the mail stays as the proof")
        self.assertFalse(self.letter.reminder_problem)

    def test_a_second_click_while_one_is_on_its_way_is_refused(self):
        self._by_hand()
        with self.assertRaisesRegex(UserError, "sent already"):
            self._by_hand()
        self._work_queue()
        self._by_hand()
        self.assertEqual(len(self.letter.reminder_ids), 2)

    def test_by_itself_is_told_from_by_hand(self):
        with freeze_time("2026-11-09 02:00:00"):
            self._by_hand()
            self.letter._do_remind()
        self.assertRecordValues(
            self.letter.reminder_ids.sorted("id"),
            [{"kind": "manual", "stage": 0, "days": 7}, {"kind": "automatic", "stage": 1, "days": 7}],
        )
        self.assertEqual(len(self._work_queue()), 2)

    def test_odoos_own_queue_does_not_send_it(self):
        row = self._by_hand()
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
            self.assertFalse(self._to_customer())
        self.assertEqual(row.state, "waiting")

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_what_came_back_shows_on_the_row_and_the_letter(self):
        row = self._by_hand()
        self._work_queue()
        report = REPORT.format(message_id=row._get_mail().message_id, recipient=self.customer.email)
        self.env["mail.thread"].message_process(False, report)
        self.env.invalidate_all()
        self.assertEqual(row.state, "bounced")
        self.assertIn("mailbox unavailable", row.reason)
        self.assertTrue(self.letter.reminder_problem)
        found = self.env["reconciliation.letter"].search([("reminder_problem", "=", True)])
        self.assertIn(self.letter, found)
        self._by_hand()
        self.assertFalse(self.letter.reminder_problem, "another one is on its way")

    def test_nobody_says_by_hand_that_it_arrived_or_came_back(self):
        """Users may write notifications of their own; what became of our mails is said by the mail server."""
        row = self._by_hand()
        self._work_queue()
        own = (
            self.env["mail.notification"]
            .with_user(self.clerk)
            .create(
                {
                    "mail_message_id": row.mail_message_id.id,
                    "res_partner_id": self.clerk.partner_id.id,
                    "notification_type": "email",
                }
            )
        )
        own.write({"notification_status": "bounce", "failure_reason": "no such customer"})
        self.assertEqual((row.state, row.reason, self.letter.reminder_problem), ("sent", False, False))

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_what_the_server_refused_says_why(self):
        row = self._by_hand()
        with self.mock_mail_gateway(), self.mock_smtplib_connection():
            self.send_email_mocked.side_effect = ConnectionRefusedError("no server")
            with self.enter_registry_test_mode():
                self.env.ref("reconciliation_letter.cron_send_reminders").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(row.state, "failed")
        self.assertTrue(row.reason and self.letter.reminder_problem)

    def test_who_answered_in_between_is_not_mailed(self):
        row = self._by_hand()
        self._answer(self.letter)
        self.assertEqual(row.state, "dropped")
        self.assertEqual(self._work_queue(), [])

    def test_a_broken_seal_holds_the_mail_back(self):
        row = self._by_hand()
        self.letter._write_by_flow({"snapshot_hash": "0" * 64})
        self.assertEqual(self._work_queue(), [])
        self.assertEqual(row.state, "dropped")
        self.assertIn("outside the program", row.reason)

    def test_a_call_is_recorded_when_it_is_done(self):
        self.customer.email = False
        row = self._by_hand()
        self.assertEqual((row.channel, row.state), ("activity", "waiting"))
        self.assertIn(self.letter._get_link(), row.text)
        self.assertEqual(self._work_queue(), [])
        row.activity_id.with_user(self.clerk).action_feedback(feedback="Promised for Friday")
        self.assertRecordValues(
            row, [{"state": "sent", "reason": "Promised for Friday", "user_id": self.clerk.id}]
        )

    def test_a_copied_text_is_recorded_when_it_was_sent(self):
        action = self.letter.with_user(self.clerk).action_remind_by_text()
        row = self.env["reconciliation.reminder"].browse(action["res_id"])
        self.assertRecordValues(row, [{"channel": "text", "kind": "manual", "state": "waiting"}])
        self.assertIn(self.letter._get_link(), row.text)
        row.with_user(self.clerk).action_confirm()
        self.assertEqual(row.state, "sent")
        with self.assertRaises(UserError):
            row.with_user(self.clerk).action_confirm()

    def test_a_re_confirmation_is_recorded_too(self):
        self._dispute(self.letter)
        self._resolve(self.letter.difference_ids)
        self.letter.with_user(self.clerk).action_ask_reconfirmation()
        row = self.letter.reminder_ids
        self.assertRecordValues(row, [{"kind": "reconfirm", "channel": "mail", "state": "waiting"}])
        self.assertEqual(len(self._work_queue()), 1)
        self.assertEqual(row.state, "sent")

    def test_a_mail_says_by_itself_whether_it_was_sent(self):
        row = self._by_hand()
        with self.assertRaisesRegex(UserError, "by themselves"):
            row.with_user(self.clerk).action_confirm()

    def test_readers_look_and_do_nothing(self):
        row = self._by_hand()
        for user in (self.auditor, self.salesperson, self.sales_manager):
            mine = row.with_user(user)
            self.assertTrue(mine.recipient)
            for method in ("action_confirm", "action_drop"):
                with self.subTest(user.name, method=method), self.assertRaises(AccessError):
                    getattr(mine, method)()
            for method in ("action_remind", "action_remind_by_text"):
                with self.subTest(user.name, method=method), self.assertRaises(AccessError):
                    getattr(self.letter.with_user(user), method)()

    def test_other_companies_see_nothing(self):
        row = self._by_hand()
        other = self.env["res.company"].create({"name": "Other Company"})
        self.clerk.company_ids |= other
        here = row.with_user(self.clerk).with_context(allowed_company_ids=other.ids)
        self.assertFalse(here.search([("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            here.read(["recipient"])

    def test_rows_of_before_say_what_is_still_known(self):
        rows = []
        for stage, state in enumerate(("outgoing", "exception", None), 1):
            rows.append(self._by_hand())
            rows[-1]._amend({"stage": stage})  # as those of the scheduled run
            mail = rows[-1]._get_mail()
            if state:
                mail.state = state
            else:
                mail.unlink()
            rows[-1]._amend({"state": "dropped"})
        self.env.flush_all()
        self._migrate("pre-reminders")
        self._migrate("post-reminders")
        self.env.invalidate_all()
        self.assertEqual([row.state for row in rows], ["waiting", "failed", "unknown"])
        self.assertEqual(rows[0]._get_mail().state, "cancel")
        self.assertEqual(len(self._work_queue()), 1)
        self.assertEqual(rows[0].state, "sent")

    def _migrate(self, name):
        spec = spec_from_file_location(name.replace("-", "_"), MIGRATIONS / f"{name}.py")
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.0.0")


@tagged("post_install", "-at_install")
class TestReminderRpc(BackofficeHttpCommon, ReminderEvidence):
    def test_rpc_refused(self):
        row, admin = self._by_hand(), self.env.ref("base.user_admin")
        forged = {"record_token": True, "default_state": "sent", "default_kind": "manual"}
        values = {"letter_id": self.letter.id, "stage": 9, "channel": "mail", "date": "2026-11-09 00:00:00"}
        for user in (admin, self.clerk, self.auditor):
            for method, *args in (
                ("write", row.ids, {"state": "sent"}),
                ("unlink", row.ids),
                ("create", [values]),
                ("copy", row.ids),
            ):
                self.assertRpcRefused("AccessError", user, row._name, method, *args, context=forged)
        self.assertEqual(row.state, "waiting")
