"""What may be called off a contract, on every way in and on every later change."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice_price.services.price_gate import PriceHold

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestCallOff(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._active_contract()
        cls.line = cls.contract.line_ids

    def test_a_quotation_takes_nothing(self):
        self._call_off(self.contract, 5000.0, confirm=False)
        self.assertCalled(self.line, 0.0, planned=5000.0)

    def test_a_confirmed_order_takes_its_quantity(self):
        self._call_off(self.contract, 400.0)
        self.assertCalled(self.line, 400.0)
        self.assertEqual(self.line.remaining_quantity, 600.0)

    def test_three_call_offs_in_one_transaction_count_once_each(self):
        orders = self.env["sale.order"].union(
            *(self._call_off(self.contract, 3.0, confirm=False) for _order in range(3))
        )
        orders.action_confirm()
        self.assertCalled(self.line, 9.0)

    def test_the_tolerance_may_be_used_and_not_more(self):
        self._call_off(self.contract, 1050.0)
        self.assertEqual(self.line.remaining_quantity, -50.0)
        order = self._call_off(self.contract, 1.0, confirm=False)
        self.assertRefusedAndKept(self.line, order.action_confirm, "0 Units remain", "not 1 Units")

    def test_the_refusal_names_what_remains(self):
        self._call_off(self.contract, 900.0)
        order = self._call_off(self.contract, 200.0, confirm=False)
        self.assertRefusedAndKept(
            self.line, order.action_confirm, self.contract.name, "150 Units remain", "200"
        )
        self.assertEqual(order.state, "draft")

    def test_orders_together_do_not_exceed_what_each_alone_would_not(self):
        orders = self._call_off(self.contract, 600.0, confirm=False) + self._call_off(
            self.contract, 600.0, confirm=False
        )
        self.assertRefusedAndKept(self.line, orders.action_confirm, "1,050 Units remain", "1,200 Units")

    def test_writing_the_state_is_a_confirmation(self):
        order = self._call_off(self.contract, 1100.0, confirm=False)
        self.assertRefusedAndKept(self.line, lambda: order.write({"state": "sale"}))

    def test_an_order_created_confirmed_is_judged(self):
        self.assertRefusedAndKept(
            self.line, lambda: self._call_off(self.contract, 1100.0, confirm=False, state="sale")
        )

    def test_a_default_state_is_judged(self):
        maker = self.env["sale.order"].with_context(default_state="sale")
        values = self._call_off(self.contract, 1100.0, confirm=False).copy_data()[0]
        self.assertRefusedAndKept(self.line, lambda: maker.create(values))

    def test_an_import_is_judged(self):
        order = self._call_off(self.contract, 1100.0, confirm=False)
        self.env["ir.model.data"]._update_xmlids([{"xml_id": "__import__.over", "record": order}])
        result = self.env["sale.order"].load(["id", "state"], [["__import__.over", "Sales Order"]])
        self.assertIn("remain to be called off", str(result["messages"]))
        self.assertCalled(self.line, 0.0, planned=1100.0)

    def test_a_copy_takes_nothing(self):
        order = self._call_off(self.contract, 600.0)
        copy = order.copy()
        self.assertCalled(self.line, 600.0, planned=600.0)
        self.assertRefusedAndKept(self.line, copy.action_confirm)

    def test_a_cancelled_order_gives_back(self):
        order = self._call_off(self.contract, 1000.0)
        order._action_cancel()
        self.assertCalled(self.line, 0.0)
        self._call_off(self.contract, 1000.0)
        order.action_draft()
        self.assertRefusedAndKept(self.line, order.action_confirm)

    def test_what_was_delivered_stays_taken_when_the_order_is_cancelled(self):
        order = self._call_off(self.contract, 1000.0)
        self._deliver_part(order, 300.0)
        order._action_cancel()
        self.assertCalled(self.line, 300.0)

    def _deliver_part(self, order, quantity):
        picking = order.picking_ids
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()

    def test_other_ways_to_say_the_contract(self):
        order = self._create_order(lines=[(1100.0, 100.0)])
        order.action_confirm()
        self.assertRefusedAndKept(self.line, lambda: order.write({"contract_id": self.contract.id}))

    def test_unlinking_gives_back_and_relinking_is_judged(self):
        order = self._call_off(self.contract, 1000.0)
        order.contract_id = False
        self.assertFalse(order.order_line.contract_line_id)
        self.assertCalled(self.line, 0.0)
        self._call_off(self.contract, 100.0)
        self.assertRefusedAndKept(self.line, lambda: order.write({"contract_id": self.contract.id}))


@tagged("post_install", "-at_install")
class TestLaterChanges(ContractCommon):
    """After 800 of 1,000 were called off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._active_contract()
        cls.line = cls.contract.line_ids
        cls.order = cls._call_off(cls.contract, 800.0)

    def test_raising_the_line_is_judged(self):
        self.assertRefusedAndKept(self.line, lambda: self.order.order_line.write({"product_uom_qty": 1100.0}))
        self.order.order_line.product_uom_qty = 1050.0
        self.assertCalled(self.line, 1050.0)

    def test_raising_it_through_the_order_is_judged(self):
        change = [Command.update(self.order.order_line.id, {"product_uom_qty": 5000.0})]
        self.assertRefusedAndKept(self.line, lambda: self.order.write({"order_line": change}))

    def test_a_further_line_is_judged(self):
        values = {"product_id": self.product.id, "product_uom_qty": 300.0, "order_id": self.order.id}
        self.assertRefusedAndKept(self.line, lambda: self.env["sale.order.line"].create(values))

    def test_a_larger_unit_is_judged(self):
        self.product.uom_ids = self.dozen
        self.assertRefusedAndKept(
            self.line, lambda: self.order.order_line.write({"product_uom_id": self.dozen.id})
        )

    def test_lowering_gives_back(self):
        self.order.order_line.product_uom_qty = 100.0
        self.assertCalled(self.line, 100.0)

    def test_a_swap_within_one_write_is_judged_at_its_end(self):
        second = self.env["sale.order.line"].create(
            {"product_id": self.product.id, "product_uom_qty": 200.0, "order_id": self.order.id}
        )
        first = self.order.order_line - second
        self.order.write(
            {
                "order_line": [
                    Command.update(second.id, {"product_uom_qty": 900.0}),
                    Command.update(first.id, {"product_uom_qty": 100.0}),
                ]
            }
        )
        self.assertCalled(self.line, 1000.0)

    def test_a_line_moved_from_another_order_is_judged(self):
        other = self._create_order(lines=[(500.0, 100.0)])
        other.action_confirm()
        self.assertRefusedAndKept(self.line, lambda: other.order_line.write({"order_id": self.order.id}))

    def test_another_customer_is_judged(self):
        stranger = self._create_customer("Harbour Labels")
        self.assertRefusedAndKept(
            self.line, lambda: self.order.write({"partner_id": stranger.id}), "another customer"
        )

    def test_goods_that_are_not_on_the_contract_do_not_go_along(self):
        other = self._create_product("Newsprint")
        values = {"product_id": other.id, "product_uom_qty": 1.0, "order_id": self.order.id}
        self.assertRefusedAndKept(
            self.line, lambda: self.env["sale.order.line"].create(values), "Newsprint is not on contract"
        )

    def test_freight_goes_along(self):
        freight = self._create_product("Freight", type="service")
        self.env["sale.order.line"].create(
            {"product_id": freight.id, "product_uom_qty": 1.0, "order_id": self.order.id}
        )
        self.assertCalled(self.line, 800.0)

    def test_taking_the_line_off_its_contract_line_is_no_way_out(self):
        self.assertRefusedAndKept(
            self.line, lambda: self.order.order_line.write({"contract_line_id": False}), "not on contract"
        )

    def test_a_line_of_another_contract_is_refused(self):
        other = self._active_contract()
        with self.assertRefused(ValidationError, "another contract"):
            self.order.order_line.contract_line_id = other.line_ids

    def test_a_negative_line_gives_nothing_back(self):
        self.env["sale.order.line"].create(
            {"product_id": self.product.id, "product_uom_qty": -500.0, "order_id": self.order.id}
        )
        self.assertCalled(self.line, 800.0)

    def test_what_does_not_take_more_needs_nobody(self):
        self.contract.with_user(self.users["supervisor"])._close("suspended", "Stock count")
        self.order.order_line.product_uom_qty = 700.0
        self.order.note = "Call before delivery"
        self.assertCalled(self.line, 700.0)

    def test_a_contract_at_rest_takes_no_raise(self):
        self.contract.with_user(self.users["supervisor"])._close("suspended", "Stock count")
        self.assertRefusedAndKept(
            self.line, lambda: self.order.order_line.write({"product_uom_qty": 801.0}), "Suspended"
        )

    def test_more_delivered_than_ordered_counts(self):
        picking = self.order.picking_ids
        picking.move_ids.write({"quantity": 900.0, "picked": True})
        picking.button_validate()
        self.assertCalled(self.line, 900.0)


