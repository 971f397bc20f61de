"""Drafts of statements that prepare themselves."""

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.backoffice_base.rules.periods import period_of

from .test_contract_statement import StatementCommon


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
        before = self._get_last_id()
        self._run()
        self.assertEqual(self._get_last_id(), before)

    def _get_last_id(self):
        """The number of the latest statement that was ever created, one that was deleted again included."""
        return self.env.execute_query(SQL("SELECT last_value FROM contract_statement_id_seq"))[0][0]

    def test_missed_periods_in_which_nothing_lived_are_not_tried_each_night(self):
        old = period_of(fields.Date.subtract(self.period.start, years=2), "month")
        early = self.env["contract.statement"].create({"kind": "month", "day": old.start})
        early._write_by_flow({"state": "approved"})
        months = self._run().filtered(lambda statement: statement.kind == "month")
        self.assertEqual(months.mapped("date_from"), [self.period.start, old.start])
        before = self._get_last_id()
        self._run()
        self.assertEqual(self._get_last_id(), before)

    def test_the_last_day_prepares_its_own_month(self):
        statements = self.env["contract.statement"]
        today = fields.Date.today()
        for period in statements._get_periods_over(self.company):
            self.assertLessEqual(period.end, today)

    def test_the_periods_missed_since_the_first_statement_are_prepared_too(self):
        """The job did not run for months, and somebody made one of them by hand meanwhile."""
        first = period_of(fields.Date.subtract(self.period.start, months=4), "month")
        self.contract._write_by_flow({"date_signed": first.start})
        self._create_statement(day=first.start).action_submit()
        self._create_statement(day=fields.Date.subtract(self.period.start, months=2))
        months = self._run().filtered(lambda statement: statement.kind == "month")
        self.assertEqual(len(months), 5)
        self.assertEqual(len(set(months.mapped("date_from"))), 5)
        self.assertEqual(min(months.mapped("date_from")), first.start)
        self.assertEqual(self._run().filtered(lambda statement: statement.kind == "month"), months)

    def test_a_company_that_begins_is_not_flooded_with_the_past(self):
        self.contract._write_by_flow({"date_signed": fields.Date.subtract(self.period.start, years=5)})
        kinds = self._run().mapped("kind")
        self.assertEqual(len(kinds), len(set(kinds)))

    def test_a_draft_of_an_old_month_brings_none_of_those_between(self):
        old = fields.Date.subtract(self.period.start, years=3)
        self.contract._write_by_flow({"date_signed": old})
        clerk = self.env["contract.statement"].with_user(self.users["clerk"])
        draft = clerk.create({"kind": "month", "day": old})
        months = self._run().filtered(lambda statement: statement.kind == "month")
        self.assertEqual(months.mapped("date_from"), [self.period.start, draft.date_from])
