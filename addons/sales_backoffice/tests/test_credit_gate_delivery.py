"""Goods leave only for customers whose credit allows it; invoices and returns always pass."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .test_credit_gate_changes import ConfirmedOrder


class Shipping(ConfirmedOrder):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls.order.picking_ids
        cls.move = cls.picking.move_ids

    def _spoil(self):
        """The customer goes over the limit after the order was confirmed."""
        self.profile.base_limit = 500.0

    def _validate(self):
        self.picking.move_ids.picked = True
        self.picking.with_context(skip_sms=True).button_validate()

    def _add_goods(self, quantity, **values):
        extra = self._create_product("Board", list_price=100.0)
        move = {
            "product_id": extra.id,
            "product_uom_qty": quantity,
            "quantity": quantity,
            "picked": True,
            "product_uom": extra.uom_id.id,
            "location_id": self.picking.location_id.id,
            "location_dest_id": self.picking.location_dest_id.id,
        }
        self.picking.move_ids = [Command.create(move | values)]


@tagged("post_install", "-at_install")
class TestDelivery(Shipping):
    def test_the_delivery_of_a_good_customer_passes(self):
        self._deliver(self.order)
        self.assertFigures(delivered=800, ordered=0)

    def test_a_customer_gone_over_the_limit_gets_nothing(self):
        self._spoil()
        with self.assertRefusedForCredit(self.order.name, "300.00"):
            self._deliver(self.order)
        self.assertEqual((self.picking.state, self.line.qty_delivered), ("assigned", 0))

    def test_a_customer_gone_overdue_gets_nothing(self):
        self._open_invoice(50.0, on=self._days_ago(60))
        with self.assertRefusedForCredit("50.00 overdue", "30 days"):
            self._deliver(self.order)

    def test_part_of_the_order_is_held_as_well(self):
        self._spoil()
        with self.assertRefusedForCredit(self.order.name):
            self._deliver(self.order, 1)

    def test_delivering_more_than_ordered_counts(self):
        with self.assertRefusedForCredit("100.00"):
            self._deliver(self.order, 11)
        self._deliver(self.order, 10)
        self.assertFigures(delivered=1_000, available=0)

    def test_goods_added_to_the_transfer_count(self):
        self._add_goods(3)
        with self.assertRefusedForCredit(self.order.name, "100.00"):
            self._validate()

    def test_more_of_the_same_goods_added_to_the_transfer_count(self):
        self._add_goods(3, product_id=self.product.id)
        with self.assertRefusedForCredit(self.order.name, "100.00"):
            self._validate()

    def test_a_move_cannot_be_written_done(self):
        self._spoil()
        for user in (self.env.user, self.users["warehouse"], self.users["seller"]):
            with self.assertRefusedForCredit(self.order.name):
                self.move.with_user(user).write({"state": "done"})
        with self.assertRefusedForCredit(self.order.name):
            self.picking.write({"move_ids": [Command.update(self.move.id, {"state": "done"})]})

    def test_a_move_cannot_be_born_done(self):
        self._spoil()
        with self.assertRefusedForCredit(self.order.name):
            self.move.copy({"state": "done", "quantity": 8})

    def test_a_done_delivery_cannot_be_raised_afterwards(self):
        self._deliver(self.order)
        for record in (self.move, self.move.move_line_ids):
            with self.assertRefusedForCredit(self.order.name, "100.00"):
                record.quantity = 11
        line = {"product_id": self.product.id, "quantity": 3, "move_id": self.move.id}
        with self.assertRefusedForCredit(self.order.name, "100.00"):
            self.picking.move_line_ids = [
                Command.create(
                    line | {name: self.move[name].id for name in ("location_id", "location_dest_id")}
                )
            ]
        self.assertFigures(delivered=800)

    def test_a_done_delivery_may_be_corrected_downwards(self):
        self._deliver(self.order)
        self._spoil()
        self.move.quantity = 6
        self.assertFigures(delivered=600, ordered=200)

    def test_the_rest_of_a_delivery_is_judged_on_its_own_day(self):
        self._deliver(self.order, 4)
        rest = self.order.picking_ids - self.picking
        self._spoil()
        with self.assertRefusedForCredit(self.order.name):
            self._deliver(self.order)
        self.assertNotEqual(rest.state, "done")
        self.profile.base_limit = 800.0
        self._deliver(self.order)
        self.assertEqual(rest.state, "done")

    def test_transfers_validated_together_name_every_offender(self):
        other = self._create_customer("Other Shop")
        profile = self._create_profile(other, base_limit=300.0)
        second = self._confirmed_order(300.0, partner=other)
        profile.base_limit = 100.0
        self._spoil()
        pickings = self.picking | second.picking_ids
        pickings.move_ids.picked = True
        with self.assertRefusedForCredit(self.order.name, second.name, "Other Shop"):
            pickings.with_context(skip_sms=True).button_validate()

    def test_goods_sent_through_another_company_count(self):
        transit = self.env.ref("stock.stock_location_inter_company")
        transit.active = True
        self.move.location_dest_id = transit
        self._spoil()
        with self.assertRefusedForCredit(self.order.name):
            self._deliver(self.order)

    def test_delivery_in_two_steps_is_judged_at_the_door(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        warehouse.delivery_steps = "pick_ship"
        order = self._confirmed_order(100.0)
        self._spoil()
        self._deliver(order)
        with self.assertRefusedForCredit(order.name):
            self._deliver(order)

    def test_a_return_always_passes(self):
        self._deliver(self.order)
        self._spoil()
        self._return(self.picking, 3)
        self.assertFigures(delivered=500, ordered=300)

    def test_delivered_goods_are_always_invoiced(self):
        self._deliver(self.order)
        self._spoil()
        self._open_invoice(10.0, on=self._days_ago(90))
        invoice = self._invoice(self.order)
        self.assertEqual(invoice.state, "posted")
        self.assertFigures(delivered=0, receivable=810)

    def test_the_checkpoint_can_be_switched_off(self):
        self._spoil()
        self.company.credit_check_delivery = False
        self._deliver(self.order)
        self.assertFigures(delivered=800, available=-300)

    def test_a_release_lets_the_goods_go(self):
        self._spoil()
        self._approved_release(order=self.order)
        self._deliver(self.order)
        self.assertEqual(self.picking.state, "done")


@tagged("post_install", "-at_install")
class TestCashBeforeDelivery(Shipping):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cash = cls.env["account.payment.term"].create({"name": "Cash first", "is_prepaid_term": True})
        cls.profile.base_limit = 0.0
        cls.order = cls._confirmed_order(800.0, payment_term_id=cls.cash.id)

    def test_it_is_confirmed_without_credit_and_delivered_with_money(self):
        self.assertEqual(self.order.state, "sale")
        with self.assertRefusedForCredit("without credit", "1,600.00"):
            self._deliver(self.order)

    def test_the_delivery_is_checked_even_where_deliveries_are_not(self):
        self.company.credit_check_delivery = False
        with self.assertRefusedForCredit("without credit"):
            self._deliver(self.order)

    def test_credit_pays_as_well(self):
        self.profile.base_limit = 1_600.0
        self._deliver(self.order)
        self.assertEqual(self.order.delivery_status, "full")

    def test_a_paid_deposit_of_the_whole_pays(self):
        invoice = self._deposit(self.order, 800.0)
        with self.assertRefusedForCredit("without credit"):
            self._deliver(self.order)
        self._pay(invoice, 800.0)
        self._deliver(self.order)
        self.assertEqual(self.order.delivery_status, "full")

    def test_part_of_the_money_is_not_enough(self):
        self._pay(self._deposit(self.order, 700.0), 700.0)
        with self.assertRefusedForCredit("without credit"):
            self._deliver(self.order)

    def test_paying_for_eight_does_not_ship_nine(self):
        self._pay(self._deposit(self.order, 800.0), 800.0)
        with self.assertRefusedForCredit("without credit"):
            self._deliver(self.order, 9)

    def test_money_paid_back_no_longer_counts(self):
        invoice = self._deposit(self.order, 800.0)
        self._pay(invoice, 800.0)
        back = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        back.action_post()
        self._pay(back, 800.0)
        with self.assertRefusedForCredit("without credit"):
            self._deliver(self.order)


@tagged("post_install", "-at_install")
class TestPrepaidOrder(Shipping):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.base_limit = 0.0
        cls.quotation = cls._create_order(800.0)

    def _tx(self, amount, state="done", orders=None):
        return self._create_transaction(amount, orders or self.quotation, state)

    def test_an_order_paid_online_in_full_passes(self):
        self._tx(800.0)
        self.assertEqual(self.quotation.credit_state, "prepaid")
        self.quotation.action_confirm()
        self._deliver(self.quotation)
        self.assertEqual(self.quotation.delivery_status, "full")

    def test_less_or_not_yet_done_is_not_paid(self):
        self._tx(799.99)
        self.assertHeld(self.quotation)
        self._tx(800.0, state="pending")
        self.assertHeld(self.quotation)
        self._tx(0.01)
        self.quotation.action_confirm()

    def test_raising_a_prepaid_order_is_held(self):
        self._tx(800.0)
        self.quotation.action_confirm()
        with self.assertRefusedForCredit("without credit"):
            self.quotation.order_line.product_uom_qty = 9

    def test_money_for_two_orders_is_not_counted_twice(self):
        twin = self._create_order(800.0)
        self._tx(800.0, orders=self.quotation | twin)
        self.assertHeld(twin)
        self.assertHeld(self.quotation)
        self._tx(1_600.0, orders=self.quotation | twin)
        (self.quotation | twin).action_confirm()

    def test_a_refund_takes_the_money_back(self):
        payment = self._tx(800.0)
        refund = self._tx(-800.0)
        refund.write({"operation": "refund", "source_transaction_id": payment.id})
        self.assertHeld(self.quotation)

    def test_a_prepaid_order_of_an_overdue_customer_passes(self):
        self._open_invoice(50.0, on=self._days_ago(60))
        self._tx(800.0)
        self.quotation.action_confirm()
        self.assertEqual(self.quotation.state, "sale")
