"""What an open difference names is not reminded of; everything else is."""

from datetime import date, datetime, timedelta

from odoo.tests import freeze_time, tagged

from odoo.addons.reconciliation_letter.tests.answer_common import AnswerCommon

TODAY = date(2026, 11, 18)


@tagged("post_install", "-at_install")
class TestBridge(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"reminder_active": True, "reminder_tz": "UTC", "reminder_desk_user_id": cls.supervisor.id}
        )
        cls.first = cls._invoice(700.0, due=date(2026, 11, 10))
        cls.second = cls._invoice(300.0, due=date(2026, 11, 10))
        cls.letter = cls._sent(amounts=())

    def _plan(self, day=TODAY, days=0):
        """Plan as of ``day``; return the invoices that are reminded of."""
        day += timedelta(days=days)
        with (
            freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=12)),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            env = self.env(cr=cr)
            company = env["res.company"].browse(self.company.id)
            self._pass(env, company, day)
        self.env.invalidate_all()
        return self._notices(state="planned").move_id

    @staticmethod
    def _pass(env, company, day):
        """Take the steps of a pass that concern receivables: dropping, planning, and what the bridge adds."""
        drop, plan, *_letters_and_digests, note = env["reminder.job"]._get_steps()
        for step in (drop, plan, note):
            step(company, day)

    def _notices(self, **values):
        domain = [("partner_id", "=", self.customer.id), ("company_id", "=", self.company.id)]
        return self.env["reminder.notice"].search(
            domain + [(name, "=", value) for name, value in values.items()]
        )

    def _left_out(self):
        return self.env["reminder.log"].search(
            [("partner_id", "=", self.customer.id), ("event", "=", "left_out")]
        )

    def _dispute_first(self):
        line = self.letter.line_ids.filtered(lambda line: line.res_id == self.first.id)
        self.assertEqual((line.res_model, line.amount), ("account.move", 700.0))
        return self._answer(self.letter, "disputed", 300.0, [self._item(self.letter, line=line)])

    def _difference(self, **values):
        """Dispute the letter for another reason, and find a further difference by hand."""
        self._answer(self.letter, "disputed", 1000.0 - 12.0, [])
        section = self.letter.section_ids[:1]
        values = {
            "letter_id": self.letter.id,
            "section_id": section.id,
            "reason": "price",
            "our_amount": 12.0,
            "their_amount": 0.0,
            **values,
        }
        return self.env["reconciliation.difference"].with_user(self.clerk).create(values).with_env(self.env)

    def test_what_is_not_disputed_is_reminded_of(self):
        self.assertEqual(self._plan(), self.first | self.second)

    def test_what_an_open_difference_names_is_not(self):
        self._dispute_first()
        self.assertEqual(self._plan(), self.second)

    def test_planned_before_it_was_disputed_it_is_dropped_and_comes_back(self):
        self._plan()
        self._dispute_first()
        self.assertEqual(self._plan(), self.second)
        self.assertEqual(set(self._notices(move_id=self.first.id).mapped("state")), {"dropped"})
        self._resolve(self.letter.difference_ids)
        self.assertEqual(self._plan(), self.first | self.second)

    def test_proposed_is_not_yet_resolved(self):
        self._dispute_first()
        difference = self.letter.difference_ids.with_user(self.clerk)
        difference.write({"resolution": "Arrived since", "resolution_number": "GR-1"})
        difference.action_propose()
        self.assertEqual(self._plan(), self.second)

    def test_a_resolved_difference_lets_a_later_stage_be_told(self):
        self._dispute_first()
        self._plan()
        self._resolve(self.letter.difference_ids)
        self._plan(days=9)
        self.assertIn(15, self._notices(move_id=self.first.id).stage_id.mapped("offset_days"))

    def test_a_letter_in_draft_takes_it_out(self):
        self._plan()
        writer = self.env["reminder.letter.writer"]
        letter = writer._write_letter(
            self.company,
            TODAY,
            self.customer,
            self.company.currency_id,
            self._notices(audience="customer", state="planned"),
        )
        self.assertEqual(len(letter._get_live_lines()), 2)
        self._dispute_first()
        self._plan()
        writer._clean_drafts(self.company, TODAY)
        self.assertEqual(letter._get_live_lines().notice_id.move_id, self.second)

    def test_it_is_named_by_its_number_too(self):
        self._difference(name=f" {self.first.name.lower()} ")
        self.assertEqual(self._plan(), self.second)

    def test_a_difference_that_names_nothing_keeps_nothing_out(self):
        for name in (False, "", "Freight", self.first.name[:-1]):
            with self.subTest(name=name):
                self._difference(name=name) if not self.letter.difference_ids else None
                self.letter.difference_ids._write_by_flow({"name": name})
                self.assertEqual(self._plan(), self.first | self.second)
        self.assertFalse(self._left_out())

    def test_the_number_of_another_customers_document_keeps_nothing_out(self):
        other = self._create_partner("Evening Star", user_id=self.salesperson.id)
        theirs = self._invoice(50.0, partner=other, due=date(2026, 11, 10))
        self._difference(name=theirs.name)
        self._plan()
        self.assertTrue(self.env["reminder.notice"].search([("move_id", "=", theirs.id)]))

    def test_the_log_says_once_why(self):
        self._dispute_first()
        self._plan()
        self._plan(days=1)
        row = self._left_out()
        self.assertEqual(len(row), 1)
        self.assertEqual(
            (row.move_id, row.amount, row.difference_id, row.salesperson_id),
            (self.first, 700.0, self.letter.difference_ids, self.salesperson),
        )
        self.assertIn(self.letter.display_name, row.words)
        rows = self.env["reminder.log"]._evidence("account.move.line", [row.res_id])
        self.assertIn(row, rows[row.res_id])
        self.assertTrue(row.with_user(self.salesperson).read(["words", "event", "document"]))

    def test_long_before_it_would_be_reminded_of_the_log_says_nothing(self):
        self._dispute_first()
        self._plan(date(2026, 11, 2))
        self.assertFalse(self._left_out())
        self._plan(date(2026, 11, 3))
        self.assertEqual(len(self._left_out()), 1)

    def test_the_statements_do_not_grow_with_the_differences(self):
        self._dispute_first()
        few = self._count()
        for number in range(6):
            partner = self._create_partner(f"Customer {number}", user_id=self.salesperson.id)
            self._invoice(100.0, partner=partner, due=date(2026, 11, 10))
            letter = self._sent(partner, amounts=())
            self._answer(letter, "disputed", 0.0, [self._item(letter)])
        self.assertLessEqual(self._count(), few + 2)

    def _count(self):
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            company = env["res.company"].browse(self.company.id)
            count = cr.sql_log_count
            self._pass(env, company, TODAY)
            return cr.sql_log_count - count
