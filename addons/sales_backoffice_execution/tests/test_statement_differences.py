"""What the books tell differently after filing, and the drafts that prepare themselves."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_contract_statement import StatementCommon


@tagged("post_install", "-at_install")
class TestDifferences(StatementCommon):
    def setUp(self):
        super().setUp()
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
class TestScheduledDraft(StatementCommon):
    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_backoffice_execution.cron_prepare_statements").method_direct_trigger()
        return self.env["contract.statement"].search([("company_id", "=", self.company.id)])

    def test_the_drafts_of_the_periods_over_are_prepared_once(self):
        statements = self._run()
        month = statements.filtered(lambda statement: statement.kind == "month")
        self.assertEqual((month.date_from, month.state), (self.period.start, "draft"))
        self.assertTrue(month.row_count)
        self.assertEqual(self._run(), statements)

    def test_the_draft_waits_on_the_list_of_a_supervisor(self):
        month = self._run().filtered(lambda statement: statement.kind == "month")
        self.assertEqual(len(month.activity_ids), 1)
        self.assertTrue(month.activity_ids.user_id.has_group("backoffice_base.group_supervisor"))
        self.assertEqual(month.activity_ids.date_deadline, month.date_due)

    def test_a_period_that_has_a_statement_is_left_alone(self):
        filed = self._filed()
        statements = self._run()
        self.assertEqual(statements.filtered(lambda statement: statement.kind == "month"), filed)

    def test_a_period_in_which_nothing_lived_gets_no_draft(self):
        self._hide(self.env["sale.contract"].search([]))
        before = self.env["contract.statement"].search_count([])
        self._run()
        self.assertEqual(self.env["contract.statement"].search_count([]), before)

    def test_the_last_day_prepares_its_own_month(self):
        statements = self.env["contract.statement"]
        today = fields.Date.today()
        for period in statements._get_periods_over(self.company):
            self.assertLessEqual(period.end, today)
