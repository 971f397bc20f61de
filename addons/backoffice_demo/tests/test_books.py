from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestBooks(DemoCase):
    def test_there_is_a_year_and_a_half_of_trade(self):
        orders = self.env["sale.order"].search([("company_id", "=", self.company.id)])
        states = Counter(orders.mapped("state"))
        self.assertTrue(380 <= states["sale"] <= 520, states)
        self.assertTrue(3 <= states["cancel"] <= 25, states)
        self.assertEqual(states["draft"], 19)
        oldest = min(orders.mapped("date_order")).date()
        self.assertTrue(500 <= (self.workshop.today - oldest).days <= 560)
        self.assertEqual(len(orders.partner_id), len(self.rows("customers")))

    def test_every_posted_entry_is_balanced(self):
        groups = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted")], ["move_id"], having=[("balance:sum", "!=", 0.0)]
        )
        self.assertFalse(groups)

    def test_no_lock_date_is_set(self):
        for field in ("fiscalyear_lock_date", "sale_lock_date", "purchase_lock_date", "hard_lock_date"):
            self.assertFalse(self.company[field], field)

    def test_the_bank_account_never_goes_below_zero(self):
        lines = self.env["account.move.line"]._read_group(
            [("account_id.account_type", "=", "asset_cash"), ("parent_state", "=", "posted")],
            ["date:day"],
            ["balance:sum"],
        )
        balance = 0.0
        for day, amount in lines:
            balance += amount
            self.assertGreater(balance, 0.0, day)

    def test_stock_is_never_negative(self):
        quants = self.env["stock.quant"].search([("location_id.usage", "=", "internal")])
        self.assertTrue(quants)
        self.assertFalse(quants.filtered(lambda quant: quant.quantity < 0))

    def test_stock_was_never_negative(self):
        moves = self.env["stock.move"].search([("state", "=", "done")], order="date, id")
        on_hand = Counter()
        for move in moves:
            sign = (move.location_dest_id.usage == "internal") - (move.location_id.usage == "internal")
            on_hand[move.product_id] += sign * move.quantity
            self.assertGreaterEqual(round(on_hand[move.product_id], 2), 0, move.reference)

    def test_transfers_happened_on_their_day(self):
        pickings = self.env["stock.picking"].search([("state", "=", "done")])
        self.assertLessEqual(max(pickings.mapped("date_done")), fields.Datetime.now())
        order = self.ref("order_yaoguang_2")
        self.assertEqual(order.effective_date.date(), self.workshop.day(-49))
        self.assertEqual(order.picking_ids.move_ids.mapped("date"), [order.picking_ids.date_done] * 2)

    def test_the_story_is_invoiced_on_its_day(self):
        invoice = self.ref("invoice_yaoguang_2")
        self.assertEqual(invoice.invoice_date, self.workshop.day(-46))
        self.assertEqual(invoice.invoice_date_due, self.workshop.day(14))
        self.assertEqual(self.ref("invoice_yaoguang_5").state, "draft")

    def test_receivables_follow_the_behaviour(self):
        overdue = self._overdue_by_behaviour(grace=15)
        self.assertFalse(overdue["prompt"] - {self.ref("customer_hengchang")})
        self.assertFalse(overdue["slow"])
        self.assertEqual(len(overdue["late"]), 2)
        self.assertEqual(len(overdue["bad"]), 2)

    def _overdue_by_behaviour(self, grace):
        late = self.env["account.move.line"].search(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("amount_residual", ">", 0),
                ("date_maturity", "<", self.workshop.today - timedelta(days=grace)),
            ]
        )
        customers = {}
        for row in self.rows("customers"):
            customer = self.ref(f"customer_{row['key']}")
            found = customers.setdefault(row["behaviour"], set())
            if customer in late.partner_id:
                found.add(customer)
        return customers

    def test_some_money_waits_for_its_invoice(self):
        payment = self.ref("prepayment_mowu")
        self.assertEqual(payment.state, "paid")
        self.assertFalse(payment.reconciled_invoice_ids)

    def test_returns_and_allowances_are_credited(self):
        notes = self.env["account.move"].search([("move_type", "=", "out_refund")])
        effects = Counter(notes.mapped("credit_note_effect"))
        self.assertTrue(effects["quantity"] and effects["price"], effects)
        self.assertEqual(notes.mapped("state"), ["posted"] * len(notes))
