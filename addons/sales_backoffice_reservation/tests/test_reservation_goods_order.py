"""Goods without order are put onto an order; who sees and explains them."""

import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import UnorderedCommon


@tagged("post_install", "-at_install")
class TestGoodsOntoAnOrder(UnorderedCommon):
    def _add(self, moves, order, user="clerk"):
        action = self._rows(moves, self.users[user]).action_add_to_order()
        wizard = self.env["invoice.goods.order"].with_user(self.users[user]).with_context(**action["context"])
        return wizard.create({"order_id": order.id}).action_confirm()

    def test_goods_are_put_onto_the_line_of_their_product(self):
        order = self._delivered(5)
        move = self._hand_out()
        self._add(move, order)
        self.assertEqual(order.order_line.qty_delivered, 15)
        self.assertStanding(order, available=15)
        self.assertEqual(set(self._register(order).mapped("source")), {"order"})
        self.assertEqual(order.picking_ids, order.picking_ids | move.picking_id)

    def test_goods_of_another_product_get_a_line_that_moves_nothing_more(self):
        order = self._delivered(5)
        glue = self._create_product("Glue", list_price=7.0)
        move = self._hand_out(4, product=glue)
        self._hand_out(1, product=glue, back=True, origin=move)
        pickings = order.picking_ids
        self._add(move, order)
        line = order.order_line.filtered(lambda line: line.product_id == glue)
        self.assertRecordValues(line, [{"product_uom_qty": 3, "qty_delivered": 3, "price_unit": 7}])
        self.assertFalse((order.picking_ids - pickings).filtered(lambda picking: picking.state != "done"))
        self.assertEqual(self._rows(move).amount, 21)

    def test_goods_invoiced_by_order_are_invoiced_for_what_was_kept(self):
        order = self._delivered(5)
        glue = self._create_product("Glue", list_price=7.0, invoice_policy="order")
        move = self._hand_out(4, product=glue)
        back = self._hand_out(2, product=glue, back=True, origin=move)
        self._hand_out(1, product=glue, origin=back)
        self._add(move, order)
        line = order.order_line.filtered(lambda line: line.product_id == glue)
        self.assertRecordValues(line, [{"product_uom_qty": 3, "qty_delivered": 3, "qty_to_invoice": 3}])

    def test_what_came_back_without_naming_its_delivery_is_not_invoiced(self):
        order = self._delivered(5)
        dozen = self.env.ref("uom.product_uom_dozen")
        move = self._hand_out(2, product_uom=dozen.id)
        back = self._hand_out(4, back=True)
        self._hand_out(3, back=True, partner=self._create_customer("Harbour Labels"))
        self.assertEqual(self._rows(move).quantity, 20)
        self._add(move, order)
        self.assertEqual((order.order_line.qty_delivered, back.sale_line_id), (25, order.order_line))

    def test_a_return_of_several_deliveries_needs_them_all(self):
        order = self._delivered(5)
        first, second = self._hand_out(on=self._days_ago(9)), self._hand_out(on=self._days_ago(3))
        self._hand_out(12, back=True)
        self.assertEqual(self._rows(first + second).mapped("quantity"), [8])
        with self.assertRefused(UserError, "names no delivery", "No Invoice"), self.env.cr.savepoint():
            self._add(second, order)
        self.assertFalse((first + second).sale_line_id)

    def test_what_a_reason_explains_is_not_put_onto_an_order_as_well(self):
        order, move = self._delivered(5), self._hand_out()
        document = self._excuse(move)
        with self.assertRefused(UserError, document.name, "cancel it"), self.env.cr.savepoint():
            self._add(move, order)
        document.action_cancel()
        self._add(move, order)
        with self.assertRefused(ValidationError, "not a finished delivery"), self.env.cr.savepoint():
            self._excuse(move)

    def test_only_a_confirmed_order_of_the_customer_and_goods_of_the_register(self):
        move = self._hand_out()
        foreign = self._delivered(1, partner=self._create_customer("Harbour Labels"))
        for order, words in ((foreign, "another customer"), (self._create_order(), "confirmed order")):
            with self.assertRefused(UserError, words), self.env.cr.savepoint():
                self._add(move, order)
        ordered = self._delivered(1)
        wizard = self.env["invoice.goods.order"].with_user(self.users["clerk"])
        for moves, order in ((ordered.picking_ids.move_ids, foreign), (move, ordered)):
            user = "other_seller" if moves == move else "clerk"
            forged = wizard.with_user(self.users[user]).create(
                {"order_id": order.id, "move_ids": [Command.set(moves.ids)]}
            )
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                forged.action_confirm()

    def test_two_customers_are_not_put_onto_one_order(self):
        moves = self._hand_out() + self._hand_out(partner=self._create_customer("Harbour Labels"))
        with self.assertRefused(UserError, "one customer"):
            self._rows(moves, self.users["clerk"]).action_add_to_order()


