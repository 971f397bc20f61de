"""A run makes every letter once, whoever is excluded, whatever interrupts it."""

from datetime import date
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CUTOFF, START, LetterCommon

RUN = {"cutoff": CUTOFF, "period_start": START, "reply_by": date(2026, 11, 30)}


@tagged("post_install", "-at_install")
class TestBatch(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].union(*(cls._create_partner(f"Customer {n}") for n in range(5)))
        for amount, partner in enumerate(cls.partners, 1):
            cls._invoice(amount * 100, date(2026, 10, amount), partner)

    def _create_batch(self, user=None, **values):
        return self.env["reconciliation.batch"].with_user(user or self.clerk).create({**RUN, **values})

    def _letters(self, batch):
        return batch.sudo().letter_ids.filtered(lambda letter: letter.partner_id in self.partners)

    def test_every_partner_gets_one_letter(self):
        batch = self._create_batch()
        batch.action_run()
        letters = self._letters(batch)
        self.assertEqual(letters.partner_id, self.partners)
        self.assertEqual(sorted(letters.mapped("closing")), [100, 200, 300, 400, 500])
        self.assertEqual(len(set(letters.mapped("name"))), 5)
        self.assertEqual((batch.state, batch.made), ("done", batch.total))

    def test_running_again_makes_only_what_is_missing(self):
        batch = self._create_batch()
        batch.action_run()
        before = self._letters(batch)
        late = self._create_partner("Late")
        self._invoice(7, date(2026, 10, 7), late)
        batch.action_run()
        self.assertEqual(batch.sudo().letter_ids.filtered(lambda x: x.partner_id == late).closing, 7)
        self.assertEqual(self._letters(batch), before)

    def test_excluded_partners_are_left_out_for_the_period_agreed(self):
        exclusion = (
            self.env["reconciliation.exclusion"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.partners[0].id,
                    "date_from": "2026-10-01",
                    "date_to": "2026-10-31",
                    "reason": "Bankrupt",
                }
            )
        )
        self.assertFalse(self._excluded())
        exclusion.action_submit()
        with self.assertRaises(UserError):
            exclusion.action_approve()
        exclusion.with_user(self.accountant).action_approve()
        self.assertEqual(self._excluded(), self.partners[0])
        batch = self._create_batch()
        batch.action_run()
        self.assertEqual(self._letters(batch).partner_id, self.partners[1:])
        self.assertEqual(batch.excluded_count, 1)
        self.assertFalse(
            self.env["reconciliation.exclusion"]._get_excluded("receivable", self.company, date(2026, 11, 30))
        )

    def _excluded(self):
        return self.env["reconciliation.exclusion"]._get_excluded("receivable", self.company, CUTOFF)

    def test_preview_says_what_the_run_makes(self):
        form = Form(self.env["reconciliation.run.preview"].with_user(self.clerk))
        form.cutoff = CUTOFF
        self.assertEqual(form.period_start, START)
        self.assertEqual(form.reply_by, date(2026, 11, 30))
        preview = form.save()
        count, amount = preview.partner_count, preview.amount_positive
        action = preview.action_run()
        batch = self.env["reconciliation.batch"].browse(action["res_id"])
        self.assertEqual((batch.made, sum(batch.sudo().letter_ids.mapped("closing"))), (count, amount))
        self.assertEqual(preview.copy().action_run()["res_id"], batch.id)

    def test_the_buyer_makes_payable_letters_only(self):
        form = Form(self.env["reconciliation.run.preview"].with_user(self.purchase_assistant))
        self.assertEqual(form.kind, "payable")
        self.assertEqual(form.reply_by.day, 15)
        with self.assertRaises(AccessError):
            self._create_batch(self.purchase_assistant, kind="receivable")
        self._create_batch(self.purchase_assistant, kind="payable").action_run()

    def test_a_second_run_for_the_cut_off_is_refused(self):
        self._create_batch()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._create_batch()

    def test_days_are_checked(self):
        with self.assertRaises(ValidationError):
            self._create_batch(reply_by=date(2026, 10, 31))

    def test_the_scheduled_action_continues_in_chunks(self):
        batch = self._create_batch()
        batch._move_to("running")
        make = type(self.env["reconciliation.letter"])._make
        chunks = []

        def counted(letters, of_batch, partners):
            chunks.append(len(partners))
            return make(letters, of_batch, partners)

        with (
            self.enter_registry_test_mode(),
            patch.object(type(self.env["reconciliation.letter"]), "_make", counted),
        ):
            with self.registry.cursor() as cr:
                self.env(cr=cr)["reconciliation.batch"]._cron_continue(chunk=2)
        self.env.invalidate_all()
        self.assertEqual(batch.state, "done")
        self.assertTrue(all(size <= 2 for size in chunks))
        self.assertEqual(self._letters(batch).partner_id, self.partners)

    def test_figures_take_the_same_number_of_statements_for_any_number_of_letters(self):
        batch = self._create_batch()
        snapshot = self.env["reconciliation.snapshot"]
        one = self.env["reconciliation.letter"]._make(batch, self.partners[:1])
        four = self.env["reconciliation.letter"]._make(batch, self.partners[1:])
        self.env.flush_all()

        def statements(letters):
            before = self.env.cr.sql_log_count
            snapshot._take(letters)
            return self.env.cr.sql_log_count - before

        self.assertEqual(statements(one), statements(four), "whatever bridges add")
        with patch.object(self.registry["reconciliation.snapshot"], "_get_uninvoiced", lambda *args: []):
            self.assertLessEqual(statements(four), 6)

    @freeze_time("2026-11-01 03:00:00")  # a Sunday
    def test_month_end_waits_for_the_first_working_day(self):
        batches = self.env["reconciliation.batch"]
        self.company.letter_month_end = True
        with self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_reconciliation_month_end").method_direct_trigger()
        self.assertFalse(batches.search([("cutoff", "=", CUTOFF), ("company_id", "=", self.company.id)]))
        with freeze_time("2026-11-02 03:00:00"):
            for _twice in range(2):
                batches._run_month_end(self.company)
        runs = batches.search([("cutoff", "=", CUTOFF), ("company_id", "=", self.company.id)])
        self.assertEqual(sorted(runs.mapped("kind")), ["payable", "receivable"])

    @freeze_time("2026-11-02 03:00:00")
    def test_month_end_is_off_until_switched_on(self):
        self.assertFalse(self.company.letter_month_end)
        self.env["reconciliation.batch"]._cron_month_end()
        self.assertFalse(
            self.env["reconciliation.batch"].search(
                [("cutoff", "=", CUTOFF), ("company_id", "=", self.company.id)]
            )
        )

    def test_all_drafts_are_reviewed_but_those_with_a_reason(self):
        batch = self._create_batch()
        batch.action_run()
        self._invoice(1, date(2026, 10, 9), self.partners[0])
        batch.with_user(self.supervisor).action_review_letters()
        states = {letter.partner_id: letter.state for letter in self._letters(batch)}
        self.assertEqual(states.pop(self.partners[0]), "draft")
        self.assertEqual(set(states.values()), {"reviewed"})
