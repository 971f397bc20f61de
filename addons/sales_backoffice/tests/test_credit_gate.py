"""Every way into a confirmed order passes the gate: buttons, writes, imports, copies, whole batches."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CreditCommon


class SmallLimit(CreditCommon):
    """The customer has a limit of 1 000 and nothing open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.base_limit = 1_000.0


@tagged("post_install", "-at_install")
class TestConfirmation(SmallLimit):
    def test_an_order_of_exactly_the_limit_passes_and_one_above_is_held(self):
        self.assertHeld(self._create_order(1_100.0), "100.00", "1,000.00")
        self.assertEqual(self._confirmed_order(1_000.0).state, "sale")

    def test_a_held_order_has_no_transfer_and_no_message(self):
        order = self._create_order(1_100.0)
        messages = order.message_ids
        self.assertHeld(order)
        self.assertFalse(order.picking_ids)
        self.assertEqual(order.message_ids, messages)

    def test_the_message_names_the_order_the_customer_and_who_can_release(self):
        order = self._create_order(1_050.0)
        self.assertHeld(order, order.name, "Rising Sun Printing", "Sales Manager")

    def test_the_status_cannot_be_written(self):
        order = self._create_order(1_100.0)
        for state in ("sale",):
            with self.assertRefusedForCredit(order.name):
                order.write({"state": state})
        self.assertEqual(order.state, "draft")

    def test_the_status_cannot_be_written_through_the_customer(self):
        order = self._create_order(1_100.0)
        with self.assertRefusedForCredit(order.name):
            self.partner.write({"sale_order_ids": [Command.update(order.id, {"state": "sale"})]})

    def test_a_sent_quotation_is_held(self):
        order = self._create_order(1_100.0)
        order.action_quotation_sent()
        self.assertHeld(order)

    def test_an_order_cannot_be_created_confirmed(self):
        with self.assertRefusedForCredit("100.00"):
            self._create_order(1_100.0, state="sale")

    def test_a_default_status_in_the_context_is_held(self):
        orders = self.env["sale.order"].with_context(default_state="sale")
        line = {"product_id": self.product.id, "product_uom_qty": 11, "price_unit": 100.0}
        with self.assertRefusedForCredit():
            orders.create({"partner_id": self.partner.id, "order_line": [Command.create(line)]})

    def test_a_confirmed_order_within_the_limit_may_be_imported_and_counts(self):
        self._create_order(800.0, state="sale")
        self.assertFigures(ordered=800, available=200)
        self.assertHeld(self._create_order(300.0))

    def test_importing_a_confirmed_order_from_a_file_is_held(self):
        fields = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/product_uom_qty"]
        row = [str(self.partner.id), "sale", str(self.product.id), "11"]
        before = self.env["sale.order"].search_count([])
        result = self.env["sale.order"].load(fields, [row])
        self.assertFalse(result["ids"])
        self.assertIn("Rising Sun Printing would exceed", result["messages"][0]["message"])
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_a_line_given_to_an_imported_order_later_is_held(self):
        order = self._create_order(100.0, state="sale")
        line = {
            "order_id": order.id,
            "product_id": self.product.id,
            "product_uom_qty": 10,
            "price_unit": 100.0,
        }
        with self.assertRefusedForCredit(order.name):
            self.env["sale.order.line"].create(line)
        with self.assertRefusedForCredit(order.name):
            self.env["sale.order.line"].with_context(default_order_id=order.id).create(
                line | {"order_id": order.id}
            )

    def test_a_copy_is_a_quotation_and_is_judged_anew(self):
        copy = self._confirmed_order(800.0).copy()
        self.assertRecordValues(copy, [{"state": "draft", "credit_confirmed_once": False}])
        self.assertFigures(ordered=800)
        self.assertHeld(copy, "600.00")

    def test_a_copy_cannot_be_born_confirmed(self):
        order = self._confirmed_order(800.0)
        with self.assertRefusedForCredit():
            order.copy({"state": "sale"})
        with self.assertRefusedForCredit():
            order.with_context(default_state="sale").copy({"state": "sale"})

    def test_a_release_is_not_copied(self):
        order = self._create_order(1_100.0)
        self._approved_release(order=order)
        copy = order.copy()
        self.assertFalse(copy.credit_release_ids)
        self.assertHeld(copy)

    def test_lines_written_together_with_the_status_count(self):
        order = self._create_order(900.0)
        for line in ({"product_uom_qty": 11}, {"price_unit": 130.0}):
            with self.assertRefusedForCredit(order.name):
                order.write({"state": "sale", "order_line": [Command.update(order.order_line.id, line)]})
        extra = Command.create({"product_id": self.product.id, "product_uom_qty": 2, "price_unit": 100.0})
        with self.assertRefusedForCredit(order.name):
            order.write({"order_line": [extra], "state": "sale"})
        self.assertEqual(order.state, "draft")

    def test_lines_written_together_with_the_status_count_where_increases_are_not_checked(self):
        self.company.credit_check_increase = False
        order = self._create_order(900.0)
        line = Command.update(order.order_line.id, {"product_uom_qty": 11})
        with self.assertRefusedForCredit(order.name):
            order.write({"state": "sale", "order_line": [line]})

    def test_a_customer_written_together_with_the_status_counts(self):
        self.company.credit_check_increase = False
        order = self._create_order(1_100.0, partner=self._create_customer("No profile"))
        with self.assertRefusedForCredit("Rising Sun Printing"):
            order.write(
                {"state": "sale", "partner_id": self.partner.id, "partner_invoice_id": self.partner.id}
            )