@tagged("post_install", "-at_install")
class TestSeen(UnorderedCommon):
    def test_a_salesperson_sees_and_explains_own_customers_only(self):
        move = self._hand_out()
        document = self._excuse(move, 4, by="seller")
        for user, count in (("seller", 1), ("other_seller", 0), ("auditor", 1), ("clerk", 1)):
            self.assertEqual(len(self._rows(move, self.users[user])), count, user)
            lines = self.env["invoice.reservation.goods"].with_user(self.users[user])
            self.assertEqual(lines.search_count([("id", "in", document.goods_ids.ids)]), count, user)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._excuse(move, 1, by="other_seller")
        for user in ("auditor", "warehouse"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._excuse(move, 1, by=user)

    def test_another_company_sees_and_explains_nothing(self):
        move = self._hand_out()
        company = self.env["res.company"].create({"name": "Second Paper"})
        stranger = new_test_user(
            self.env, "stranger", groups="backoffice_base.group_supervisor", company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )  # fmt: skip
        self.assertFalse(self._rows(move, stranger))
        vals = {
            "kind": "no_invoice",
            "partner_id": self.partner.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "goods_ids": [Command.create({"stock_move_id": move.id, "quantity": 1})],
        }
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["invoice.reservation"].with_user(stranger).create(vals)

    def test_the_portal_shows_neither_the_goods_nor_their_reasons(self):
        move = self._hand_out()
        document = self._excuse(move)
        as_customer = self.env(user=self.portal)
        self.assertFalse(as_customer["invoice.reservation"]._get_portal_rows(self.partner))
        self.assertFalse(as_customer["invoice.reservation"].search([("id", "=", document.id)]))
        with self.assertRaises(AccessError):
            as_customer["invoice.reservation.goods"].browse(document.goods_ids.id).read(["quantity"])

    def test_the_spreadsheet_and_the_pivot_hold_them(self):
        rows = self._rows(self._hand_out(3))
        report = self.env["ir.actions.report"].with_user(self.users["clerk"])
        content, _kind = report._render_xlsx("sales_backoffice_reservation.invoice_register", rows.ids, {})
        headers, row = list(
            load_workbook(io.BytesIO(content)).active.iter_rows(min_row=4, max_row=5, values_only=True)
        )
        cells = dict(zip(headers, row, strict=True))
        self.assertEqual(
            (cells["Source"], cells["Valued By"]), ("Goods Without Order", "Price list of the day")
        )
        self.assertEqual((cells["Customer"], cells["Unexplained Amount"]), (self.partner.name, 300))
        groups = self.env["invoice.register"]._read_group(
            [("id", "in", rows.ids)], ["source", "age_bucket", "partner_id"], ["open_amount:sum"]
        )
        self.assertEqual(groups, [("goods", "0-7", self.partner, 300)])

    def test_what_nobody_explains_is_put_on_a_list(self):
        picking = self._hand_out(on=self._days_ago(9)).picking_id
        service = self._create_product("Cutting", type="service")
        order = self._create_order()
        order.order_line.product_id = service
        order.action_confirm()
        with freeze_time(self._days_ago(9)):
            order.order_line.qty_delivered = 2
        self.env.flush_all()
        for _twice in range(2):
            self._give_alerts()
        self.assertEqual((len(picking.activity_ids), len(order.activity_ids)), (1, 1))
        self.assertEqual((picking | picking).activity_ids.user_id, self.users["seller"])
