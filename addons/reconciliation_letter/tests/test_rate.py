"""Sent, answered and completed of those in scope; frozen at the deadline, never rewritten."""

from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .answer_common import AnswerCommon

DEADLINE = date(2026, 11, 30)


@tagged("post_install", "-at_install")
class TestRate(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rates, cls.report = cls.env["reconciliation.rate"], cls.env["reconciliation.rate.report"]

    def _rows(self, **domain):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.report.search(
            [("company_id", "=", self.company.id), *((k, "=", v) for k, v in domain.items())]
        )

    def _freeze(self, on="2026-12-01 03:00:00"):
        self.env.flush_all()
        with freeze_time(on):
            for found in self.rates._find_to_freeze():
                self.rates._freeze(*found)
        self.env.invalidate_all()
        return self.rates.search([("company_id", "=", self.company.id)])

    def test_the_deadlines_of_customers_and_suppliers(self):
        for kind, deadline in (("receivable", DEADLINE), ("payable", date(2026, 11, 15))):
            self._sent(kind=kind)
            self.assertEqual(self.rates._get_deadline(self.company, kind, date(2026, 10, 31)), deadline)
            self.assertEqual(self._rows(kind=kind).deadline, deadline, "SQL and rule agree")

    def test_each_step_counts_for_itself(self):
        with freeze_time("2026-11-10"):
            self._sent(
                self._create_partner("Draft"), state="draft", sent_on=datetime(2026, 11, 2)
            )._write_by_flow({"sent_on": False})
            self._sent(self._create_partner("Sent"))
            self._answer(self._sent(self._create_partner("Answered")))
            self._completed(self._create_partner("Completed"))
        rows = self._rows(kind="receivable")
        self.assertEqual(
            [sum(rows.mapped(name)) for name in ("scope", "sent", "replied", "completed")], [4, 3, 2, 1]
        )

    def test_what_is_not_written_yet_counts(self):
        letter = self._sent()
        self.env.flush_all()
        letter._write_by_flow({"replied_on": date(2026, 11, 10)})
        [[replied]] = self.report._read_group([("letter_id", "=", letter.id)], [], ["replied:sum"])
        self.assertEqual(replied, 1)

    def test_a_cancelled_letter_stays_in_scope(self):
        self._sent()._write_by_flow({"state": "cancelled"})
        row = self._rows(kind="receivable")
        self.assertEqual((row.scope, row.sent, row.completed), (1, 0, 0))

    def test_a_superseded_letter_counts_once(self):
        with freeze_time("2026-11-10"):
            self._completed()._write_by_flow({"state": "superseded"})
            self._sent(amounts=())
        row = self._rows(kind="receivable")
        self.assertEqual((row.scope, row.sent, row.completed), (1, 1, 0))

    def test_only_an_approved_exclusion_takes_a_partner_out(self):
        letter = self._sent()
        exclusion = self.env["reconciliation.exclusion"].create(
            {
                "partner_id": letter.partner_id.id,
                "company_id": self.company.id,
                "kind": "receivable",
                "date_from": "2026-10-01",
                "date_to": "2026-12-31",
                "reason": "In liquidation",
            }
        )
        self.assertTrue(self._rows(kind="receivable"))
        exclusion.with_user(self.clerk).action_submit()
        exclusion.with_user(self.accountant).action_approve()
        self.assertFalse(self._rows(kind="receivable"))
        self.env.cr.execute(
            "UPDATE reconciliation_exclusion SET date_to = '2027-12-31' WHERE id = %s", exclusion.ids
        )
        self.assertTrue(
            self._rows(kind="receivable"), "changed after it was agreed: the run makes the letter"
        )

    def test_frozen_figures_stand_and_late_is_late(self):
        with freeze_time("2026-11-10"):
            self._completed(self._create_partner("In time"))
            late = self._sent(self._create_partner("Late"))
            self._answer(late)
        frozen = self._freeze()
        self.assertRecordValues(
            frozen, [{"scope": 2, "sent": 2, "replied": 2, "completed": 1, "deadline": DEADLINE}]
        )
        with freeze_time("2026-12-05"):
            self._seal(late)
        self.env.invalidate_all()
        self.assertRecordValues(frozen, [{"completed": 1, "completed_rate": 0.5, "late": 1}])
        self.assertEqual(self._rows(letter_id=late.id).late, 1)

    def test_a_seal_taken_back_later_does_not_change_what_is_frozen(self):
        with freeze_time("2026-11-10"):
            letter = self._completed()
        frozen = self._freeze()
        self._seal(letter, "none")
        self.assertFalse(letter.completed_on)
        self.assertEqual(self._rows(letter_id=letter.id).completed, 1)
        self.assertEqual(frozen.completed, 1)

    def test_a_late_run_counts_by_the_deadline(self):
        with freeze_time("2026-12-03"):
            self._completed()
        self.assertEqual(self._freeze("2026-12-09 03:00:00").completed, 0)

    def test_who_got_no_letter_counts(self):
        self._completed(self._create_partner("Written to"))
        forgotten = self._create_partner(
            "Forgotten", user_id=self.salesperson.id, letter_assistant_id=self.clerk.id
        )
        self._entry(500, date(2026, 9, 5), forgotten)
        quiet = self._create_partner("Nothing open")
        excluded = self._create_partner("Excluded")
        self._entry(70, date(2026, 9, 5), excluded)
        self._exclude(excluded)
        frozen = self._freeze()
        self.assertRecordValues(frozen, [{"scope": 2, "sent": 1, "completed_rate": 0.5, "late": 0}])
        line = frozen.line_ids.filtered(lambda line: not line.letter_id)
        self.assertRecordValues(
            line,
            [
                {
                    **{"partner_id": forgotten.id, "user_id": self.salesperson.id, "sent": 0, "completed": 0},
                    **{"assistant_id": self.clerk.id, "remark": "No letter"},
                }
            ],
        )
        self.assertNotIn(quiet, frozen.line_ids.partner_id)
        row = self._rows(partner_id=forgotten.id)
        self.assertRecordValues(row, [{"state": "none", "scope": 1, "completed": 0, "rate_id": frozen.id}])
        self.assertEqual(row.action_open_letter()["res_model"], "res.partner")
        self.assertIn(row, self.report.with_user(self.clerk).search([("state", "=", "none")]))
        self.assertEqual(self._freeze(), frozen)
        self.assertEqual(len(self._rows(kind="receivable")), 2)

    def test_a_letter_made_after_the_freeze_is_late(self):
        self._sent()
        forgotten = self._create_partner("Forgotten")
        self._entry(1000, partner=forgotten)
        frozen = self._freeze()
        with freeze_time("2026-12-05"):
            letter = self._completed(forgotten, amounts=())
        self._exclude(forgotten)
        row = self._rows(partner_id=forgotten.id)
        self.assertRecordValues(row, [{"letter_id": letter.id, "completed": 0, "late": 1, "scope": 1}])
        self.assertRecordValues(frozen, [{"scope": 2, "completed": 0, "late": 1}])

    def test_a_month_nobody_ran_is_frozen_at_nothing(self):
        august = {"cutoff": date(2026, 8, 31), "period_start": date(2026, 8, 1)}
        self._sent(sent_on=datetime(2026, 9, 2), **august)
        other = self._create_company()
        self._entry(90, date(2026, 8, 5), company=other, books=self._books_of(other))
        frozen = self._freeze()
        self.assertRecordValues(
            frozen.sorted("cutoff"),
            [
                {"cutoff": date(2026, 8, 31), "scope": 1, "sent": 1},
                {"cutoff": date(2026, 9, 30), "scope": 1, "sent": 0},
                {"cutoff": date(2026, 10, 31), "scope": 1, "sent": 0},
            ],
        )
        self.assertEqual(frozen.mapped("kind"), ["receivable"] * 3)
        self.assertFalse(self.rates.search([("company_id", "=", other.id)]), "it writes no letters")
        self.assertEqual(self._freeze(), frozen)

    def test_a_month_without_anybody_is_not_frozen(self):
        letter = self._sent(cutoff=date(2026, 9, 30), period_start=date(2026, 9, 1), amounts=(100,))
        self._pay(100, date(2026, 9, 30), letter.partner_id)
        self.assertEqual(self._freeze().mapped("cutoff"), [date(2026, 9, 30)])

    def _exclude(self, partner):
        exclusion = self.env["reconciliation.exclusion"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "kind": "receivable",
                "date_from": "2026-10-01",
                "date_to": "2026-12-31",
                "reason": "In liquidation",
            }
        )
        exclusion.with_user(self.clerk).action_submit()
        exclusion.with_user(self.accountant).action_approve()
        return exclusion

    def test_freezing_twice_changes_nothing(self):
        self._sent()
        frozen = self._freeze()
        self.assertEqual(self._freeze(), frozen)
        self.assertFalse(self.rates._freeze(self.company, "receivable", date(2026, 10, 31), DEADLINE))
        self.assertEqual(len(frozen.line_ids), 1)

    def test_nothing_is_frozen_before_the_deadline_has_passed(self):
        self._sent()
        self.assertFalse(self._freeze("2026-11-30 03:00:00"))

    def test_nobody_writes_a_frozen_rate(self):
        self._sent()
        frozen = self._freeze()
        for user in (self.accountant, self.general_manager, self.env.ref("base.user_admin")):
            for records, vals in ((frozen, {"completed": 1}), (frozen.line_ids, {"completed": 1})):
                with self.assertRaises(AccessError):
                    records.with_user(user).with_context(record_token=True).write(vals)
                with self.assertRaises(AccessError):
                    records.with_user(user).unlink()

    def test_by_salesperson_and_assistant(self):
        self._sent(self._create_partner("A"))
        self._sent(self._create_partner("B"), user_id=self.sales_manager.id)
        self.env.flush_all()
        groups = self.report._read_group(
            [("company_id", "=", self.company.id)], ["user_id"], ["scope:sum", "sent_rate:avg"]
        )
        self.assertEqual(
            {user: (scope, rate) for user, scope, rate in groups},
            {self.salesperson: (1, 1.0), self.sales_manager: (1, 1.0)},
        )

    def test_the_number_of_statements_does_not_grow(self):
        cutoffs = [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
        for cutoff, letters in zip(cutoffs, (1, 1, 6), strict=True):
            for number in range(letters):
                partner = self._create_partner(f"Many {number}")
                self._sent(partner, cutoff=cutoff, period_start=cutoff.replace(day=1))
        counts = []
        for cutoff in cutoffs:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            frozen = self.rates._freeze(self.company, "receivable", cutoff, DEADLINE)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(frozen.scope, 8, "six with a letter, two still owe from the months before")
        _warming_up, one, six = counts
        self.assertEqual(six, one)

    def test_random_fates_against_a_slow_count(self):
        days = st.none() | st.integers(1, 60)
        states = st.sampled_from(["sent", "agreed", "settled", "cancelled", "superseded", "draft"])
        letters = [self._sent(self._create_partner(f"Fate {number}")) for number in range(5)]

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(st.tuples(states, days, days, days), min_size=5, max_size=5))
        def check(fates):
            counts = [0, 0, 0, 0]
            for letter, (state, *numbers) in zip(letters, fates, strict=True):
                dates = [
                    number and date.fromordinal(date(2026, 11, 1).toordinal() + number) for number in numbers
                ]
                letter._write_by_flow(
                    {
                        "state": state,
                        "sent_on": dates[0]
                        and datetime.combine(dates[0], datetime.min.time()).replace(hour=5),
                        "replied_on": dates[1] or False,
                        "completed_on": dates[2] or False,
                    }
                )
                if state in ("cancelled", "superseded"):
                    continue
                for part in range(3):
                    counts[part] += bool(dates[part]) and dates[part] <= DEADLINE
                counts[3] += bool(dates[2]) and dates[2] > DEADLINE
            rows = self._rows(kind="receivable")
            found = [sum(rows.mapped(name)) for name in ("sent", "replied", "completed", "late")]
            self.assertEqual((found, sum(rows.mapped("scope"))), (counts, 5))

        check()
