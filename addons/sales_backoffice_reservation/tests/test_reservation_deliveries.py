"""What counts as delivered: returns, exchanges, goods that come back without their delivery, parts of a kit."""

from datetime import date

from odoo.tests import tagged

from ..services.quantity_guard import OverReserved
from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestWhatIsDelivered(ReservationCommon):
    def setUp(self):
        super().setUp()
        self.order = self._confirmed_order(1_000.0)
        self.first = self._deliver(self.order, 6)
        self._deliver(self.order, 4)

    def _move(self, quantity, back=False, **values):
        """A transfer made by hand for the order line."""
        warehouse = self.order.warehouse_id
        places = [warehouse.lot_stock_id, self.partner.property_stock_customer]
        source, target = reversed(places) if back else places
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "sale_line_id": self.order.order_line.id,
                "to_refund": back,
                **values,
            }
        )
        move._action_confirm()
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        return move

    def assertDelivered(self, quantity):
        self.env.flush_all()
        self.assertEqual(self.order.order_line.qty_delivered, quantity, "Odoo counts otherwise")
        self.assertStanding(self.order, base=quantity, available=quantity)
        self.assertAlmostEqual(sum(self._register(self.order).mapped("quantity")), quantity)

    def test_goods_to_be_exchanged_stay_delivered_and_their_replacement_is_not_counted_twice(self):
        back = self._return(self.first, 2, to_refund=False)
        self.assertDelivered(10)
        self._return(back, 2, to_refund=False)
        self.assertDelivered(10)

    def test_goods_that_come_back_without_their_delivery_lower_the_line_once(self):
        self._move(3, back=True)
        self.assertDelivered(7)
        self._move(2, back=True, to_refund=False)
        self.assertDelivered(7)

    def test_another_product_moved_for_the_line_does_not_count(self):
        part = self._create_product("Part")
        self._move(5, product_id=part.id)
        self.assertStanding(self.order, base=10, available=10)

    def test_what_is_not_done_or_was_cancelled_does_not_count(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order, 4)
        self.assertStanding(order, base=4, available=4)
        order.picking_ids.filtered(lambda picking: picking.state != "done").action_cancel()
        self.assertStanding(order, base=4, available=4)

    def test_a_revoked_approval_keeps_its_quantity_until_it_is_cancelled(self):
        document = self._approved(self.order, 6)
        document.with_user(self.users["supervisor"]).action_revoke("Wrong.")
        self.assertEqual(document.state, "revoked")
        self.assertStanding(self.order, reserved=6, available=4)
        self.assertEqual(sum(self._register(self.order).mapped("unreserved")), 10, "it explains nothing")
        document.action_cancel()
        self.assertStanding(self.order, reserved=0, available=10)

    def test_a_reservation_without_a_date_keeps_its_quantity_and_explains_nothing(self):
        document = self._reserve(self.order, 6)
        self.assertEqual(sum(self._register(self.order).mapped("unreserved")), 4)
        document.planned_date = False
        self.assertStanding(self.order, reserved=6, available=4)
        self.assertEqual(sum(self._register(self.order).mapped("unreserved")), 10)

    def test_a_delivery_that_is_invoiced_gives_nothing_to_another_reservation(self):
        self._issued(self.order, 6, move=self.first.move_ids)
        with self.assertRaises(OverReserved), self.env.cr.savepoint():
            self._reserve(self.order, 1, move=self.first.move_ids)
        self._reserve(self.order, 4)
        self.assertEqual(self._register(self.order).mapped("unreserved"), [0, 0])

    def test_what_names_no_delivery_goes_where_nothing_is_reserved_yet(self):
        self._reserve(self.order, 6, move=self.first.move_ids)
        self._reserve(self.order, 4)
        self.assertEqual(self._register(self.order).mapped("unreserved"), [0, 0])

    def test_an_ordinary_draft_is_shown_as_one(self):
        self._invoice(self.order, post=False)
        rows = self._register(self.order)
        self.assertEqual((set(rows.mapped("status")), sum(rows.mapped("unreserved"))), ({"drafted"}, 0))

    def test_a_credit_note_made_by_hand_opens_what_a_reservation_had_invoiced(self):
        move = self._issued(self.order, 6, move=self.first.move_ids).move_id
        refund = move._reverse_moves([{"invoice_date": date.today()}])
        refund.invoice_line_ids.write({"reservation_line_id": False, "quantity": 2})
        refund.action_post()
        self.assertStanding(self.order, posted=4, available=6)
        self.assertEqual(sum(self._register(self.order).mapped("invoiced_quantity")), 4)
