"""What was delivered is told by who moves goods: nobody else makes it vanish from the register or look younger."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import UnorderedCommon


@tagged("post_install", "-at_install")
class TestDelivered(UnorderedCommon):
    def setUp(self):
        super().setUp()
        self.goods = self._create_product("Kept paper", is_storable=True)
        self.move = self._hand_out(product=self.goods, on=self._days_ago(40))
        self.younger = f"{self._days_ago(1)} 12:00:00"

    def _get_ways(self):
        other = self._create_customer("Harbour Labels")
        branch = self.env["res.company"].create({"name": "Branch"})
        line, own = self.move.move_line_ids, {"owner_id": self.partner.id}
        return (
            lambda move: move.write({"date": self.younger}),
            lambda move: move.write({"state": "cancel"}),
            lambda move: move.write({"state": "draft", "quantity": 0}),
            lambda move: move.write({"location_dest_id": self.warehouse.lot_stock_id.id}),
            lambda move: move.write({"quantity": 1}),
            lambda move: move.write({"partner_id": other.id, "company_id": branch.id}),
            lambda move: move.write({"move_line_ids": [Command.update(line.id, {"quantity": 1, **own})]}),
            lambda move: move.move_line_ids.write(own),
            lambda move: move.move_line_ids.write({"quantity": 1}),
            lambda move: move.move_line_ids.write({"move_id": False}),
            lambda move: move.picking_id.write({"date_done": self.younger}),
            lambda move: move.picking_id.write({"partner_id": other.id}),
            lambda move: move.picking_id.write(
                {"move_ids": [Command.update(move.id, {"date": self.younger})]}
            ),
        )

    def _count_stock(self):
        quants = self.env["stock.quant"].search([("product_id", "=", self.goods.id)])
        return sorted((quant.location_id.id, quant.owner_id.id, quant.quantity) for quant in quants)

    def test_nobody_but_the_warehouse_rewrites_it(self):
        expected = {"delivered_on": self._days_ago(40), "quantity": 10, "partner_id": self.partner.id}
        stock = self._count_stock()
        for number, way in enumerate(self._get_ways()):
            for user in ("seller", "clerk", "accountant", "sales_manager"):
                try:
                    with self.env.cr.savepoint():
                        way(self.move.with_user(self.users[user]))
                except AccessError:
                    self.env.invalidate_all()  # not even Odoo lets this role
                with self.subTest(way=number, user=user):
                    self.assertRecordValues(self._rows(self.move), [expected])
                    self.assertEqual(self._count_stock(), stock)

    def test_the_warehouse_corrects_it(self):
        self.move.with_user(self.users["warehouse"]).date = self.younger
        self.move.move_line_ids.with_user(self.users["warehouse"]).quantity = 9
        self.assertRecordValues(self._rows(self.move), [{"delivered_on": self._days_ago(1), "quantity": 9}])

    def test_what_is_still_to_come_is_anybodys_to_plan(self):
        waiting = self._confirmed_order(1).picking_ids.move_ids
        both = (self.move + waiting).with_user(self.users["seller"])
        both.write({"date": self.younger, "description_picking": "Samples"})
        self.assertEqual(both.mapped("description_picking"), ["Samples"] * 2)
        self.assertEqual([str(found.date) == self.younger for found in both], [False, True])

    def test_the_delivery_of_an_order_is_kept_as_well(self):
        order = self._delivered(10)
        rows = self._register(order).mapped(lambda row: (row.delivered_on, row.quantity))
        moves = order.picking_ids.move_ids.with_user(self.users["seller"])
        moves.write({"date": f"{self._days_ago(9)} 12:00:00", "quantity": 1})
        with self.assertRefused(UserError, "stays with its order"):
            moves.write({"state": "cancel"})
        self.assertEqual(self._register(order).mapped(lambda row: (row.delivered_on, row.quantity)), rows)

    def test_who_sells_may_still_finish_a_transfer(self):
        picking = self._confirmed_order(4).picking_ids
        picking.move_ids.write({"quantity": 4, "picked": True})
        picking.with_user(self.users["seller"]).with_context(skip_sms=True).button_validate()
        self.assertEqual(
            (picking.state, picking.move_ids.quantity, bool(picking.date_done)), ("done", 4, True)
        )
