"""A filed statement stays; whatever is dated, cancelled or deleted in its period afterwards shows as a difference."""

from datetime import timedelta

import psycopg2.errors

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .test_contract_statement import StatementCommon


@tagged("post_install", "-at_install")
class TestBackdated(StatementCommon):
    """Filed: 40 ordered, delivered and invoiced (4 000), 1 000 paid."""

    def setUp(self):
        super().setUp()
        self.statement = self._filed()
        self.before = self._frozen()
        self.inside = self.period.start + timedelta(days=12)

    def _frozen(self):
        statement = self.statement
        fields_ = [name for name, field in statement.row_ids._fields.items() if field.store]
        rows = statement.row_ids.read([name for name in fields_ if name not in ("write_date", "write_uid")])
        return rows, statement.content_hash, statement.pdf_id.checksum, statement.xlsx_id.checksum

    def assertDifference(self, **expected):
        """The statement is as it was; these are among the differences; return all."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.statement.action_compare()
        self.assertEqual(self._frozen(), self.before)
        self.assertTrue(self.statement.is_intact)
        found = {line.figure: (line.amount_filed, line.amount_now) for line in self.statement.difference_ids}
        for figure, pair in expected.items():
            self.assertEqual(found.get(figure), pair, figure)
        self.assertEqual(self.statement.difference_count, len(self.statement.difference_ids))
        return found

    def test_an_invoice_dated_back_into_the_period(self):
        order = self._call_off(10)
        self._deliver(order)
        self._invoice(order, on=self.inside)
        found = self.assertDifference(period_invoiced=(4_000, 5_000), amount_receivable=(3_000, 4_000))
        self.assertNotIn("period_delivered", found)

    def test_a_cancelled_invoice(self):
        self.invoice.line_ids.remove_move_reconcile()
        self.invoice.button_draft()
        self.invoice.button_cancel()
        self.assertDifference(
            period_invoiced=(4_000, 0), period_collected=(1_000, 0), amount_uninvoiced=(0, 4_000)
        )

    def test_a_deleted_invoice(self):
        self.invoice.line_ids.remove_move_reconcile()
        self.invoice.button_draft()
        self.invoice.with_context(force_delete=True).unlink()
        self.assertDifference(period_invoiced=(4_000, 0), amount_receivable=(3_000, 0))

    def test_an_invoice_that_moves_out_of_the_period(self):
        self.invoice.line_ids.remove_move_reconcile()
        self.invoice.button_draft()
        self.invoice.invoice_date = self.period.end + timedelta(days=1)
        self.invoice.action_post()
        self.assertDifference(period_invoiced=(4_000, 0))

    def test_a_credit_note_dated_back(self):
        self._credit(self.invoice, share=0.25, on=self.inside)
        self.assertDifference(period_invoiced=(4_000, 3_000))

    def test_a_deleted_payment(self):
        payments = self.invoice._get_reconciled_payments() or self.invoice.matched_payment_ids
        payments.action_draft()
        payments.unlink()
        self.assertDifference(period_collected=(1_000, 0), amount_receivable=(3_000, 4_000))

    def test_a_delivery_dated_back(self):
        order = self._call_off(10)
        self._deliver(order, on=self.inside)
        self.assertDifference(period_delivered=(4_000, 5_000), amount_uninvoiced=(0, 1_000))

    def test_goods_returned_with_a_date_in_the_period(self):
        picking = self._return(self.order.picking_ids, 15)
        picking.move_ids.date = fields.Datetime.to_datetime(self.inside)
        self.assertDifference(period_delivered=(4_000, 2_500), period_returned=(0, 1_500))

    def test_a_cancelled_order(self):
        self.order._action_cancel()
        self.assertDifference(period_ordered=(4_000, 0), amount_ordered=(4_000, 0))

    def test_an_order_moved_to_another_contract(self):
        other = self._create_contract(on=self.period.start)
        self.order.write({"contract_id": other.id})
        self.assertDifference()
        changes = {
            (line.contract_id, line.change)
            for line in self.statement.difference_ids
            if line.figure == "period_invoiced"
        }
        self.assertEqual(changes, {(self.contract, "changed"), (other, "added")})

    def test_an_amendment_signed_later(self):
        self.contract._write_by_flow({"line_ids": [(1, self.contract.line_ids[0].id, {"quantity": 200.0})]})
        self.assertDifference(amount_agreed=(11_000, 21_000))

    def test_what_is_undone_leaves_no_difference(self):
        self._credit(self.invoice, share=0.25, on=self.inside).button_draft()
        refund = self.invoice.reversal_move_ids
        refund.button_cancel()
        self.assertFalse(self.assertDifference())


@tagged("post_install", "-at_install")
class TestFiledOverTheWire(StatementCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls._filed()

    def test_no_other_way_to_write_a_filed_statement(self):
        clerk, manager = self.users["clerk"], self.users["sales_manager"]
        ids = self.statement.ids
        for user, model, method, args in (
            (clerk, "contract.statement", "write", [ids, {"tz": "Asia/Tokyo"}]),
            (clerk, "contract.statement", "write", [ids, {"company_id": 1, "day": "2020-01-01"}]),
            (manager, "contract.statement", "write", [ids, {"calculated_on": "2020-01-01"}]),
            (manager, "contract.statement", "action_draft", [ids]),
            (manager, "contract.statement", "action_reject", [ids, "No."]),
            (manager, "contract.statement", "web_save", [ids, {"difference_count": 0}, {}]),
            (manager, "contract.statement.difference", "create", [{"statement_id": ids[0], "figure": "x"}]),
            (manager, "contract.statement.row", "web_save", [[], {"statement_id": ids[0]}, {}]),
            (manager, "contract.execution", "write", [self.contract.ids, {"amount_collected": 1.0}]),
            (manager, "contract.execution", "unlink", [self.contract.ids]),
            (manager, "contract.execution.line", "create", [{"contract_id": self.contract.id}]),
        ):
            with self.subTest(model=model, method=method):
                self.assertRpcRefused("Error", user, model, method, *args)
        self.env.invalidate_all()
        self.assertTrue(self.statement.is_intact)
        self.assertEqual(self._row(self.statement).period_collected, 1_000)

    def test_a_copy_is_a_draft_of_its_own_period_or_nothing(self):
        unique = self.assertRaises(psycopg2.errors.UniqueViolation)
        with unique, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.statement.copy()
        copy = self.statement.copy({"kind": "quarter"})
        self.assertEqual((copy.state, copy.pdf_id.id, copy.decided_by_id.id), ("draft", False, False))

    def test_an_import_files_nothing(self):
        result = (
            self.env["contract.statement"]
            .with_user(self.users["clerk"])
            .load(["kind", "day", "state"], [["Year", "2001-01-01", "Filed"]])
        )
        self.assertTrue(result["messages"])
        self.assertFalse(result["ids"])

    def test_a_salesperson_of_another_customer_gets_nothing_out(self):
        other = self.users["other_seller"]
        contract = self.contract.with_user(other)
        for method in ("action_open_collections", "action_open_overdue_bills", "action_send_status_letter"):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(contract, method)()
        with self.assertRaises(UserError):
            contract.read(["amount_collected"])
        with self.assertRaises(UserError):
            contract.line_ids.read(["qty_delivered"])
        wizard = self.env["contract.statistics.wizard"].with_user(other).create({"kind": "year"})
        self.assertNotIn(self.contract, wizard._get_statistics().contract_id)
        report = self.env["ir.actions.report"].with_user(other)
        for name in ("contract_execution", "contract_status"):
            xmlid = f"sales_backoffice_execution.action_report_{name}"
            action = self.env.ref(xmlid)
            render = report._render_xlsx if action.report_type == "xlsx" else report._render_qweb_html
            with self.subTest(report=name), self.assertRaises(UserError):
                render(action.report_name, self.contract.ids, {})

    def test_days_in_the_context_open_nothing(self):
        other = self.users["other_seller"]
        context = {
            "execution_at": "2099-01-01",
            "statistics_from": "2000-01-01",
            "statistics_to": "2099-01-01",
        }
        for model in ("contract.execution", "contract.execution.line", "contract.statistics"):
            rows = self.env[model].with_user(other).with_context(**context)
            domain = [("contract_id", "=", self.contract.id)]
            with self.subTest(model=model):
                self.assertFalse(rows.search_count(domain))
                self.assertFalse(rows._read_group(domain, [], ["amount_collected:sum"])[0][0])
