"""The statement of the figures is planned once per connection, and again wherever it is not known."""

from odoo.tests import tagged
from odoo.tools import SQL

from ..models import credit_figures_profile
from ..services import exposure_documents
from ..services.order_documents import OPEN_LINE
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestPreparedStatement(CreditCommon):
    def setUp(self):
        super().setUp()
        self.env.cr.execute("DEALLOCATE ALL")
        self._confirmed_order(1000.0)
        self.env.flush_all()

    def _get_prepared(self):
        self.env.cr.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'backoffice_%'")
        return [row[0] for row in self.env.cr.fetchall()]

    def test_it_is_planned_once(self):
        for _time in range(3):
            self.assertEqual(self.profile._get_figures()[self.profile.id].ordered, 1000)
            self.assertEqual(len(self._get_prepared()), 1)

    def test_another_process_behind_the_connection_plans_it_again(self):
        # what a connection pooler does between two transactions
        self.profile._get_figures()
        self.env.cr.execute("DEALLOCATE ALL")
        self.assertEqual(self.profile._get_figures()[self.profile.id].ordered, 1000)

    def test_it_outlives_what_is_rolled_back(self):
        savepoint = self.env.cr.savepoint(flush=False)
        self.profile._get_figures()
        savepoint.close(rollback=True)
        self.assertEqual(self.profile._get_figures()[self.profile.id].ordered, 1000)
        self.assertEqual(len(self._get_prepared()), 1)

    def test_few_and_many_find_the_same(self):
        few = self.profile._get_figures()
        self.patch(exposure_documents, "FEW", 0)
        self.assertEqual(self.profile._get_figures(), few)
        self.assertEqual(len(self._get_prepared()), 2)

    def test_a_new_column_beside_it_does_not_break_it(self):
        # an upgrade adds columns to tables while other connections keep their plans
        before = self.profile._get_figures()
        self.env.cr.execute("ALTER TABLE sale_order_line ADD COLUMN x_added_later int DEFAULT 1")
        self.env.cr.execute("ALTER TABLE credit_profile ADD COLUMN x_added_later int DEFAULT 1")
        self.assertEqual(self.profile._get_figures(), before)

    def test_the_rest_of_the_transaction_is_planned_as_ever(self):
        names = ("plan_cache_mode", "jit", "random_page_cost")
        settings = f"SELECT {', '.join(f'current_setting({name!r})' for name in names)}"
        before = self.env.execute_query(SQL(settings))
        self.profile._get_figures()
        self.assertEqual(self.env.execute_query(SQL(settings)), before)
        self.patch(credit_figures_profile, "AS_PLANNED", 0)
        self.profile._get_figures()
        self.assertEqual(self.env.execute_query(SQL(settings)), before)

    def test_the_planner_knows_how_many_lines_are_open(self):
        """Statistics and index speak of the same condition, which the statement asks for as it stands."""
        if self.env.cr.connection.server_version < 140000:
            self.skipTest("no statistics on expressions before PostgreSQL 14")
        self.env.cr.execute(
            """
            SELECT pg_get_statisticsobjdef_expressions(stat.oid), pg_get_expr(index.indpred, index.indrelid)
              FROM pg_statistic_ext stat, pg_index index
             WHERE stat.stxname = 'sale_order_line_credit_open_stat'
               AND index.indexrelid = 'sale_order_line_credit_open_idx'::regclass
            """
        )
        (expression,), predicate = self.env.cr.fetchone()
        self.assertEqual(predicate, f"({expression} IS TRUE)")
        self.env.cr.execute("SET LOCAL enable_seqscan = off")  # a small table is read whole
        self.env.cr.execute(SQL("EXPLAIN SELECT id FROM sale_order_line WHERE %s", SQL(OPEN_LINE)))
        self.assertIn("sale_order_line_credit_open_idx", str(self.env.cr.fetchall()))
