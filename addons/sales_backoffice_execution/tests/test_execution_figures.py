"""What each figure of the execution counts, one rule a test; the numbers are worked out by hand."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import ExecutionCommon


@tagged("post_install", "-at_install")
class TestQuantities(ExecutionCommon):
    def test_nothing_happened_yet(self):
        self.assertExecution(
            amount_agreed=11_000,
            amount_remaining=11_000,
            amount_ordered=0,
            collection_rate=None,
            progress=0,
            execution_status="idle",
        )

    def test_a_quotation_orders_nothing(self):
        self._call_off(10, confirm=False)
        self.assertExecution(amount_ordered=0, amount_remaining=11_000)

    def test_ordered_delivered_and_what_remains(self):
        order = self._call_off(40, 10)
        self._deliver(order, 10)
        self.assertExecution(
            amount_ordered=4_200,
            amount_delivered=1_000 + 200,
            amount_remaining=6_000 + 800,
            amount_uninvoiced=1_200,
            amount_uncollected=1_200,
            execution_status="uninvoiced",
        )
        first, second = self.contract.line_ids
        self.assertLine(first, qty_ordered=40, qty_delivered=10, qty_uninvoiced=10, qty_remaining=60)
        self.assertLine(second, qty_ordered=10, qty_delivered=10, qty_remaining=40)

    def test_progress_weighs_quantities_by_the_agreed_price(self):
        order = self._call_off(55, 0)
        order.order_line[0].price_unit = 90.0
        self._deliver(order)
        self.assertExecution(amount_delivered=4_950, progress=5_500 / 11_000)

    def test_a_return_lowers_what_was_delivered_and_shows_as_returned(self):
        picking = self._deliver(self._call_off(40))
        self._return(picking, 15)
        self.assertExecution(amount_delivered=2_500, amount_returned=1_500, amount_ordered=4_000)
        self.assertLine(self.contract.line_ids[0], qty_delivered=25, qty_returned=15)

    def test_a_return_that_is_replaced_returns_nothing(self):
        picking = self._deliver(self._call_off(40))
        self._return(picking, 15, to_refund=False)
        self.assertExecution(amount_delivered=4_000, amount_returned=0)

    def test_a_cancelled_order_keeps_what_was_delivered_on_it(self):
        order = self._call_off(40)
        self._deliver(order, 10)
        order._action_cancel()
        self.assertExecution(amount_ordered=0, amount_delivered=1_000)

    def test_other_units_are_turned_into_the_unit_of_the_contract(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._call_off(2, confirm=False)
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1_200.0})
        order.action_confirm()
        self._deliver(order)
        self._invoice(order)
        self.assertLine(
            self.contract.line_ids[0], qty_ordered=24, qty_delivered=24, qty_invoiced=24, qty_remaining=76
        )
        self.assertExecution(amount_ordered=2_400, amount_invoiced=2_400, amount_uninvoiced=0)

    def test_services_count_from_the_day_of_the_order(self):
        service = self._create_product("Freight", type="service", invoice_policy="delivery")
        order = self._call_off(10)
        order.order_line = [
            Command.create({"product_id": service.id, "product_uom_qty": 1, "price_unit": 300.0})
        ]
        order.order_line[-1].qty_delivered = 1
        self.assertExecution(amount_ordered=1_300, amount_delivered=300)

    def test_what_calls_off_no_line_is_part_of_the_contract_only(self):
        order = self._call_off(10)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET contract_line_id = NULL WHERE order_id = %s", [order.id]
        )
        self.env.invalidate_all()
        self.assertExecution(amount_ordered=1_000)
        self.assertLine(self.contract.line_ids[0], qty_ordered=0, amount_ordered=0)


@tagged("post_install", "-at_install")
class TestInvoices(ExecutionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._call_off(40)
        self._deliver(self.order)

    def test_drafts_are_shown_apart(self):
        self._invoice(self.order, post=False)
        self.assertExecution(
            amount_draft=4_000, amount_invoiced=0, amount_uninvoiced=4_000, amount_receivable=0
        )

    def test_a_posted_invoice_is_a_receivable(self):
        invoice = self._invoice(self.order)
        self.assertExecution(
            amount_invoiced=4_000,
            amount_uninvoiced=0,
            amount_receivable=4_000,
            last_invoice=invoice.invoice_date,
            execution_status="receivable",
        )
        self.assertLine(self.contract.line_ids[0], qty_invoiced=40, amount_receivable=4_000)

    def test_a_credit_note_for_goods_gives_the_quantity_back(self):
        self._credit(self._invoice(self.order), share=0.25)
        self.assertExecution(amount_invoiced=3_000, amount_receivable=3_000, amount_offset=0)
        self.assertLine(self.contract.line_ids[0], qty_invoiced=30, qty_uninvoiced=10)

    def test_a_credit_note_for_the_price_takes_no_quantity_back(self):
        self._credit(self._invoice(self.order), price_share=0.05)
        self.assertExecution(amount_invoiced=3_800, amount_uninvoiced=0, amount_uncollected=3_800)
        self.assertLine(self.contract.line_ids[0], qty_invoiced=40)

    def test_a_deposit_is_collected_before_anything_is_delivered(self):
        order = self._call_off(0, 50)
        deposit = self._deposit(order, 300.0)
        self.assertExecution(amount_invoiced=300, amount_deposit=0)
        self._pay(deposit, 300.0)
        self.assertExecution(amount_collected=300, amount_deposit=300, amount_uncollected=3_700)
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 700)
        self.assertExecution(
            amount_invoiced=1_000, amount_receivable=700, amount_deposit=300, amount_uncollected=4_700
        )
        self.assertLine(self.contract.line_ids[1], amount_invoiced=1_000)

    def test_an_unpaid_deposit_is_no_uncollected_delivery(self):
        self._deposit(self._call_off(0, 50), 300.0)
        self.assertExecution(amount_receivable=300, amount_uncollected=4_000)

    def test_an_invoice_before_the_delivery_is_no_uncollected_delivery(self):
        self.product.invoice_policy = "order"
        order = self._call_off(10)
        self._invoice(order)
        self.assertExecution(amount_invoiced=1_000, amount_receivable=1_000, amount_uncollected=4_000)
