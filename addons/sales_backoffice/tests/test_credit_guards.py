"""No way round the gate: every road to a confirmed or larger order, or to a delivery, is held."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..services.credit_gate import CreditHold
from .common import CreditCommon


class HeldCustomer(CreditCommon):
    """A customer with 500 of 100 000 left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.users["seller"]
        cls._open_invoice(99_500.0)

    def assertRefused(self, work, exception=CreditHold):
        with self.assertRaises(exception), self.env.cr.savepoint():
            work()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestConfirming(HeldCustomer):
    def test_writing_the_status_is_confirming(self):
        order = self._create_order(1_000.0)
        self.assertRefused(lambda: order.with_user(self.seller).write({"state": "sale"}))
        self.assertEqual(order.state, "draft")

    def test_a_confirmed_order_cannot_be_created_over_the_credit(self):
        self.assertRefused(lambda: self._create_order(1_000.0, user=self.seller, state="sale"))
        self.assertEqual(self._create_order(500.0, state="sale").state, "sale")

    def test_a_default_status_does_not_help(self):
        orders = self.env["sale.order"].with_user(self.seller).with_context(default_state="sale")
        line = Command.create({"product_id": self.product.id, "product_uom_qty": 10, "price_unit": 100.0})
        self.assertRefused(lambda: orders.create({"partner_id": self.partner.id, "order_line": [line]}))

    def test_importing_a_confirmed_order_does_not_help(self):
        names = [
            "partner_id/.id",
            "state",
            "order_line/product_id/.id",
            "order_line/product_uom_qty",
            "order_line/price_unit",
        ]
        row = [str(self.partner.id), "sale", str(self.product.id), "10", "100"]
        orders = self.env["sale.order"].with_context(import_file=True)
        try:
            result = orders.load(names, [row])
        except CreditHold:
            return
        self.assertFalse(result["ids"])
        self.assertIn("held", str(result["messages"]))

    def test_a_copy_starts_as_a_quotation_whatever_it_is_told(self):
        order = self._confirmed_order(500.0)
        self.assertEqual(order.copy().state, "draft")
        self.assertRefused(lambda: order.copy({"state": "sale"}))

    def test_confirming_and_changing_the_customer_in_one_write_is_judged_on_the_result(self):
        # together with lines, such a write fails in sale_stock already
        other = self._create_customer("Other")
        self._create_profile(other, base_limit=50.0)
        order = self._create_order(100.0)
        self.assertRefused(lambda: order.write({"state": "sale", "partner_invoice_id": other.id}))
        self.assertEqual(order.state, "draft")

    def test_reopening_is_confirming_again(self):
        order = self._confirmed_order(500.0)
        order.action_cancel()
        self._open_invoice(100.0)
        self.assertRefused(lambda: order.write({"state": "sale"}))
        order.action_draft()
        self.assertHeld(order)

    def test_a_batch_is_judged_together_and_names_every_offender(self):
        profile = self._create_profile(self._create_customer("Batch"), base_limit=1_000.0)
        orders = self.env["sale.order"]
        for _number in range(3):
            orders |= self._create_order(800.0, partner=profile.partner_id)
        with self.assertRaises(CreditHold) as refusal, self.env.cr.savepoint():
            orders.action_confirm()
        message = str(refusal.exception)
        self.assertNotIn(orders[0].name, message)
        self.assertIn(orders[1].name, message)
        self.assertIn(orders[2].name, message)
        self.env.invalidate_all()
        self.assertEqual(set(orders.mapped("state")), {"draft"})

    def test_each_checkpoint_and_the_whole_control_can_be_switched_off(self):
        order = self._create_order(1_000.0)
        self.company.credit_check_confirm = False
        order.action_confirm()
        order.action_cancel()
        order.action_draft()
        self.assertHeld(order)
        self.company.credit_check_reopen = False
        order.action_confirm()
        self.assertRefused(lambda: order.order_line.write({"product_uom_qty": 11}))
        self.company.credit_check_increase = False
        order.order_line.product_uom_qty = 11
        self.assertRefused(lambda: self._deliver(order))
        self.company.credit_check_delivery = False
        self._deliver(order)
        self.assertEqual(order.order_line.qty_delivered, 11)

    def test_the_memory_of_a_confirmation_cannot_be_forged(self):
        self.company.credit_check_reopen = False
        order = self._create_order(1_000.0, credit_confirmed_once=True)
        order.with_user(self.seller).write({"credit_confirmed_once": True})
        self.assertHeld(order)

    def test_warn_lets_pass_and_leaves_a_note(self):
        self.profile.amount_mode = "warn"
        order = self._confirmed_order(1_000.0)
        self.assertEqual(order.state, "sale")
        self.assertTrue(
            order.message_ids.filtered(lambda message: "exceed its credit limit" in (message.body or ""))
        )


