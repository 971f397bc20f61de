"""What a year of trading does to a contract: goods back after the invoice, deposits refunded, other currencies."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import ExecutionCommon


@tagged("post_install", "-at_install")
class TestReturnsAfterTheInvoice(ExecutionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._call_off(40)
        self.picking = self._deliver(self.order)
        self.invoice = self._invoice(self.order)

    def test_goods_back_after_the_invoice_until_the_credit_note(self):
        """Vector: 40 delivered and invoiced at 100, 15 back: 2 500 of 4 000 are owed for goods the customer has."""
        self._return(self.picking, 15)
        self.assertExecution(
            amount_delivered=2_500,
            amount_returned=1_500,
            amount_invoiced=4_000,
            amount_receivable=4_000,
            amount_uninvoiced=0,
            amount_uncollected=2_500,
        )
        self._invoice(self.order)  # Odoo proposes the credit note of what came back
        self.assertExecution(
            amount_invoiced=2_500, amount_uninvoiced=0, amount_uncollected=2_500, amount_receivable=2_500
        )
        self.assertLine(self.contract.line_ids[0], qty_delivered=25, qty_returned=15, qty_invoiced=25)

    def test_goods_back_after_the_money(self):
        self._pay(self.invoice, 4_000.0)
        self._return(self.picking, 15)
        self.assertExecution(amount_collected=4_000, amount_uncollected=0, amount_receivable=0)
        self._invoice(self.order)
        # the customer has 1 500 to its credit
        self.assertExecution(amount_invoiced=2_500, amount_receivable=-1_500, amount_overdue=0)
        self.assertExecution(amount_due=0, collection_rate=1)

    def test_everything_back_and_credited(self):
        self._return(self.picking, 40)
        self._credit(self.invoice)
        self.assertExecution(
            amount_delivered=0,
            amount_invoiced=0,
            amount_receivable=0,
            amount_uncollected=0,
            amount_offset=0,
            progress=0,
            collection_rate=None,
        )

    def test_a_cancelled_invoice_never_was(self):
        self.invoice.button_draft()
        self.assertExecution(amount_draft=4_000, amount_invoiced=0, amount_uninvoiced=4_000)
        self.invoice.button_cancel()
        self.assertExecution(amount_draft=0, amount_invoiced=0, amount_uninvoiced=4_000)

    def test_an_order_cancelled_after_the_invoice_keeps_its_money(self):
        self._pay(self.invoice, 1_000.0)
        self.order._action_cancel()
        self.assertExecution(
            amount_ordered=0, amount_delivered=4_000, amount_invoiced=4_000, amount_collected=1_000
        )
        self.assertExecution(amount_remaining=11_000)


@tagged("post_install", "-at_install")
class TestDeposits(ExecutionCommon):
    def test_a_deposit_given_back_is_no_deposit(self):
        order = self._call_off(40)
        deposit = self._deposit(order, 300.0)
        self._pay(deposit, 300.0)
        self.assertExecution(amount_deposit=300, amount_collected=300)
        refund = deposit._reverse_moves([{"invoice_date": fields.Date.today()}])
        refund.action_post()
        self._pay(refund, 300.0)
        self.assertExecution(
            amount_deposit=0, amount_collected=0, amount_invoiced=0, amount_receivable=0, amount_uncollected=0
        )

    def test_a_deposit_credited_before_it_was_paid(self):
        deposit = self._deposit(self._call_off(40), 300.0)
        self._credit(deposit)
        self.assertExecution(amount_deposit=0, amount_collected=0, amount_invoiced=0, amount_offset=0)

    def test_a_deposit_deducted_from_the_last_invoice_stays_collected(self):
        order = self._call_off(40)
        self._pay(self._deposit(order, 300.0), 300.0)
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 3_700)
        self._pay(invoice, 3_700.0)
        self.assertExecution(
            amount_deposit=300,
            amount_collected=4_000,
            amount_invoiced=4_000,
            amount_receivable=0,
            amount_uncollected=0,
        )
        self._credit_in_full(invoice)
        # the goods were credited with the deduction; the deposit is still ours
        self.assertExecution(amount_deposit=300, amount_invoiced=300)

    def _credit_in_full(self, invoice):
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        refund.action_post()
        self._pay(refund, refund.amount_residual)


@tagged("post_install", "-at_install")
class TestTaxesAndCurrencies(ExecutionCommon):
    def _taxed(self, mode, amount=13):
        return self.env["account.tax"].create(
            {"name": f"{amount} {mode}", "amount": amount, "price_include_override": mode}
        )

    def _contract_with(self, tax, price):
        contract = self._create_contract(lines=((100, price),))
        contract._write_by_flow({"line_ids": [Command.update(contract.line_ids.id, {"tax_ids": tax.ids})]})
        contract._write_by_flow({"approval_hash": contract._get_fingerprint()})
        return contract

    def test_a_tax_included_in_the_price_is_counted_once(self):
        """Vector: 113 a ream with 13 % in it; 10 of 100 delivered, invoiced and half paid."""
        contract = self._contract_with(self._taxed("tax_included"), 113.0)
        self.assertExecution(contract, amount_agreed=11_300)
        order = self._call_off(10, contract=contract)
        self.assertEqual((order.amount_untaxed, order.amount_total), (1_000, 1_130))
        self._deliver(order)
        self.assertExecution(contract, amount_ordered=1_130, amount_delivered=1_130, amount_uninvoiced=1_130)
        invoice = self._invoice(order)
        self._pay(invoice, 565.0)
        self.assertExecution(
            contract,
            amount_invoiced=1_130,
            amount_collected=565,
            amount_receivable=565,
            amount_uncollected=565,
            amount_remaining=10_170,
            progress=0.1,
        )

    def test_a_tax_on_top_gives_the_same(self):
        contract = self._contract_with(self._taxed("tax_excluded"), 100.0)
        order = self._call_off(10, contract=contract)
        self._deliver(order, 4)
        self.assertExecution(
            contract, amount_agreed=11_300, amount_ordered=1_130, amount_delivered=452, progress=0.04
        )

    def _dear(self):
        dear = self.env["res.currency"].create({"name": "DRM", "symbol": "D", "active": True})
        self.env["res.currency.rate"].create(
            [
                {"currency_id": dear.id, "rate": rate, "name": day, "company_id": self.company.id}
                for rate, day in ((0.5, "2020-01-01"), (0.25, fields.Date.to_string(self._days_ago(5))))
            ]
        )
        return dear

    def _foreign(self):
        dear = self._dear()
        pricelist = self.env["product.pricelist"].create({"name": "D", "currency_id": dear.id})
        contract = self._create_contract(pricelist_id=pricelist.id, currency_id=dear.id)
        order = self._call_off(40, contract=contract, pricelist_id=pricelist.id, on=self._days_ago(10))
        self.assertEqual(order.currency_id, dear)
        self._deliver(order)
        return contract, order

    def test_an_invoice_in_foreign_money_paid_in_own_money_is_collected_in_full(self):
        """Vector: 4 000 D at 0.5 D on the day of the invoice; paid at 0.25 D with 16 000: an exchange difference."""
        contract, order = self._foreign()
        invoice = self._invoice(order, on=self._days_ago(8))
        self._pay_on(invoice, 4_000.0, self._days_ago(2))
        self.assertExecution(
            contract,
            amount_invoiced=4_000,
            amount_collected=4_000,
            amount_receivable=0,
            amount_offset=0,
            amount_overdue=0,
        )

    def test_an_invoice_written_in_own_money_counts_in_that_of_the_contract(self):
        """Vector: 4 000 D of goods invoiced as 8 000 in own money at 0.5, 2 000 of it paid at 0.25."""
        contract, order = self._foreign()
        invoice = self._invoice(order, on=self._days_ago(8), post=False)
        invoice.currency_id = self.company.currency_id
        invoice.invoice_line_ids.price_unit = 200.0
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 8_000)
        self._pay_on(invoice, 2_000.0, self._days_ago(2))
        self.assertExecution(contract, amount_invoiced=4_000, amount_collected=1_000, amount_receivable=3_000)


@tagged("post_install", "-at_install")
class TestMixedOrders(ExecutionCommon):
    def test_an_order_moved_to_another_contract_takes_everything_along(self):
        other = self._create_contract()
        order = self._call_off(40)
        self._deliver(order)
        self._pay(self._invoice(order), 1_000.0)
        first = other.line_ids[0]
        order.write(
            {
                "contract_id": other.id,
                "order_line": [Command.update(order.order_line.id, {"contract_line_id": first.id})],
            }
        )
        self.assertExecution(amount_ordered=0, amount_invoiced=0, amount_collected=0, amount_delivered=0)
        self.assertExecution(
            other, amount_ordered=4_000, amount_invoiced=4_000, amount_collected=1_000, amount_delivered=4_000
        )
        self.assertLine(first, qty_ordered=40, qty_delivered=40, qty_invoiced=40)

    def test_freight_on_the_order_is_owed_by_the_contract_and_no_progress_of_it(self):
        freight = self._create_product("Freight", type="service", invoice_policy="order")
        order = self._call_off(10)
        order.order_line = [
            Command.create({"product_id": freight.id, "product_uom_qty": 1, "price_unit": 50.0})
        ]
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertExecution(amount_ordered=1_050, amount_invoiced=1_050, progress=1_000 / 11_000)
        self._pay(invoice, 1_050.0)
        self.assertExecution(amount_collected=1_050, amount_receivable=0)

    def test_a_receivable_paid_ahead_and_matched_later(self):
        order = self._call_off(40)
        self._deliver(order)
        payment = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": 4_000.0, "date": self._days_ago(3)}
        )
        payment.action_post()
        self.assertExecution(amount_collected=0)
        invoice = self._invoice(order)
        lines = payment.move_id.line_ids | invoice.line_ids
        lines = lines.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        if payment.move_id:
            lines.reconcile()
            self.assertExecution(amount_collected=4_000, amount_late=0, last_collection=self._today())
            self.assertExecution(at=self._today() - timedelta(days=1), amount_collected=0)
