"""Goods that came back are credited after their review, by whatever way; what is no return is not held."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_invoicing_by_order import PrepaidCommon


@tagged("post_install", "-at_install")
class TestReturnsAreNotCredited(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls._delivered()
        cls._review(cls._queued(cls.picking))
        cls.order = cls.picking.sale_id
        cls.invoice = cls._invoice(cls.order)
        cls.back = cls._date(cls._return(cls.picking, 3))

    def _reverse(self, quantity=None, invoice=None, **values):
        credit = (invoice or self.invoice)._reverse_moves([{"invoice_date": self.moment.date(), **values}])
        if quantity is not None:
            credit.invoice_line_ids.quantity = quantity
        return credit

    def assertNotPosted(self, credits_):
        with self.assertRaisesRegex(UserError, "came back and wait for their review"), self.cr.savepoint():
            credits_.action_post()

    def test_by_the_orders_button(self):
        with self.assertRaises(UserError):
            self.order._create_invoices(final=True)
        self._review(self._queued(self.back))
        credit = self.order._create_invoices(final=True)
        self.assertEqual((credit.move_type, credit.invoice_line_ids.quantity), ("out_refund", 3))
        credit.action_post()

    def test_from_the_invoice_in_part(self):
        credit = self._reverse(3)
        self.assertNotPosted(credit)
        self._review(self._queued(self.back))
        credit.action_post()
        self.assertEqual(credit.state, "posted")

    def test_written_by_hand_and_posted_by_a_scheduled_action(self):
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.partner.id,
                "invoice_date": self.moment.date(),
                "auto_post": "at_date",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Paper",
                            "quantity": 3,
                            "price_unit": 100,
                            "sale_line_ids": [Command.link(self.order.order_line.id)],
                        }
                    )
                ],
            }
        )
        self.assertNotPosted(credit)
        with self.assertRaisesRegex(UserError, "came back"), self.cr.savepoint():
            credit.sudo().with_context(cron_id=1, force_delete=True)._post()
        self.assertEqual(credit.state, "draft")

    def test_two_halves_at_once(self):
        self.assertNotPosted(self._reverse(1) | self._reverse(2))

    def test_a_second_return_waits_for_a_review_of_its_own(self):
        credit = self._reverse(3)
        self._review(self._queued(self.back))
        credit.action_post()
        again = self._date(self._return(self.picking, 2))
        self.assertNotPosted(self._reverse(2))
        self._review(self._queued(again))
        self._reverse(2).action_post()

    def test_the_accountant_reverses_a_whole_invoice_once(self):
        whole = self._reverse()
        whole.with_user(self.users["accountant"]).action_post()
        self.assertEqual(whole.state, "posted")
        self.assertNotPosted(self._reverse())

    def test_of_two_whole_reversals_at_once_one_is_too_much(self):
        self.assertNotPosted(self._reverse() | self._reverse())

    def test_what_only_looks_like_a_whole_reversal(self):
        """The total is made up with a line that belongs to no order."""
        credit = self._reverse(3)
        credit.invoice_line_ids = [Command.create({"name": "Rounding", "quantity": 1, "price_unit": 700})]
        credit.invoice_line_ids[1].tax_ids = False
        self.assertNotPosted(credit)

    def test_an_allowance_on_the_price_passes(self):
        credit = self._reverse()
        credit.invoice_line_ids.price_unit = 5
        credit.action_post()
        self.assertEqual(credit.state, "posted")
        self.assertEqual(self.order.order_line.credit_posted_qty, 10)

    def test_goods_invoiced_by_order(self):
        order = self._ordered()
        picking = self._delivered(order=order)
        self._review(self._queued(picking))
        invoice = self._invoice(order)
        back = self._date(self._return(picking, 3))
        order.order_line.product_uom_qty = 7
        self.assertInvoiceable(order, 0)
        credit = self._reverse(3, invoice)
        self.assertNotPosted(credit)
        credit.unlink()
        self._review(self._queued(back))
        self.assertInvoiceable(order, -3)
        order._create_invoices(final=True).action_post()

    def test_a_down_payment_is_credited_all_the_same(self):
        """It has neither goods nor a unit."""
        deposit = self._deposit(self.order, 100)
        credit = self._reverse(invoice=deposit)
        credit.action_post()
        self.assertEqual(credit.state, "posted")

    def test_the_switch_decides(self):
        self._switch(False)
        self._reverse(3).action_post()