@tagged("post_install", "-at_install")
class TestBatches(SmallLimit):
    def test_three_orders_of_800_are_judged_together(self):
        first, second, third = orders = (
            self._create_order(800.0) + self._create_order(800.0) + self._create_order(800.0)
        )
        with self.assertRefusedForCredit(second.name, third.name, "600.00"):
            orders.action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        self.assertFalse(orders.picking_ids)

    def test_only_the_offenders_are_named(self):
        orders = self._create_order(800.0) + self._create_order(800.0) + self._create_order(200.0)
        with self.assertRaises(UserError) as refusal:
            orders.action_confirm()
        named = [order.name in str(refusal.exception) for order in orders]
        self.assertEqual(named, [False, True, False])

    def test_one_offender_holds_the_orders_of_other_customers(self):
        good = self._create_order(100.0, partner=self._create_customer("Good"))
        bad = self._create_order(1_100.0)
        with self.assertRefusedForCredit(bad.name):
            (good | bad).action_confirm()
        self.assertEqual(good.state, "draft")

    def test_a_batch_within_the_limit_passes(self):
        orders = self._create_order(400.0) + self._create_order(600.0)
        orders.action_confirm()
        self.assertFigures(ordered=1_000, available=0)

    def test_orders_created_confirmed_together_are_judged_together(self):
        line = {"product_id": self.product.id, "product_uom_qty": 8, "price_unit": 100.0}
        vals = {"partner_id": self.partner.id, "state": "sale", "order_line": [Command.create(line)]}
        with self.assertRefusedForCredit("600.00"):
            self.env["sale.order"].create([vals, dict(vals)])

    def test_members_of_a_group_share_its_ceiling_within_a_batch(self):
        sister = self._create_customer("Sister")
        group = self.env["credit.group"].create({"name": "Sun group"})
        (self.partner | sister).credit_group_id = group
        self._create_profile(group_id=group.id, base_limit=1_000.0)
        orders = self._create_order(600.0) + self._create_order(600.0, partner=sister)
        with self.assertRefusedForCredit(orders[1].name, "Sun group", "200.00"):
            orders.action_confirm()


@tagged("post_install", "-at_install")
class TestReopening(SmallLimit):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirmed_order(800.0)
        cls.order._action_cancel()
        cls.rival = cls._confirmed_order(500.0)

    def test_a_cancelled_order_counts_nothing(self):
        self.assertFigures(ordered=500)

    def test_reopening_through_a_quotation_is_held(self):
        self.order.action_draft()
        self.assertHeld(self.order, "300.00")

    def test_writing_a_cancelled_order_back_is_held(self):
        with self.assertRefusedForCredit("300.00"):
            self.order.write({"state": "sale"})

    def test_reopening_passes_once_there_is_room(self):
        self.rival._action_cancel()
        self.order.action_draft()
        self.order.action_confirm()
        self.assertFigures(ordered=800)

    def test_reopening_a_partly_delivered_order_needs_only_the_rest(self):
        self.rival._action_cancel()
        self.order.action_draft()
        self.order.action_confirm()
        self._deliver(self.order, 6)
        self.order._action_cancel()
        self.assertFigures(delivered=600, ordered=0)
        self.profile.base_limit = 799.0
        self.order.action_draft()
        self.assertHeld(self.order, "1.00")
        self.profile.base_limit = 800.0
        self.order.action_confirm()
        self.assertFigures(delivered=600, ordered=200, available=0)

    def test_a_forged_history_does_not_choose_the_checkpoint(self):
        self.company.credit_check_reopen = False
        order = self._create_order(800.0, user=self.users["seller"])
        order.write({"credit_confirmed_once": True})
        self.assertHeld(order)
        order = self._create_order(800.0, user=self.users["seller"], credit_confirmed_once=True)
        self.assertHeld(order)
        self.company.write({"credit_check_reopen": True, "credit_check_confirm": False})
        self.order.action_draft()
        self.order.with_user(self.users["seller"]).write({"credit_confirmed_once": False})
        self.assertHeld(self.order)
