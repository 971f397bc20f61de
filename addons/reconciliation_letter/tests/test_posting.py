"""A printed letter is sent when somebody says that it was posted or handed over, unless the company says otherwise."""

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .answer_common import OwnCompany
from .common import CUTOFF, LetterCommon

PDF = b"%PDF-1.4\n%%EOF"
MIGRATION = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-printing.py"


class PostingCommon(LetterCommon, OwnCompany):
    """A run of three reviewed letters, printed on November 3rd."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rendered = patch.object(
            cls.env.registry["reconciliation.letter"],
            "_render_pdf",
            lambda self: dict.fromkeys(self.ids, PDF),
        )
        cls.startClassPatcher(rendered)
        cls.company.partner_id.tz = "Asia/Taipei"
        cls.partners = cls.env["res.partner"].union(*(cls._create_partner(f"P{n}") for n in range(3)))
        for partner in cls.partners:
            cls._invoice(100, date(2026, 10, 5), partner)
        cls.batch = cls.env["reconciliation.batch"].create(
            {"cutoff": CUTOFF, "period_start": "2026-10-01", "reply_by": "2026-11-30"}
        )
        cls.batch.action_run()
        cls.batch.action_review_letters()
        cls.letters = cls.batch.letter_ids
        cls.rows = cls._print()

    @classmethod
    @freeze_time("2026-11-03 02:00:00")
    def _print(cls):
        letters = cls.letters.with_user(cls.clerk)
        letters.action_print()
        return letters.dispatch_ids.sorted("id")

    def _confirm(self, records=None, **values):
        """Press the button, fill in the dialog, confirm."""
        records = records or self.batch
        button = "action_post" if records._name == "reconciliation.dispatch" else "action_post_prints"
        action = getattr(records.with_user(self.clerk), button)()
        form = Form(self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        form.save().action_confirm()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time("2026-11-05 02:00:00")
class TestPosting(PostingCommon):
    def test_a_printed_letter_is_not_a_sent_one(self):
        self.assertEqual(set(self.letters.mapped("state")), {"reviewed"})
        self.assertEqual(set(self.rows.mapped("state")), {"printed"})
        self.assertFalse(any(self.letters.mapped("sent_on")))
        self.assertEqual((self.batch.printed_count, self.batch.unposted_count), (3, 3))
        self.assertEqual(self.env["reconciliation.letter"].search([("has_prints", "=", True)]), self.letters)
        self.assertEqual(self._sent_in_the_rate(), 0)

    def _sent_in_the_rate(self):
        self.env.flush_all()
        domain = [("company_id", "=", self.company.id)]
        return sum(self.env["reconciliation.rate.report"].search(domain).mapped("sent"))

    def test_the_whole_batch_is_confirmed_at_once(self):
        self._confirm(day="2026-11-04", carrier="Post office", carrier_number="R-77")
        self.assertEqual(set(self.letters.mapped("state")), {"sent"})
        self.assertRecordValues(
            self.rows[:1],
            [
                {
                    "state": "sent",
                    "carrier": "Post office",
                    "carrier_number": "R-77",
                    "posted_by_id": self.clerk.id,
                }
            ],
        )
        self.assertEqual(str(self.letters[0].sent_on), "2026-11-04 04:00:00", "noon where the company is")
        self.assertEqual(self._sent_in_the_rate(), 3)
        self.assertEqual((self.batch.unposted_count, self.batch.posted_count), (0, 3))

    def test_today_is_proposed_and_nothing_else_is_asked(self):
        self._confirm()
        self.assertEqual(str(self.letters[0].sent_on), "2026-11-05 02:00:00")

    def test_letters_are_not_posted_before_they_are_printed_or_tomorrow(self):
        for day, words in (("2026-11-02", "printed later"), ("2026-11-06", "still to come")):
            with self.subTest(day), self.assertRaisesRegex(UserError, words):
                self._confirm(day=day)
        self.assertEqual(set(self.rows.mapped("state")), {"printed"})

    def test_one_letter_is_handed_over(self):
        self._confirm(self.letters[0])
        self.assertEqual(self.letters.mapped("state").count("sent"), 1)
        self._confirm(self.rows.filtered(lambda row: row.state == "printed")[:1])
        self.assertEqual(self.letters.mapped("state").count("sent"), 2)

    def test_a_second_confirmation_finds_nothing(self):
        action = self.batch.with_user(self.clerk).action_post_prints()
        wizard = self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])
        first, second = wizard.create({}), wizard.create({})
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "already"):
            second.action_confirm()
        with self.assertRaisesRegex(UserError, "Nothing printed waits"):
            self.batch.with_user(self.clerk).action_post_prints()

    def test_undo_takes_the_last_confirmation_back(self):
        self._confirm(self.letters[0])
        with freeze_time("2026-11-06 02:00:00"):
            self._confirm()
            self.batch.with_user(self.clerk).action_undo_posting()
        self.env.invalidate_all()
        self.assertEqual(self.letters.mapped("state").count("sent"), 1)
        self.assertEqual(self._sent_in_the_rate(), 1)
        waiting = self.letters - self.letters[0]
        self.assertFalse(any(waiting.mapped("sent_on")))
        self.assertTrue(all(letter.is_intact for letter in waiting), "the seal is the old one")
        self._confirm()
        self.assertEqual(set(self.letters.mapped("state")), {"sent"})

    def test_undo_leaves_a_letter_that_also_left_by_mail(self):
        letter = self.letters[0]
        letter.partner_id.email = "p0@x.example"
        letter.with_user(self.clerk).action_send_mail()
        with freeze_time("2026-11-06 02:00:00"):
            self._confirm(letter)
        letter.dispatch_ids.filtered("posted_at").with_user(self.clerk).action_undo_posting()
        self.assertEqual((letter.state, str(letter.sent_on)), ("sent", "2026-11-05 02:00:00"))

    def test_undo_is_refused_once_the_partner_acted(self):
        self._confirm()
        delivered, reminded, answered = self.letters
        delivered.with_user(self.clerk).action_mark_delivered()
        reminded.partner_id.email = "p1@x.example"
        reminded._remind("manual")._amend({"state": "sent"})
        answered._write_by_flow({"state": "agreed"})
        for letter in self.letters:
            with self.subTest(letter.state), self.assertRaisesRegex(UserError, "it stays sent"):
                letter.dispatch_ids.with_user(self.clerk).action_undo_posting()
        self.assertEqual(set(self.rows.mapped("state")), {"sent"})

    def test_who_is_posted_to_anew_is_reminded_anew(self):
        """A call that nobody made reminded nobody: the stage comes again, counted from the new day."""
        self.company.letter_reminder_days = "7"
        letter = self.letters[0]
        self._confirm(letter)
        with freeze_time("2026-11-12 02:00:00"):
            letter._do_remind()
            call = letter.reminder_ids.activity_id
            self.assertTrue(call)
            letter.dispatch_ids.with_user(self.clerk).action_undo_posting()
            self.assertFalse(call.exists(), "nobody calls about a letter that never left")
            self._confirm(letter)
        self.assertEqual((letter.reminder_stage, letter.reminder_ids.state), (0, "dropped"))
        with freeze_time("2026-11-19 02:00:00"):
            letter._do_remind()
        self.assertEqual(letter.reminder_ids.sorted("id").mapped("state"), ["dropped", "waiting"])

    def test_what_is_printed_again_replaces_the_first_print(self):
        letter = self.letters[0]
        letter.with_user(self.clerk).action_print()
        rows = letter.dispatch_ids.sorted("id")
        self.assertEqual(rows.mapped("state"), ["replaced", "printed"])
        self._confirm(letter)
        self.assertEqual(rows.mapped("state"), ["replaced", "sent"])

    def test_the_company_may_take_printing_for_sending(self):
        self.company.letter_print_is_sending = True
        self.letters[:1].with_user(self.clerk).action_print()
        self.assertEqual(self.letters[:1].state, "sent")
        with self.assertRaisesRegex(UserError, "as posted"):
            self.letters[:1].dispatch_ids.with_user(self.clerk).action_undo_posting()

    def test_companies_of_before_keep_what_they_had(self):
        self.assertFalse(self.company.letter_print_is_sending)
        self.env.flush_all()
        spec = spec_from_file_location("post_printing", MIGRATION)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertTrue(self.company.letter_print_is_sending)

    def test_readers_confirm_nothing(self):
        for user in (self.auditor, self.salesperson, self.sales_manager):
            for method in ("action_post", "action_undo_posting"):
                with self.subTest(user.name, method=method), self.assertRaises(AccessError):
                    getattr(self.rows.with_user(user), method)()
            with self.assertRaises(AccessError):
                self.env["reconciliation.posting"].with_user(user).create({})
        posting = self.env["reconciliation.posting"].with_user(self.purchase_assistant)
        with self.assertRaises(AccessError):  # letters to customers are not the buyer's
            posting.create({"dispatch_ids": self.rows.ids}).action_confirm()
        self.assertEqual(set(self.letters.mapped("state")), {"reviewed"})

    def test_the_number_of_statements_does_not_grow_with_the_prints_of_a_run(self):
        self.env.flush_all()

        def statements():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.batch.read(["printed_count", "unposted_count", "posted_count", "draft_count"])
            return self.env.cr.sql_log_count - before

        statements()
        few = statements()
        for _again in range(3):
            self.letters.with_user(self.clerk).action_print()
        self.env.flush_all()
        self.assertEqual(statements(), few)
