"""What the books tell differently after filing."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.rules.periods import period_of

from .test_contract_statement import StatementCommon

MODELS = "odoo.addons.sales_backoffice_execution.models"


@tagged("post_install", "-at_install")
class TestDifferences(StatementCommon):
    def setUp(self):
        super().setUp()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: float("inf"))
        self.statement = self._filed()

    def _differences(self):
        self.statement.action_compare()
        return {
            (line.contract_id, line.figure): (line.amount_filed, line.amount_now, line.delta)
            for line in self.statement.difference_ids
        }

    def test_the_books_agree(self):
        self.assertEqual(self._differences(), {})
        self.assertTrue(self.statement.compared_on)

    def test_what_happens_later_is_no_difference(self):
        self._pay(self.invoice, 500.0)
        self._call_off(5)
        self.assertEqual(self._differences(), {})

    def test_a_document_dated_back_is_a_difference_figure_by_figure(self):
        self._pay_on(self.invoice, 500.0, self.period.end)
        found = self._differences()
        contract = self.contract
        self.assertEqual(found[contract, "period_collected"], (1_000, 1_500, 500))
        self.assertEqual(found[contract, "amount_receivable"], (3_000, 2_500, -500))
        self.assertNotIn((contract, "period_invoiced"), found)
        self.assertEqual(self._row(self.statement).period_collected, 1_000)
        self.assertTrue(self.statement.is_intact)

    def test_a_contract_signed_back_into_the_period_is_added(self):
        late = self._create_contract(on=self.period.start)
        found = self._differences()
        self.assertEqual(found[late, "period_signed"], (0, 11_000, 11_000))
        change = self.statement.difference_ids.filtered(lambda line: line.contract_id == late).mapped(
            "change"
        )
        self.assertEqual(set(change), {"added"})

    def test_a_contract_gone_from_the_books_is_removed(self):
        self._hide(self.contract)
        found = self._differences()
        self.assertEqual(found[self.contract, "period_invoiced"], (4_000, 0, -4_000))
        self.assertEqual(set(self.statement.difference_ids.mapped("change")), {"removed"})

    def test_a_difference_put_right_goes_away_and_others_keep_their_day(self):
        payment = self._pay_on(self.invoice, 500.0, self.period.end)
        self._differences()
        before = self.statement.difference_ids
        self._differences()
        self.assertEqual(self.statement.difference_ids, before)
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(self._differences(), {})
        self.assertEqual(self.statement.difference_count, 0)

    def test_the_scheduled_action_compares_too(self):
        self._pay_on(self.invoice, 500.0, self.period.end)
        self.env["contract.statement"]._cron_compare()
        self.assertGreater(self.statement.difference_count, 0)

    def test_nobody_types_differences(self):
        self._pay_on(self.invoice, 500.0, self.period.end)
        self.statement.action_compare()
        line = self.statement.difference_ids[:1].with_user(self.users["general_manager"])
        with self.assertRaises(AccessError):
            line.write({"amount_now": 0.0})
        with self.assertRaises(AccessError):
            line.unlink()


@tagged("post_install", "-at_install")
class TestScheduledComparison(StatementCommon):
    """Recent statements every night, older ones in turn: each at least once a week."""

    def setUp(self):
        super().setUp()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: float("inf"))

    def _old(self, count):
        """Statements filed years ago, in which nothing lived."""
        day, statements = (
            fields.Date.subtract(self.period.start, years=3),
            self.env["contract.statement"].sudo(),
        )
        for _number in range(count):
            day = period_of(day, "month").previous().start
            statements |= statements.create({"kind": "month", "day": day})
        statements._write_by_flow({"state": "approved"})
        return statements

    def _nights(self, count):
        start = fields.Datetime.now()
        for number in range(count):
            with freeze_time(start + timedelta(days=number)):
                self.env["contract.statement"]._cron_compare()

    def test_a_change_of_years_ago_shows_within_a_week(self):
        old = self._old(9)
        late = self._create_contract(on=old[4].date_from, valid_to=old[4].date_to)
        self._nights(1)
        self.assertEqual(len(old.filtered("compared_on")), 9)  # the first time all of them
        self.env.cr.execute(
            "UPDATE sale_contract SET date_signed = date_signed + 1, amount_total = 7 WHERE id = %s",
            [late.id],
        )
        self.env.invalidate_all()
        self._nights(8)
        found = old[4].difference_ids.filtered(lambda line: line.contract_id == late)
        self.assertEqual(found.filtered(lambda line: line.figure == "period_signed").amount_now, 7)

    def test_each_comes_once_a_week_and_no_night_has_them_all(self):
        old = self._old(15)
        self._nights(1)
        start, seen = fields.Datetime.now(), {statement: 0 for statement in old}
        for number in range(1, 8):
            with freeze_time(start + timedelta(days=number)):
                tonight = self.env["contract.statement"]._get_due_to_compare() & old
                self.env["contract.statement"]._cron_compare()
            self.assertLessEqual(len(tonight), 15 if number == 7 else 3)
            for statement in tonight:
                seen[statement] += 1
        self.assertTrue(all(seen.values()))

    def test_recent_ones_come_every_night(self):
        recent = self._filed()
        self._nights(1)
        self.assertIn(recent, self.env["contract.statement"]._get_due_to_compare())

    def _break(self, broken):
        """From now on one of the statements cannot be read, as if its figures went beyond all bounds."""
        statements = type(self.env["contract.statement"])
        find = statements._find_differences

        def failing(statement):
            if statement in broken:
                statement.env.cr.execute("SELECT 1 / 0")
            return find(statement)

        self.patch(statements, "_find_differences", failing)

    @mute_logger("odoo.sql_db")
    def test_one_that_fails_keeps_no_other_from_its_turn(self):
        broken = self._filed()
        old, broken = self._old(3), broken.sudo()
        self._break(broken)
        for _night in range(2):
            with self.assertLogs(f"{MODELS}.contract_statement_scheduled", "ERROR") as logs:
                self._nights(1)
            self.assertIn(f"{broken.id} could not be compared", logs.output[0])
        self.assertTrue(all(old.mapped("compared_on")))
        self.assertFalse(broken.compared_on)
        activity = broken.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertTrue(activity.user_id.has_group("backoffice_base.group_supervisor"))
        self.assertIn("CS/", activity.summary)
        self.assertIn("division by zero", activity.note)
        self.assertFalse(old.activity_ids)

    @mute_logger("odoo.sql_db")
    def test_the_failure_goes_away_once_it_works(self):
        statement, broken = self._filed().sudo(), []
        self._break(broken)
        broken.append(statement)
        with mute_logger(f"{MODELS}.contract_statement_scheduled"):
            self._nights(1)
        self.assertTrue(statement.activity_ids)
        broken.clear()
        self._nights(1)
        self.assertTrue(statement.compared_on)
        self.assertFalse(statement.activity_ids)

    def test_what_somebody_else_compares_just_now_is_no_failure(self):
        statement = self._filed().sudo()
        for error in (SerializationFailure, UniqueViolation):

            def raced(_statement, error=error):
                raise error

            with (
                patch.object(type(statement), "_compare", raced),
                patch.object(self.cr, "rollback") as rollback,
                mute_logger(f"{MODELS}.contract_statement_scheduled"),
            ):
                statement._compare_alone(statement.id)
            self.assertTrue(rollback.called)
            self.assertFalse(statement.activity_ids)

    def test_many_are_compared_at_once_on_demand(self):
        statements = self._filed() | self._old(2)
        self._pay_on(self.invoice, 500.0, self.period.end)
        action = statements.with_user(self.users["clerk"]).action_compare()
        self.assertTrue(all(statements.mapped("compared_on")))
        found = self.env["contract.statement.difference"].search(action["domain"])
        self.assertEqual(found.statement_id, statements[0])

    def test_a_comparison_costs_the_same_for_any_number_of_contracts(self):
        statement = self._filed().sudo()
        statement._compare()
        counts = []
        for _round in range(2):
            late = self.env["sale.contract"].union(
                *(self._create_contract(on=self.period.start) for _number in range(1 + 4 * _round))
            )
            counts.append(self._count_queries(statement._compare))  # found
            self._hide(late)
            counts.append(self._count_queries(statement._compare))  # gone again
        self.assertLessEqual(counts[2], counts[0])
        self.assertLessEqual(counts[3], counts[1])
