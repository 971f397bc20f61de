"""Letters: gathered as drafts, refreshed when they leave, never sharper than one step beyond the last."""

import io
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestLetters(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["res.partner.bank"].create(
            {"acc_number": "6222 0000 1111 2222", "partner_id": cls.company.partner_id.id}
        )
        cls.company.reminder_bank_id = cls.bank
        cls.partner.lang = "en_US"

    def _letter(self, **values):
        domain = [("partner_id", "=", self.partner.id)] + [
            (name, "=", value) for name, value in values.items()
        ]
        return self.env["reminder.letter"].search(domain)

    def _send(self, letter, day=None, hour=11):
        with self.at(day, hour):
            letter.with_user(self.clerk).action_send()
        self._run(day, hour)

    def test_a_letter_waits_for_one_click(self):
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        self.assertEqual((letter.state, letter.tone, letter.amount_total), ("draft", "courteous", 1000.0))
        self.assertFalse(self._messages(kind="letter"))
        self._send(letter)
        self.assertEqual(letter.state, "sent")
        message = self._messages(kind="letter")
        self.assertEqual((message.channel, message.state), ("mail", "sent"))
        self.assertEqual(self._notices(audience="customer").state, "told")
        mail = self.env["mail.mail"].search(
            [("email_to", "ilike", "pay@example.com")], order="id desc", limit=1
        )
        self.assertEqual(mail.attachment_ids.mimetype, "application/pdf")

    def test_letters_leave_by_themselves_only_if_the_company_says_so(self):
        self.company.reminder_letter_auto = True
        self._open_invoice(-3)
        self._run()
        self.assertEqual(self._letter().state, "sent")

    def test_a_draft_an_earlier_run_was_stopped_at_leaves_as_well(self):
        self._open_invoice(-3)
        self._run()
        self.company.reminder_letter_auto = True
        self._run(hour=11)
        self.assertEqual(self._letter().state, "sent")

    def test_a_letter_that_cannot_be_printed_is_tried_again_some_times_and_holds_up_nobody(self):
        self._open_invoice(-3)
        self._open_invoice(-3, partner=self._create_customer("Second Printing"))
        self._run()
        letters = self.env["reminder.letter"].search(
            [("state", "=", "draft"), ("company_id", "=", self.company.id)]
        )
        bad, attach = self._letter(), self.registry["reminder.letter"]._attach_file
        tries = []

        def attach_file(letter):
            if letter.id == bad.id:
                tries.append(letter.env.cr.now())
                raise ValueError("no such font")
            return attach(letter)

        with self.at(hour=9):
            letters.with_user(self.clerk).action_send()
        with (
            patch.object(self.registry["reminder.letter"], "_attach_file", attach_file),
            mute_logger("odoo.addons.payment_reminder.models.reminder_message"),
        ):
            for hour in (9, 9.1, 9.3, 10, 11.5, 15, 16, 19):
                self._run(hour=hour)
        message = self._messages(kind="letter")
        self.assertEqual(len(tries), 5, "after 15, 30, 60 and 120 minutes, no more")
        self.assertEqual((message.state, message.failure, bad.state), ("failed", "no such font", "failed"))
        self.assertEqual(message.activity_ids.user_id, self.supervisor)
        self.assertEqual((letters - bad).state, "sent")

    def test_everything_due_is_on_one_letter(self):
        self._open_invoice(-3, 100.0)
        self._run()
        self._open_invoice(-4, 200.0)
        self._run(self.today + timedelta(days=1))
        letter = self._letter()
        self.assertEqual((len(letter), letter.amount_total), (1, 300.0))

    def test_the_first_letter_is_courteous_however_late_it_is(self):
        self._open_invoice(-31)
        self._run()
        letter = self._letter()
        self.assertEqual(letter.line_ids.notice_id.stage_id.tone, "final")
        self.assertEqual(letter.tone, "courteous")

    def test_the_next_letters_get_sharper(self):
        self._open_invoice(-3)
        self._run()
        self._send(self._letter())
        for days, tone in ((12, "firm"), (27, "final")):
            self._run(self.today + timedelta(days=days))
            letter = self._letter(state="draft")
            self.assertEqual(letter.tone, tone)
            self._send(letter, self.today + timedelta(days=days))

    def test_a_later_stage_takes_the_place_of_the_earlier_one_in_the_draft(self):
        self._open_invoice(-3)
        self._run()
        self._run(self.today + timedelta(days=12))
        letter = self._letter()
        self.assertEqual((len(letter), letter.amount_total), (1, 1000.0))
        self.assertEqual(letter._get_live_lines().notice_id.stage_id.offset_days, 15)

    def test_what_was_paid_meanwhile_is_taken_out_when_it_leaves(self):
        paid, part = self._open_invoice(-3, 100.0), self._open_invoice(-3, 200.0)
        self._run()
        self._receipt(100.0, invoice=paid)
        self._receipt(50.0, invoice=part)
        letter = self._letter()
        self._send(letter)
        self.assertEqual((letter.state, letter.amount_total), ("sent", 150.0))
        self.assertEqual(self._notices(move_id=paid.id, audience="customer").state, "dropped")

    def test_a_letter_with_nothing_left_is_not_sent(self):
        invoice = self._open_invoice(-3)
        self._run()
        letter = self._letter()
        self._receipt(1000.0, invoice=invoice)
        self._send(letter)
        self.assertEqual(letter.state, "cancelled")
        self.assertFalse(self._messages(kind="letter"))

    def test_a_paid_draft_disappears_by_itself(self):
        invoice = self._open_invoice(-3)
        self._run()
        self._receipt(1000.0, invoice=invoice)
        self._run(self.today + timedelta(days=1))
        self.assertEqual(self._letter().state, "cancelled")

    def test_no_second_letter_within_the_gap(self):
        self._open_invoice(-3)
        self._run()
        self._send(self._letter())
        self._open_invoice(-2)
        self._run(self.today + timedelta(days=1))
        self.assertEqual(len(self._letter()), 1)
        self._run(self.today + timedelta(days=8))
        self.assertEqual(len(self._letter()), 2)

    def test_without_an_address_it_is_on_the_desk(self):
        self.partner.email = False
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        self._send(letter)
        message = self._messages(kind="letter")
        self.assertEqual((message.state, message.reason, letter.state), ("unreachable", "no_mail", "failed"))
        self.partner.email = "found@example.com"
        message.with_user(self.clerk).action_send_again()
        self._run(hour=12)
        self.assertEqual(letter.state, "sent")

    def test_what_failed_leaves_anew_with_the_figures_of_the_day(self):
        self.partner.email = False
        invoice = self._open_invoice(-3)
        self._run()
        letter = self._letter()
        self._send(letter)
        self._receipt(400.0, invoice=invoice)
        self.partner.email = "found@example.com"
        self._send(letter, hour=13)
        self.assertEqual((letter.state, letter.amount_total), ("sent", 600.0))
        self.assertIn("600.00", letter.body)
        self.assertEqual(self._messages(kind="letter").sorted("id").mapped("state"), ["cancelled", "sent"])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", letter._name), ("res_id", "=", letter.id)]
        )
        self.assertEqual(files.filtered(lambda file: file.description == "sent"), letter._get_sent_file())

    def test_posted_on_paper(self):
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        with self.at():
            letter.with_user(self.clerk).action_sent_on_paper()
        self.assertEqual((letter.state, self._messages(kind="letter").channel), ("sent", "paper"))
        self.assertTrue(letter._get_sent_file())

    def test_a_sent_letter_is_not_sent_twice(self):
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        self._send(letter)
        with self.assertRaises(UserError):
            letter.with_user(self.clerk).action_send()
        self.assertEqual(len(self._messages(kind="letter")), 1)

    def test_not_sending_drops_its_reminders(self):
        self._open_invoice(-3)
        self._run()
        self._letter().with_user(self.clerk).action_cancel()
        self.assertEqual(self._letter().state, "cancelled")
        self.assertEqual(self._notices(audience="customer").state_reason, "cancelled")

    def test_words_stay_as_they_were_sent(self):
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        self._send(letter)
        words = letter.body
        self.env.ref("payment_reminder.wording_letter_courteous").body = "Pay {amount}"
        self.env.invalidate_all()
        self.assertEqual(letter.body, words)
        with self.assertRaises(AccessError):
            letter.with_user(self.clerk).write({"sent_body": "Other words"})
        with self.assertRaises(UserError):
            letter.with_user(self.clerk).write({"tone": "final"})

    def test_who_may_not(self):
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        for user in (self.salesperson, self.sales_manager, self.auditor):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                letter.with_user(user).action_send()
        with self.assertRaises(AccessError):
            self.env["reminder.letter"].with_user(self.clerk).create({"partner_id": self.partner.id})

    def test_the_paper_names_what_where_and_until_when(self):
        invoices = self._open_invoice(-3, 100.0) + self._open_invoice(-3, 200.0)
        self._run()
        letter = self._letter()
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = report._render_qweb_pdf(
                "payment_reminder.action_report_reminder_letter", letter.ids
            )
        reader = PdfFileReader(io.BytesIO(content))
        words = " ".join(reader.pages[0].extract_text().split())
        for expected in (*invoices.mapped("name"), "300.00", "6222 0000 1111 2222", letter.name, "1 / 1"):
            self.assertIn(expected.replace(" ", ""), words.replace(" ", ""))
        self.assertEqual(len(reader.pages), 1)

    def test_the_letter_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["payment_reminder"], ["zh_CN"])
        self.partner.lang = "zh_CN"
        self._open_invoice(-3)
        self._run()
        self.assertIn("到期", self._letter().body)

    def test_the_courtesy_note_goes_out_before_the_due_day_if_it_is_switched_on(self):
        stage = self._stage("before_3_customer")
        self._open_invoice(2)
        self._run()
        self.assertFalse(self._letter())
        stage.active = True
        self._run(self.today + timedelta(days=1))
        self.assertEqual(self._letter().tone, "upcoming")

    def test_a_letter_may_be_accompanied_by_a_text(self):
        self._stage("after_3").by_text = True
        self.partner.phone = "+86 139 8765 4321"
        self._open_invoice(-3)
        self._run()
        with self.at():
            self._letter().with_user(self.clerk).action_send()
        texts = [text for number, text in self._run(hour=11) if number == "+8613987654321"]
        self.assertEqual(len(texts), 1)
        self.assertLessEqual(len(texts[0]), 70)

    def test_lines_of_two_companies_never_meet(self):
        self._open_invoice(-3)
        self._run()
        letter = self._letter()
        other = self._create_company()
        stranger = self._create_user("clerk", company_id=other.id, company_ids=[Command.set(other.ids)])
        with self.assertRaises(AccessError):
            letter.with_user(stranger).read(["name"])
