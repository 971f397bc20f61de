"""Several lines of one product, goods that come back, orders cancelled and confirmed again."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestTwoLinesOfOneProduct(ContractCommon):
    """The same paper in two sizes: 100 kg cut to 787×1092, 0.05 t to 889×1194, without tolerance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls._create_product("Offset", uom_id=cls.kg.id)
        line = {"product_id": cls.paper.id, "tolerance": 0.0}
        second = {"product_uom_id": cls.ton.id, "quantity": 0.05, "price_unit": 10_000.0}
        cls.contract = cls._active_contract(
            lines=[
                {**line, "name": "Offset 787×1092", "quantity": 100.0, "price_unit": 10.0},
                {**line, "name": "Offset 889×1194", **second},
            ]
        )
        cls.first, cls.second = cls.contract.line_ids

    def _order(self, *lines, confirm=True):
        """An order of ``(contract line or text, quantity, unit)``."""
        order_lines = []
        for meant, quantity, unit in lines:
            values = {"product_id": self.paper.id, "product_uom_qty": quantity, "product_uom_id": unit.id}
            values |= {"name": meant} if isinstance(meant, str) else {"contract_line_id": meant.id}
            order_lines.append(Command.create(values))
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "contract_id": self.contract.id, "order_line": order_lines}
        )
        if confirm:
            order.action_confirm()
        return order

    def test_each_line_is_counted_for_itself(self):
        self._order((self.first, 60.0, self.kg), (self.second, 20.0, self.kg))
        self.assertCalled(self.first, 60.0)
        self.assertCalled(self.second, 0.02)
        order = self._order((self.second, 31.0, self.kg), confirm=False)
        self.assertRefusedAndKept(self.second, order.action_confirm, "0.03 Ton remain", "0.031 Ton")
        self.assertCalled(self.first, 60.0)

    def test_the_room_of_one_is_not_that_of_the_other(self):
        order = self._order((self.first, 100.0, self.kg), (self.second, 51.0, self.kg), confirm=False)
        self.assertRefusedAndKept(self.first, order.action_confirm, "889")
        self.assertCalled(self.first, 0.0, 100.0)

    def test_one_order_with_two_lines_of_the_same_contract_line(self):
        order = self._order((self.first, 60.0, self.kg), (self.first, 0.05, self.ton), confirm=False)
        self.assertRefusedAndKept(self.first, order.action_confirm, "100 kg remain", "110 kg")
        order.order_line[1].product_uom_qty = 0.04
        order.action_confirm()
        self.assertCalled(self.first, 100.0)

    def test_a_line_moved_to_the_other_size_is_judged(self):
        order = self._order((self.first, 60.0, self.kg))
        change = {"contract_line_id": self.second.id}
        self.assertRefusedAndKept(self.second, lambda: order.order_line.write(change), "0.05 Ton remain")
        order.order_line.write({**change, "product_uom_qty": 50.0})
        self.assertCalled(self.first, 0.0)
        self.assertCalled(self.second, 0.05)

    def test_two_lines_exchanged_in_one_write(self):
        order = self._order((self.first, 50.0, self.kg), (self.second, 40.0, self.kg))
        first, second = order.order_line
        order.write(
            {
                "order_line": [
                    Command.update(first.id, {"contract_line_id": self.second.id}),
                    Command.update(second.id, {"contract_line_id": self.first.id}),
                ]
            }
        )
        self.assertCalled(self.first, 40.0)
        self.assertCalled(self.second, 0.05)

    def test_the_size_is_found_and_one_that_is_not_clear_is_refused(self):
        self.assertEqual(
            self._order(("Offset 889x1194", 1.0, self.kg)).order_line.contract_line_id, self.second
        )
        vague = self._order(("Offset", 1.0, self.kg), confirm=False)
        self.assertFalse(vague.order_line.contract_line_id)
        self.assertRefusedAndKept(self.first, vague.action_confirm, "is not on contract", "choose its line")


@tagged("post_install", "-at_install")
class TestAfterwards(ContractCommon):
    """Of 1,000 with 5 % tolerance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._active_contract()
        cls.line = cls.contract.line_ids

    def test_an_order_cancelled_and_confirmed_again_takes_once(self):
        order = self._call_off(self.contract, 800.0)
        for _round in range(2):
            order._action_cancel()
            self.assertCalled(self.line, 0.0)
            order.action_draft()
            self.assertCalled(self.line, 0.0, 800.0)
            order.action_confirm()
            self.assertCalled(self.line, 800.0)

    def test_what_others_took_meanwhile_counts(self):
        order = self._call_off(self.contract, 800.0)
        order._action_cancel()
        self._call_off(self.contract, 300.0)
        order.action_draft()
        self.assertRefusedAndKept(self.line, order.action_confirm, "750 Units remain")
        order.order_line.product_uom_qty = 750.0
        order.action_confirm()
        self.assertCalled(self.line, 1050.0)

    def test_an_order_delivered_in_part_cancelled_and_confirmed_again_counts_once(self):
        order = self._call_off(self.contract, 800.0)
        self._deliver(order, 200.0)
        order._action_cancel()
        self.assertCalled(self.line, 200.0)
        order.action_draft()
        self.assertCalled(self.line, 200.0, 600.0)
        order.action_confirm()
        self.assertCalled(self.line, 800.0)

    def test_an_order_cancelled_while_the_contract_ended_stays_cancelled(self):
        order = self._call_off(self.contract, 800.0)
        order._action_cancel()
        self.contract.with_user(self.users["supervisor"])._close("terminated", "Insolvent")
        order.action_draft()
        self.assertRefusedAndKept(self.line, order.action_confirm, "Terminated")

    def test_returned_goods_stay_called_off_until_the_order_is_lowered(self):
        """What comes back may be delivered again: the customer ordered it."""
        order = self._call_off(self.contract, 800.0)
        self._return(self._deliver(order), 300.0)
        self.assertEqual(order.order_line.qty_delivered, 500.0)
        self.assertCalled(self.line, 800.0)
        more = self._call_off(self.contract, 300.0, confirm=False)
        self.assertRefusedAndKept(self.line, more.action_confirm, "250 Units remain")
        order.order_line.product_uom_qty = 500.0
        self.assertCalled(self.line, 500.0, 300.0)
        more.action_confirm()
        self.assertCalled(self.line, 800.0)

    def test_returned_goods_that_are_replaced_change_nothing(self):
        order = self._call_off(self.contract, 800.0)
        self._return(self._deliver(order), 300.0, to_refund=False)
        self.assertCalled(self.line, 800.0)
        self.assertEqual(self.line.delivered_quantity, 800.0)

    def test_goods_returned_of_a_cancelled_order_are_given_back(self):
        order = self._call_off(self.contract, 800.0)
        picking = self._deliver(order, 500.0)
        order._action_cancel()
        self.assertCalled(self.line, 500.0)
        self._return(picking, 500.0)
        self.assertCalled(self.line, 0.0)

    def test_too_much_delivered_and_taken_back(self):
        order = self._call_off(self.contract, 800.0)
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 1000.0, "picked": True})
        picking.button_validate()
        self.assertCalled(self.line, 1000.0)
        self._return(picking, 200.0)
        self.assertCalled(self.line, 800.0)

    def test_a_line_of_a_confirmed_order_is_not_moved_to_a_full_contract(self):
        full = self._active_contract(lines=[(100.0, 100.0)])
        self._call_off(full, 105.0)
        order = self._call_off(self.contract, 10.0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.write({"contract_id": full.id})
        self.env.invalidate_all()
        self.assertCalled(self.line, 10.0)
        self.assertCalled(full.line_ids, 105.0)