@tagged("post_install", "-at_install")
class TestChangingAConfirmedOrder(HeldCustomer):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirmed_order(400.0)

    def test_growing_a_line_by_any_field_is_held(self):
        tax = self.env["account.tax"].create({"name": "50 %", "amount": 50.0, "type_tax_use": "sale"})
        dozen = self.env.ref("uom.product_uom_dozen")
        for vals in [
            {"product_uom_qty": 6},
            {"price_unit": 150.0},
            {"tax_ids": [Command.set(tax.ids)]},
            {"product_uom_id": dozen.id, "price_unit": 1200.0},
        ]:
            self.assertRefused(lambda vals=vals: self.order.order_line.write(vals))
            line = Command.update(self.order.order_line.id, vals)
            self.assertRefused(lambda line=line: self.order.write({"order_line": [line]}))
        self.assertEqual(self.order.amount_total, 400)

    def test_taking_a_discount_back_is_growing(self):
        self.order.order_line.discount = 50.0
        self._open_invoice(200.0)
        self.assertRefused(lambda: self.order.order_line.write({"discount": 0.0}))

    def test_adding_or_moving_a_line_is_growing(self):
        values = {
            "order_id": self.order.id,
            "product_id": self.product.id,
            "product_uom_qty": 2,
            "price_unit": 100.0,
        }
        self.assertRefused(lambda: self.env["sale.order.line"].create(values))
        other = self._create_order(200.0)
        self.assertRefused(lambda: other.order_line.write({"order_id": self.order.id}))

    def test_one_line_up_and_another_down_is_judged_on_the_total(self):
        order = self._confirmed_order(lines=[(0.5, 100.0), (0.5, 100.0)])
        first, second = order.order_line
        order.write(
            {
                "order_line": [
                    Command.update(first.id, {"product_uom_qty": 0.9}),
                    Command.update(second.id, {"product_uom_qty": 0.1}),
                ]
            }
        )
        self.assertEqual(order.amount_total, 100)

    def test_a_smaller_order_is_never_held(self):
        self._open_invoice(50_000.0)
        self.order.order_line.product_uom_qty = 1
        self.assertEqual(self.order.amount_total, 100)

    def test_another_customer_must_have_the_credit(self):
        other = self._create_customer("Other")
        self._create_profile(other, base_limit=100.0)
        self.assertRefused(lambda: self.order.write({"partner_invoice_id": other.id}))
        self.assertRefused(lambda: self.order.write({"partner_id": other.id, "partner_invoice_id": other.id}))

    def test_a_longer_payment_term_is_checked_and_a_shorter_one_is_not(self):
        def term(days):
            lines = [
                Command.clear(),
                Command.create({"value": "percent", "value_amount": 100, "nb_days": days}),
            ]
            return self.env["account.payment.term"].create({"name": f"{days} days", "line_ids": lines})

        self.order.payment_term_id = term(30)
        self._open_invoice(1_000.0)
        self.assertRefused(lambda: self.order.write({"payment_term_id": term(60).id}))
        self.order.payment_term_id = term(10)


@tagged("post_install", "-at_install")
class TestDelivering(HeldCustomer):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirmed_order(400.0)

    def test_a_delivery_is_held_while_the_customer_is_over(self):
        self._open_invoice(1_000.0)
        self.assertRefused(lambda: self._deliver(self.order))
        self.assertEqual(self.order.order_line.qty_delivered, 0)

    def test_a_warehouse_user_delivers_to_good_customers_and_reads_why_others_are_held(self):
        picking = self.order.picking_ids.with_user(self.users["warehouse"])
        picking.move_ids.write({"quantity": 4, "picked": True})
        with self.env.cr.savepoint() as savepoint:
            picking.button_validate()
            self.assertEqual(picking.state, "done")
            savepoint.rollback()
        self.env.invalidate_all()
        self._open_invoice(1_000.0)
        with self.assertRaisesRegex(UserError, "exceed its credit limit"), self.env.cr.savepoint():
            picking.button_validate()

    def test_delivering_more_than_ordered_is_held(self):
        self.assertRefused(lambda: self._deliver(self.order, 10))

    def test_marking_a_move_as_done_is_delivering(self):
        self._open_invoice(1_000.0)
        self.assertRefused(lambda: self.order.picking_ids.move_ids.write({"quantity": 4, "state": "done"}))

    def test_a_return_and_an_invoice_are_never_held(self):
        picking = self._deliver(self.order)
        self._open_invoice(50_000.0)
        self._return(picking, 1)
        self.assertEqual(self._invoice(self.order).state, "posted")

    def test_cash_before_delivery_confirms_without_credit_but_does_not_leave_unpaid(self):
        self._open_invoice(1_000.0)
        term = self.env["account.payment.term"].create({"name": "Cash first", "is_prepaid_term": True})
        order = self._create_order(2_000.0, payment_term_id=term.id)
        self.assertEqual(order.credit_state, "prepaid")
        order.action_confirm()
        self.company.credit_check_delivery = False
        self.assertRefused(lambda: self._deliver(order))
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard.create({"advance_payment_method": "percentage", "amount": 100}).create_invoices()
        order.invoice_ids.invoice_date = fields.Date.today()
        order.invoice_ids.action_post()
        self._pay(order.invoice_ids, 2_000.0)
        self.assertEqual(self._deliver(order).state, "done")