@tagged("post_install", "-at_install")
class TestUnits(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roll = cls._create_product("Kraft rolls", uom_id=cls.ton.id, list_price=20_000.0)
        line = {
            "product_id": cls.roll.id,
            "product_uom_id": cls.ton.id,
            "quantity": 10.0,
            "price_unit": 20_000.0,
        }
        cls.contract = cls._active_contract(lines=[{**line, "tolerance": 0.0}])

    def _order(self, quantity, unit, confirm=True):
        values = {
            "product_id": self.roll.id,
            "product_uom_qty": quantity,
            "product_uom_id": unit.id,
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "contract_id": self.contract.id,
                "order_line": [Command.create(values)],
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def test_units_of_one_tree_are_converted(self):
        self._order(2500.0, self.kg)
        self._order(1.5, self.ton)
        self.assertCalled(self.contract.line_ids, 4.0)

    def test_the_price_follows_the_unit(self):
        order = self._order(2500.0, self.kg)
        self.assertEqual(order.order_line.price_unit, 20.0)
        self.assertEqual(order.amount_untaxed, 50_000.0)

    def test_kilograms_do_not_exceed_tons(self):
        order = self._order(10_001.0, self.kg, confirm=False)
        self.assertRefusedAndKept(self.contract.line_ids, order.action_confirm, "10 Ton remain", "10.001 Ton")

    def test_unrelated_units_are_refused(self):
        order = self._order(1.0, self.unit, confirm=False)
        self.assertRefusedAndKept(self.contract.line_ids, order.action_confirm, "cannot be converted")

    def test_a_tax_included_in_the_price_is_no_discount(self):
        included, excluded = self.env["account.tax"].create(
            [
                {"name": f"13 {mode}", "amount": 13, "price_include_override": mode}
                for mode in ("tax_included", "tax_excluded")
            ]
        )
        contract = self._active_contract(
            lines=[{"price_unit": 100.0, "tax_ids": [Command.set(excluded.ids)]}]
        )
        order = self._call_off(contract, 1.0, confirm=False)
        order.order_line.tax_ids = included
        self.assertAlmostEqual(order.order_line.list_price_in_force, 113.0)
        with self.assertRefused(PriceHold, "below"), self.env.cr.savepoint():
            order.action_confirm()
        order.order_line.price_unit = 113.0
        order.action_confirm()
