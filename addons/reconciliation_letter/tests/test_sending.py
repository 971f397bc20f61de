"""Each sending leaves a proof; none leaves twice; a bounce shows."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import LetterCommon

PDF = b"%PDF-1.4\n%%EOF"


@tagged("post_install", "-at_install")
class TestSending(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"email": "accounts@rising-sun.example", "phone": "0912345678"})
        cls._invoice(100, date(2026, 10, 5))
        cls.letter = cls._create_letter(
            partner_name="Rising Sun Printing", name="AR-1", lang="en_US", reply_by=date(2026, 11, 30)
        )
        rendered = patch.object(
            cls.env.registry["reconciliation.letter"],
            "_render_pdf",
            lambda self: dict.fromkeys(self.ids, PDF),
        )
        cls.startClassPatcher(rendered)

    def test_a_draft_is_not_sent(self):
        with self.assertRaisesRegex(UserError, "Only reviewed letters"):
            self.letter.with_user(self.clerk).action_send_mail()

    def test_mail_goes_to_the_invoicing_contact_with_file_and_link(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Ms Wu",
                "type": "invoice",
                "parent_id": self.customer.id,
                "email": "wu@rising-sun.example",
            }
        )
        self.letter.action_review()
        self.letter.with_user(self.clerk).action_send_mail()
        row = self.letter.dispatch_ids
        self.assertRecordValues(
            row,
            [
                {
                    "channel": "mail",
                    "state": "sent",
                    "recipient": "wu@rising-sun.example",
                    "partner_id": contact.id,
                    "user_id": self.clerk.id,
                }
            ],
        )
        self.assertEqual(row.attachment_id.raw, PDF)
        self.assertEqual(row.attachment_id, row.mail_message_id.attachment_ids)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", row.mail_message_id.id)])
        self.assertEqual(mail.recipient_ids, contact)
        self.assertIn(self.letter._get_link_path(), mail.body_html)
        self.assertEqual(self.letter.state, "sent")
        self.assertTrue(self.letter.sent_on)

    def test_an_address_is_needed(self):
        self.letter.action_review()
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "Email missing: Rising Sun Printing"):
            self.letter.with_user(self.clerk).action_send_mail()

    def test_what_was_posted_since_the_review_holds_the_letter(self):
        self.letter.action_review()
        self._invoice(5, date(2026, 10, 6))
        self.assertBlocked(self.letter, "sent", ["ledger_gap"])
        with self.assertRaisesRegex(UserError, "differs from the ledger"):
            self.letter.with_user(self.clerk).action_send_mail()
        self.letter._dispatch("mail")
        self._run_queue()
        self.assertRecordValues(self.letter.dispatch_ids, [{"state": "failed"}])
        self.assertEqual(self.letter.state, "reviewed")
        self.assertTrue(self.letter.dispatch_problem)

    def test_paper_is_recorded_with_its_file(self):
        self.letter.action_review()
        action = self.letter.with_user(self.clerk).action_print()
        self.assertEqual(action["report_name"], "reconciliation_letter.report_letter")
        self.assertRecordValues(self.letter.dispatch_ids, [{"channel": "print", "state": "printed"}])
        self.assertTrue(self.letter.dispatch_ids.attachment_id and self.letter.dispatch_ids.printed_on)
        self.assertEqual(self.letter.state, "reviewed", "nobody said yet that it left")

    def test_a_text_without_gateway_is_there_to_be_copied(self):
        self.letter.action_review()
        self.letter.with_user(self.clerk).action_text()
        row = self.letter.dispatch_ids
        self.assertIn(self.letter._get_link(), row.text)
        self.assertEqual((row.state, self.letter.state), ("failed", "reviewed"))
        row.with_user(self.clerk).action_confirm_text()
        self.assertEqual((row.state, self.letter.state), ("sent", "sent"))

    def test_a_bounce_shows_on_the_letter(self):
        self.letter.action_review()
        self.letter.with_user(self.clerk).action_send_mail()
        notification = self.letter.dispatch_ids.mail_message_id.notification_ids
        notification.write({"notification_status": "bounce", "failure_reason": "no such user"})
        self.assertRecordValues(self.letter.dispatch_ids, [{"state": "bounced", "reason": "no such user"}])
        self.assertTrue(self.letter.dispatch_problem)
        self.letter.dispatch_ids.with_user(self.clerk).action_resend()
        self.assertEqual(len(self.letter.dispatch_ids), 2)
        self.assertFalse(self.letter.dispatch_problem)

    def test_an_old_sending_is_not_repeated_after_a_later_one_left(self):
        self.letter.action_review()
        self.letter.with_user(self.clerk).action_send_mail()
        first = self.letter.dispatch_ids
        first._amend({"state": "failed"})
        first.with_user(self.clerk).action_resend()
        with self.assertRaisesRegex(UserError, "sent again since"):
            first.with_user(self.clerk).action_resend()
        self.assertEqual(len(self.letter.dispatch_ids), 2)

    def test_what_is_on_its_way_is_not_sent_beside_it(self):
        self.letter.action_review()
        self.letter._dispatch("mail")
        for state in ("queued", "sending", "handed"):
            self.letter.dispatch_ids._amend({"state": state})
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "still being sent"):
                self.letter.with_user(self.clerk).action_send_mail()
        self.assertEqual(len(self.letter.dispatch_ids), 1)

    def test_the_queue_sends_each_once(self):
        self.letter.action_review()
        self.letter._dispatch("mail")
        for _twice in range(2):
            self._run_queue()
        self.assertRecordValues(self.letter.dispatch_ids, [{"state": "sent"}])
        messages = self.letter.message_ids.filtered(lambda message: message.partner_ids == self.customer)
        self.assertEqual(len(messages), 1)

    def test_a_sending_whose_worker_died_is_unknown_and_not_repeated(self):
        self.letter.action_review()
        row = self.letter._dispatch("mail")
        row._amend({"state": "sending"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE reconciliation_dispatch SET write_date = %s",
            [fields.Datetime.now() - timedelta(minutes=11)],
        )
        self.env.invalidate_all()
        self._run_queue()
        self.assertEqual(row.state, "unknown")
        self.assertTrue(self.letter.dispatch_problem)

    def test_a_text_whose_gateway_went_away_is_to_be_checked(self):
        self.letter.action_review()
        row = self.letter._dispatch("text")
        row._amend({"state": "handed"})
        self.env.flush_all()
        row._find_the_dead()
        self.assertEqual(row.state, "handed", "it may still be told")
        self.registry["reconciliation.dispatch.text"]._catch_up(row)
        self.assertEqual(row.state, "unknown")
        self.assertIn("can no longer be asked", row.reason)

    def test_the_proof_is_nobodys_to_write(self):
        self.letter.action_review()
        self.letter.with_user(self.clerk).action_print()
        row = self.letter.dispatch_ids
        for user in (self.env.ref("base.user_root"), self.env.ref("base.user_admin"), self.clerk):
            forged = row.with_user(user).with_context(record_token=True)
            with self.assertRaises(AccessError):
                forged.write({"recipient": "me@example.com"})
            with self.assertRaises(AccessError):
                forged.unlink()
            with self.assertRaises(AccessError):
                forged.create({"letter_id": self.letter.id, "channel": "mail", "state": "sent"})

    def test_readers_do_not_send(self):
        self.letter.action_review()
        for user in (self.auditor, self.salesperson, self.sales_manager):
            for method in ("action_send_mail", "action_print", "action_text", "action_mark_delivered"):
                with self.subTest(user.name, method=method), self.assertRaises(AccessError):
                    getattr(self.letter.with_user(user), method)()

    def test_a_whole_run_is_mailed_or_printed(self):
        silent = self._create_partner("No Mail")
        self._invoice(7, date(2026, 10, 7), silent)
        self.letter.unlink()
        batch = self.env["reconciliation.batch"].create(
            {"cutoff": "2026-10-31", "period_start": "2026-10-01", "reply_by": "2026-11-30"}
        )
        mine = self.customer | silent
        with patch.object(
            self.env.registry["reconciliation.snapshot"],
            "_get_scope",
            lambda *args: mine.sudo().browse(mine.ids),
        ):
            batch.action_run()
        batch.with_user(self.supervisor).action_review_letters()
        batch.with_user(self.clerk).action_send_letters()
        self.assertEqual(batch.letter_ids.dispatch_ids.partner_id, self.customer)
        batch.with_user(self.clerk).action_print_letters()
        self._run_queue()
        states = {letter.partner_id: letter.state for letter in batch.letter_ids}
        self.assertEqual(states, {self.customer: "sent", silent: "reviewed"})
        self.assertEqual((batch.printing_count, batch.printed_count, batch.unposted_count), (0, 2, 2))

    def _run_queue(self):
        with self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_reconciliation_dispatch").method_direct_trigger()
        self.env.invalidate_all()
