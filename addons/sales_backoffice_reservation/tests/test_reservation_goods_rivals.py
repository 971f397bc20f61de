"""Two connections at once explain the same goods without order, or put them onto an order meanwhile."""

import uuid

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import ROUNDS

from .test_reservation_race import ReservationCommitted


@tagged("post_install", "-at_install")
class TestGoodsRivals(ReservationCommitted):
    def _hand_out(self, env):
        """Ten handed out to a new customer without an order; the customer and the move."""
        partner = env["res.partner"].create({"name": f"Race {uuid.uuid4().hex[:6]}", "is_company": True})
        product = env["product.product"].create(
            {"name": "Race goods", "type": "consu", "invoice_policy": "delivery"}
        )
        kind = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).out_type_id
        where = {
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        move = {"product_id": product.id, "product_uom_qty": 10.0, **where}
        picking = env["stock.picking"].create(
            {
                "partner_id": partner.id,
                "picking_type_id": kind.id,
                "move_ids": [Command.create(move)],
                **where,
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": 10.0, "picked": True})
        picking.with_context(skip_sms=True).button_validate()
        return partner.id, picking.move_ids.id

    def _excuse(self, env, partner_id, move_id, quantity):
        return env["invoice.reservation"].create(
            {
                "kind": "no_invoice",
                "reason": "Samples.",
                "partner_id": partner_id,
                "goods_ids": [Command.create({"stock_move_id": move_id, "quantity": quantity})],
            }
        )

    def _add_to_order(self, env, order_id, move_id):
        wizard = env["invoice.goods.order"].create(
            {"order_id": order_id, "move_ids": [Command.set([move_id])]}
        )
        wizard.action_confirm()

    def _held(self, move_id):
        def work(env):
            move = env["stock.move"].browse(move_id)
            lines = env["invoice.reservation.goods"].search([("stock_move_id", "=", move_id)])
            return sum(lines.mapped("quantity")), bool(move.sale_line_id)

        return self.committed(work)

    def test_of_two_explaining_the_same_goods_one_is_told_what_is_left(self):
        for _round in range(ROUNDS):
            partner_id, move_id = self.committed(self._hand_out)
            refusals = self.race(*[lambda env, p=partner_id, m=move_id: self._excuse(env, p, m, 6)] * 2)
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1, refusals)
            self.assertIn("only 4", str(next(filter(None, refusals))))
            self.assertEqual(self._held(move_id), (6, False))

    def test_goods_are_explained_or_put_onto_an_order_and_never_both(self):
        def prepare(env):
            partner_id, move_id = self._hand_out(env)
            order = self.make_order(env, env["res.partner"].browse(partner_id), 1.0)
            order.action_confirm()
            return partner_id, move_id, order.id

        for _round in range(ROUNDS):
            partner_id, move_id, order_id = self.committed(prepare)
            refusals = self.race(
                lambda env, p=partner_id, m=move_id: self._excuse(env, p, m, 6),
                lambda env, o=order_id, m=move_id: self._add_to_order(env, o, m),
            )
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1, refusals)
            self.assertIn(self._held(move_id), ((6, False), (0, True)))