@tagged("post_install", "-at_install")
class TestCustomersConfirming(HeldCustomer):
    def _transaction(self, order, amount):
        provider = self.env["payment.provider"].search([], limit=1)
        return self.env["payment.transaction"].create(
            {
                "amount": amount,
                "currency_id": order.currency_id.id,
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "partner_id": order.partner_id.id,
                "reference": f"{order.name}-{amount}",
                "state": "done",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )

    def test_an_acceptance_is_kept_and_waits_for_a_release(self):
        order = self._create_order(1_000.0)
        order.sudo()._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.activity_ids.user_id, self.seller)
        order = self._create_order(500.0)
        order.sudo()._validate_order()
        self.assertEqual(order.state, "sale")

    def test_an_online_payment_of_a_part_is_booked_without_confirming(self):
        order = self._create_order(1_000.0, require_payment=True, prepayment_percent=0.3)
        confirmed = self._transaction(order, 300.0)._check_amount_and_confirm_order()
        self.assertFalse(confirmed)
        self.assertEqual(order.state, "draft")
        self.assertTrue(order.activity_ids)

    def test_an_order_paid_in_full_passes(self):
        self._open_invoice(1_000.0, on=self._days_ago(90))
        order = self._create_order(1_000.0)
        transaction = self._transaction(order, 1_000.0)
        self.assertEqual(order._get_credit_prepaid_amount(), 1_000)
        transaction._check_amount_and_confirm_order()
        self.assertEqual(order.state, "sale")


@tagged("post_install", "-at_install")
class TestOverRpc(HttpCase, HeldCustomer):
    """As a salesperson with a browser console."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(1_000.0, user=self.seller)
        self.authenticate(self.seller.login, self.seller.login)

    def _call(self, model, method, *args, **context):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {"context": context}},
        )

    def _assert_call_refused(self, *args, **context):
        with self.assertRaises(JsonRpcException) as refusal, mute_logger("odoo.http", "odoo.sql_db"):
            self._call(*args, **context)
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")
        return str(refusal.exception)

    def test_no_context_opens_the_gate(self):
        watched = {"ids": self.order.ids}
        keys = {
            "bypass_risk": True,
            "skip_validation_check": True,
            "credit_watched": watched,
            "flow_token": True,
        }
        message = self._assert_call_refused("sale.order", "action_confirm", self.order.ids, **keys)
        self.assertIn("CreditHold", message)
        self._assert_call_refused("sale.order", "write", self.order.ids, {"state": "sale"}, **keys)

    def test_inner_methods_are_out_of_reach(self):
        for model, method in [
            ("credit.gate", "_enforce"),
            ("credit.release", "_move_to"),
            ("credit.release", "_do_use"),
            ("sale.order", "_action_confirm"),
        ]:
            self._assert_call_refused(model, method, self.order.ids)

    def test_a_release_cannot_be_written_into_being(self):
        for vals in [{"state": "approved"}, {"used_on": "2026-01-01"}, {"over_ratio": 0.01}]:
            values = {"kind": "once", "profile_id": self.profile.id, "order_id": self.order.id, "reason": "x"}
            self._assert_call_refused("credit.release", "create", [{**values, **vals}])
        release = self._create_release(order=self.order, by="seller")
        for vals in [{"state": "approved"}, {"over_ratio": 0.01}, {"decided_by_id": 1}, {"amount": 1e9}]:
            self._assert_call_refused("credit.release", "write", release.ids, vals, flow_token=True)
        self._assert_call_refused("credit.release", "action_approve", release.ids)

    def test_a_salesperson_cannot_raise_the_limit(self):
        self._assert_call_refused("credit.profile", "write", self.profile.ids, {"base_limit": 1e9})
        self._assert_call_refused("credit.profile", "unlink", self.profile.ids)
