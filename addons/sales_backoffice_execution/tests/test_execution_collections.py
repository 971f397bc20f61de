"""What counts as collected, due, overdue and late, and how every day reads as it stood then."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import ExecutionCommon


@tagged("post_install", "-at_install")
class TestCollections(ExecutionCommon):
    def _billed(self, quantity=40, on=None, contract=None):
        order = self._call_off(quantity, contract=contract)
        self._deliver(order)
        return self._invoice(order, on=on)

    def test_a_payment_is_collected(self):
        self._pay(self._billed(), 1_500.0)
        self.assertExecution(amount_collected=1_500, amount_receivable=2_500, collection_rate=1)
        self.assertExecution(last_collection=self._today(), amount_uncollected=2_500)

    def test_the_rate_weighs_what_is_collected_against_what_is_overdue(self):
        """Vector: 3 000 collected, 1 000 overdue: 75 %."""
        invoice = self._billed(on=self._days_ago(10))
        self._pay(invoice, 3_000.0)
        self.assertExecution(
            amount_overdue=1_000,
            amount_due=1_000,
            overdue_days=10,
            collection_rate=0.75,
            execution_status="overdue",
        )

    def test_what_falls_due_today_is_due_and_not_overdue(self):
        self._billed()
        self.assertExecution(amount_due=4_000, amount_overdue=0, collection_rate=None)

    def test_what_is_not_due_yet_is_neither(self):
        order = self._call_off(40)
        order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        self._deliver(order)
        self._invoice(order)
        self.assertExecution(amount_receivable=4_000, amount_due=0, amount_overdue=0)

    def test_instalments_fall_due_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half, half",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 5}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        order = self._call_off(40)
        order.payment_term_id = term
        self._deliver(order)
        self._invoice(order, on=self._days_ago(20))
        self.assertExecution(amount_due=2_000, amount_overdue=2_000, overdue_days=15)

    def test_late_money_is_counted_with_its_days(self):
        """Vector: due 30 days ago; 1 000 ten days late, 3 000 twenty days late: 17.5 days on average."""
        invoice = self._billed(on=self._days_ago(30))
        self._pay_on(invoice, 1_000.0, self._days_ago(20))
        self._pay_on(invoice, 3_000.0, self._days_ago(10))
        self.assertExecution(
            amount_late=4_000, late_days=17.5, amount_overdue=0, collection_rate=1, amount_collected=4_000
        )

    def test_money_in_time_is_not_late(self):
        invoice = self._billed(on=self._days_ago(30))
        self._pay_on(invoice, 1_000.0, self._days_ago(30))
        self.assertExecution(amount_late=0, late_days=0, amount_overdue=3_000)

    def test_unreconciling_takes_the_collection_back(self):
        invoice = self._billed()
        self._pay(invoice, 4_000.0)
        invoice.line_ids.remove_move_reconcile()
        self.assertExecution(amount_collected=0, amount_receivable=4_000)

    def test_an_entry_settles_without_money(self):
        invoice = self._billed()
        receivable = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        other = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.account_id.id,
                            "partner_id": self.partner.id,
                            "credit": 100.0,
                        }
                    ),
                    Command.create({"account_id": other.id, "debit": 100.0}),
                ],
            }
        )
        entry.action_post()
        (receivable + entry.line_ids.filtered("credit")).reconcile()
        self.assertExecution(amount_collected=0, amount_offset=100, amount_receivable=3_900)

    def test_money_given_back_lowers_what_was_collected(self):
        invoice = self._billed()
        self._pay(invoice, 4_000.0)
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        refund.invoice_line_ids.quantity = 10
        refund.action_post()
        self._pay(refund, 1_000.0)
        self.assertExecution(amount_invoiced=3_000, amount_collected=3_000, amount_receivable=0)

    def test_an_invoice_of_two_contracts_is_shared_out(self):
        """Vector: 2 000 and 1 000 on one invoice, 1 000 paid: 666.67 and 333.33."""
        other = self._create_contract()
        orders = self._call_off(20) + self._call_off(10, contract=other)
        for order in orders:
            self._deliver(order)
        invoice = self._invoice(orders)
        self.assertEqual(len(invoice), 1)
        self._pay(invoice, 1_000.0)
        self.assertExecution(amount_collected=666.67, amount_receivable=1_333.33, amount_due=1_333.33)
        self.assertExecution(other, amount_collected=333.33, amount_receivable=666.67, amount_due=666.67)


@tagged("post_install", "-at_install")
class TestDays(ExecutionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._call_off(40, on=self._days_ago(50))
        self._deliver(self.order, on=self._days_ago(40))
        self.invoice = self._invoice(self.order, on=self._days_ago(30))
        self._pay_on(self.invoice, 1_000.0, self._days_ago(20))

    def test_every_day_reads_as_it_stood_then(self):
        for days, expected in (
            (51, {"amount_ordered": 0, "amount_delivered": 0, "amount_remaining": 11_000}),
            (50, {"amount_ordered": 4_000, "amount_delivered": 0, "amount_remaining": 7_000}),
            (40, {"amount_delivered": 4_000, "amount_uninvoiced": 4_000, "amount_invoiced": 0}),
            (30, {"amount_invoiced": 4_000, "amount_uninvoiced": 0, "amount_overdue": 0}),
            (
                29,
                {
                    "amount_receivable": 4_000,
                    "amount_overdue": 4_000,
                    "overdue_days": 1,
                    "collection_rate": 0,
                },
            ),
            (20, {"amount_collected": 1_000, "amount_late": 1_000, "late_days": 10, "collection_rate": 0.25}),
        ):
            with self.subTest(days_ago=days):
                self.assertExecution(at=self._days_ago(days), **expected)

    def test_a_period_holds_what_happened_in_it(self):
        self.assertExecution(
            at=self._days_ago(25),
            since=self._days_ago(45),
            period_ordered=0,
            period_delivered=4_000,
            period_invoiced=4_000,
            period_collected=0,
        )
        self.assertExecution(
            since=self._days_ago(20), period_delivered=0, period_invoiced=0, period_collected=1_000
        )

    def test_one_period_goes_on_where_the_other_ended(self):
        middle = self._days_ago(30)
        whole = self._figures(since=self._days_ago(60))
        first = self._figures(at=middle, since=self._days_ago(60))
        second = self._figures(since=middle + timedelta(days=1))
        for name in ("ordered", "delivered", "returned", "invoiced", "collected"):
            key = f"period_{name}"
            self.assertEqual(first[key] + second[key], whole[key], name)

    def test_the_day_begins_where_the_reader_is(self):
        self.order.date_order = fields.Datetime.to_datetime(self._days_ago(50)) + timedelta(hours=20)
        executions = self.env["contract.execution"]
        for tz, ordered in (("UTC", 4_000), ("Asia/Shanghai", 0)):
            row = executions._get_figures(self.contract, self._days_ago(50), tz=tz)[self.contract.id]
            self.assertEqual(row["amount_ordered"], ordered, tz)

    def test_days_of_deliveries(self):
        later = self._call_off(10)
        self._deliver(later, on=self._days_ago(3))
        self.assertExecution(first_delivery=self._days_ago(40), last_delivery=self._days_ago(3))
