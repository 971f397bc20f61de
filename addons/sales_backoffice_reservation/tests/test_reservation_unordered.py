"""Goods that left without an order stand in the register like everything delivered, until a reason is approved."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..services.quantity_guard import OverReserved
from .common import UnorderedCommon


@tagged("post_install", "-at_install")
class TestGoods(UnorderedCommon):
    def test_a_transfer_by_hand_stands_in_the_register_and_in_the_number(self):
        watch = self.env["invoice.watch"].search([("company_id", "=", self.company.id)])
        before = watch.unexplained_amount, watch.unexplained_count
        move = self._hand_out(on=self._days_ago(40))
        values = {
            "source": "goods",
            "partner_id": self.partner.id,
            "picking_id": move.picking_id.id,
            "quantity": 10,
            "unreserved": 10,
            "open_amount": 1_000,
            "open_days": 40,
            "age_bucket": "31-60",
            "price_basis": "pricelist",
            "user_id": self.users["seller"].id,
            "status": "unreserved",
        }
        self.assertRecordValues(self._rows(move), [values])
        self.env.invalidate_all()
        found = watch.unexplained_amount - before[0], watch.unexplained_count - before[1]
        self.assertEqual(found, (1_000, 1))

    def test_nobody_explains_what_left_before_the_program_came(self):
        moves = self._hand_out(on=self._days_ago(40)) + self._hand_out(on=self._days_ago(39))
        self.company.invoice_goods_since = self._days_ago(39)
        self.assertEqual(self._rows(moves).stock_move_id, moves[1])
        today = fields.Date.context_today(self.company)
        self.assertEqual(self.env["res.company"].create({"name": "Branch"}).invoice_goods_since, today)

    def test_what_has_no_price_counts_as_a_line_worth_nothing(self):
        free = self._create_product("Sample book", list_price=0)
        watch = self.env["invoice.watch"].search([("company_id", "=", self.company.id)])
        before = watch.unexplained_amount, watch.unexplained_count
        row = self._rows(self._hand_out(product=free))
        self.assertRecordValues(row, [{"price_basis": "none", "open_amount": 0, "unreserved": 10}])
        self.env.invalidate_all()
        self.assertEqual((watch.unexplained_amount, watch.unexplained_count), (before[0], before[1] + 1))

    def test_the_value_is_that_of_the_day_with_taxes_by_the_customers_price_list(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        taxed = self._create_product("Taxed paper", taxes_id=[Command.set(tax.ids)])
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Printers",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "fixed",
                            "fixed_price": 80,
                            "product_tmpl_id": taxed.product_tmpl_id.id,
                        }
                    )
                ],
            }
        )
        self.partner.property_product_pricelist = pricelist
        move = self._hand_out(product=taxed)
        taxed.list_price = 500
        pricelist.item_ids.fixed_price = 70
        self.assertAlmostEqual(self._rows(move).open_amount, 904)
        move.unordered_price = 0  # left before the add-on came
        row = self._rows(move)
        self.assertEqual((row.open_amount, row.price_basis), (5_000, "sales_price"))

    def test_nobody_writes_the_value_down(self):
        move = self._hand_out()
        for user in ("seller", "clerk"):
            move.with_user(self.users[user]).write({"unordered_price": 0.01})
        self.assertEqual((move.unordered_price, self._rows(move).open_amount), (100, 1_000))

    def test_returns_count_back_exchanged_or_for_good(self):
        move = self._hand_out()
        self._hand_out(2, back=True, origin=move)
        self._hand_out(1, back=True, origin=move, to_refund=True)
        self.assertEqual(self._rows(move).quantity, 7)
        self._hand_out(7, back=True, origin=move)
        self.assertFalse(self._rows(move))

    def test_a_return_that_names_no_delivery_lowers_the_oldest_of_the_customer(self):
        other = self._create_customer("Harbour Labels")
        first, second = self._hand_out(on=self._days_ago(9)), self._hand_out(4, on=self._days_ago(3))
        foreign = self._hand_out(5, partner=other, on=self._days_ago(20))
        self._hand_out(11, back=True)
        self.assertEqual(self._rows(first + second + foreign).mapped("quantity"), [5, 3])

    def test_another_unit_is_counted_in_that_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        move = self._hand_out(2, product_uom=dozen.id)
        self._hand_out(3, back=True, origin=move)
        self.assertRecordValues(self._rows(move), [{"quantity": 21, "open_amount": 2_100}])

    def test_transit_consignment_and_the_customers_own_goods_are_no_deliveries(self):
        transit = self.env.ref("stock.stock_location_inter_company")
        consignment = self.env["stock.location"].create(
            {
                "name": "At the customer's",
                "usage": "internal",
                "location_id": self.warehouse.view_location_id.id,
            }
        )
        moves = self.env["stock.move"]
        for place in (transit, consignment):
            move = self._hand_out(location_dest_id=place.id)
            self.assertEqual(move.location_dest_id, place)
            moves |= move
        self.assertFalse(self._rows(moves))
        own = self._hand_out()
        own.move_line_ids.owner_id = self.partner
        self.assertFalse(self._rows(own))
        taken = self._hand_out(location_id=consignment.id)
        self.assertEqual(
            self._rows(taken).quantity, 10, "what the customer takes out of consignment is delivered"
        )

    def test_an_approved_reason_explains_and_a_request_does_not(self):
        move = self._hand_out()
        rows = self._rows(move).with_user(self.users["clerk"])
        document = self.env["invoice.reservation"].browse(rows.action_no_invoice()["res_id"])
        self.assertRecordValues(document, [{"kind": "no_invoice", "amount_total": 1_000}])
        document = document.with_user(self.users["clerk"])
        document.reason = "Free replacement."
        document.action_submit()
        self.assertEqual(self._rows(move).unreserved, 10)
        document.with_user(self.users["sales_manager"]).action_approve()
        values = {
            "status": "no_invoice",
            "unreserved": 0,
            "exempt": 10,
            "reason": "Free replacement.",
            "reservation_names": document.name,
            "user_id": self.users["clerk"].id,
        }
        self.assertRecordValues(self._rows(move), [values])
        document.with_user(self.users["sales_manager"]).action_revoke("Not free.")
        self.assertEqual(self._rows(move).status, "unreserved")

    def test_no_more_is_excused_than_the_customer_keeps(self):
        move = self._hand_out()
        self._excuse(move, 7)
        with self.assertRefused(OverReserved, "only 3 Units", "not 4"), self.env.cr.savepoint():
            self._excuse(move, 4)
        document = self._excuse(move, 3)
        with self.assertRefused(OverReserved, "only 3"), self.env.cr.savepoint():
            document.goods_ids.quantity = 4
        document.action_cancel()
        self._hand_out(1, back=True, origin=move)
        with self.assertRefused(OverReserved, "only 2"), self.env.cr.savepoint():
            self._excuse(move, 3)

    def test_goods_without_order_are_not_invoiced_as_they_are(self):
        move = self._hand_out()
        with self.assertRefused(UserError, move.picking_id.name, "without an order"):
            self._rows(move).with_user(self.users["clerk"]).action_reserve()
        with self.assertRefused(UserError, "without an order"):
            move.picking_id.with_user(self.users["clerk"]).action_reserve_invoice()
        with self.assertRefused(ValidationError, "without an order"), self.env.cr.savepoint():
            self._excuse(move, kind="invoice")
        document = self._excuse(move)
        with self.assertRefused(ValidationError, "without an order"), self.env.cr.savepoint():
            document.kind = "invoice"

    def test_only_such_deliveries_are_excused_and_for_their_customer(self):
        ordered = self._delivered(10).picking_ids.move_ids
        other = self._create_customer("Harbour Labels")
        for move, words in (
            (ordered, "not a finished delivery without order"),
            (self._hand_out(partner=other), "another customer"),
        ):
            with self.assertRefused(ValidationError, words), self.env.cr.savepoint():
                self._excuse(move)

    def test_a_transfer_that_names_nobody_is_explained_for_who_got_it(self):
        move = self._hand_out(partner=self.env["res.partner"])
        rows = self._rows(move)
        self.assertFalse(rows.partner_id)
        with self.assertRefused(UserError, "names no customer"):
            rows.with_user(self.users["clerk"]).action_no_invoice()
        self._excused(move)
        self.assertEqual(self._rows(move).status, "no_invoice")

    def test_what_was_requested_does_not_change(self):
        document = self._excuse(self._hand_out())
        document.action_submit()
        line = document.goods_ids
        for way in (
            lambda: line.write({"quantity": 1}),
            line.unlink,
            lambda: document.write({"goods_ids": [Command.clear()]}),
            lambda: document.copy(
                {"goods_ids": [Command.create({"stock_move_id": line.stock_move_id.id, "quantity": 1})]}
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()
        for name, value in (("amount", 1), ("partner_id", 1), ("product_id", 1)):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                line.write({name: value})
        self.assertEqual(document.amount_total, 1_000)

    def test_the_approval_covers_the_goods(self):
        document = self._excused(self._hand_out())
        self.assertTrue(document.approval_valid)
        self.env.cr.execute(
            "UPDATE invoice_reservation_goods SET quantity = 3 WHERE id = %s", document.goods_ids.ids
        )
        self.env.invalidate_all()
        self.assertFalse(document.approval_valid)

    def _move_without_transfer(self, on):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 10,
                "partner_id": self.partner.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.customers.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": 10, "picked": True})
        move._action_done()
        move.date = f"{on} 12:00:00"
        return move

    def test_goods_that_nobody_explains_are_told_once_with_a_transfer_and_without(self):
        watch = self.env["invoice.watch"].search([("company_id", "=", self.company.id)])
        before = watch.activity_ids
        by_hand = self._hand_out(on=self._days_ago(9)).picking_id
        moves = [self._move_without_transfer(self._days_ago(days)) for days in (9, 8, 8, 1)]
        self.assertFalse(moves[0].picking_id)
        self._excused(moves[0])
        self._give_alerts()
        self._give_alerts()
        self.assertEqual(by_hand.activity_ids.user_id, self.users["seller"])
        told = watch.activity_ids - before
        self.assertEqual(told.mapped("date_deadline"), [self._days_ago(8)])
        self.assertIn(self.product.name, told.summary)
        self.assertTrue(told.user_id.has_group("backoffice_base.group_supervisor"))
        self.assertNotEqual(told.user_id, self.env.ref("base.user_admin"), "only where there is nobody else")
        logs = self.env["invoice.alert"].search(
            [("res_model", "=", watch._name), ("day", "=", told.date_deadline)]
        )
        self.assertEqual((logs.res_id, logs.what), (watch.id, "No invoice reserved"))
