"""The switch: what nobody reviewed stays out of invoices, by whatever way."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReviewCommon


@tagged("post_install", "-at_install")
class TestInvoicing(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()
        cls.picking = cls._delivered()
        cls.order = cls.picking.sale_id
        cls.line = cls.order.order_line

    def assertInvoiceable(self, quantity, status=None, line=None):
        line = line or self.line
        self.assertEqual(line.qty_to_invoice, quantity)
        if status:
            self.assertEqual(line.order_id.invoice_status, status)

    def test_a_delivery_waits_from_the_moment_it_is_done(self):
        self.assertInvoiceable(0, "no")
        self._queued(self.picking)
        self.assertInvoiceable(0, "no")

    def test_a_reviewed_delivery_is_invoiced(self):
        self._review(self._queued(self.picking))
        self.assertInvoiceable(10, "to invoice")
        self.assertEqual(self._invoice(self.order).amount_untaxed, 1000)
        self.assertInvoiceable(0, "invoiced")

    def test_every_way_of_invoicing_leaves_it_out(self):
        with self.assertRaisesRegex(UserError, "wait for their review"):
            self.order._create_invoices()
        with self.assertRaisesRegex(UserError, "wait for their review"):
            self.order._create_invoices(final=True)
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": self.order.ids, "advance_payment_method": "delivered"}
        )
        with self.assertRaisesRegex(UserError, "wait for their review"):
            wizard.create_invoices()
        self.assertTrue(self.order.delivery_review_held)

    def test_a_batch_invoices_the_reviewed_ones(self):
        other = self._delivered(quantity=7)
        self._review(self._queued(other))
        invoices = (self.order | other.sale_id)._create_invoices()
        self.assertEqual(invoices.invoice_line_ids.sale_line_ids.order_id, other.sale_id)

    def test_the_switch_decides(self):
        self._switch(False)
        self.assertInvoiceable(10, "to invoice")
        self._switch()
        self.assertInvoiceable(0, "no")

    def test_deliveries_before_the_first_day_are_not_held(self):
        self.env.cr.execute(
            "UPDATE stock_picking SET create_date = '2031-02-01' WHERE id = %s", [self.picking.id]
        )
        self._date(self.picking, "2031-02-20 10:00:00")
        self.env.invalidate_all()
        self.company.delivery_review_start = "2031-03-02"
        self._switch(False)
        self._switch()
        self.assertInvoiceable(10, "to invoice")

    def test_reopening_takes_it_back_and_never_below_zero(self):
        review = self._review(self._queued(self.picking))
        review.with_user(self.users["supervisor"]).action_reopen("Look again.")
        self.assertInvoiceable(0, "no")
        self._review(review)
        self._invoice(self.order)
        review.with_user(self.users["supervisor"]).action_reopen("Look again.")
        self.assertInvoiceable(0)

    def test_of_two_deliveries_the_reviewed_one(self):
        order = self._create_order(lines=[(10, 100.0)])
        first = self._delivered(order=order, deliver=6)
        self._review(self._queued(first))
        self._delivered(order=order, deliver=4)
        self.assertInvoiceable(6, "to invoice", order.order_line)
        self._invoice(order)
        self.assertInvoiceable(0, "no", order.order_line)

    def test_an_unreviewed_return_is_not_credited_yet(self):
        self._review(self._queued(self.picking))
        self._invoice(self.order)
        back = self._date(self._return(self.picking, 3))
        self.assertInvoiceable(0)
        self._review(self._queued(back))
        self.assertInvoiceable(-3)

    def test_an_unreviewed_return_lowers_what_may_be_invoiced(self):
        self._review(self._queued(self.picking))
        self._date(self._return(self.picking, 3))
        self.assertInvoiceable(7)

    def test_what_is_added_after_the_review_waits_as_well(self):
        self._review(self._queued(self.picking))
        self.picking.move_ids.quantity = 12
        self.assertEqual(self.line.qty_delivered, 12)
        self.assertInvoiceable(10)

    def test_services_and_down_payments_are_not_concerned(self):
        service = self._create_product("Cutting", type="service", invoice_policy="order")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create({"product_id": service.id, "product_uom_qty": 2, "price_unit": 5}),
                ],
            }
        )
        order.action_confirm()
        self.assertEqual(order.order_line.qty_to_invoice, 2)
        self.assertEqual(self._deposit(self.order, 100).amount_untaxed, 100)

    def test_a_paid_order_is_invoiced_but_for_what_waits(self):
        order = self._create_order(lines=[(10, 100.0)])
        self._delivered(order=order, deliver=4)
        order._force_lines_to_invoice_policy_order()
        self.assertInvoiceable(6, line=order.order_line)

    def test_an_invoice_by_hand_does_not_pass(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Paper",
                            "quantity": 10,
                            "price_unit": 100,
                            "sale_line_ids": [Command.link(self.line.id)],
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "wait for their review"):
            invoice.action_post()
        self._review(self._queued(self.picking))
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def test_a_draft_that_is_raised_does_not_pass(self):
        order = self._create_order(lines=[(10, 100.0)])
        first = self._delivered(order=order, deliver=6)
        self._review(self._queued(first))
        self._delivered(order=order, deliver=4)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 10
        with self.assertRaisesRegex(UserError, "wait for their review"):
            invoice.action_post()
        invoice.invoice_line_ids.quantity = 6
        invoice.action_post()

    def test_nobody_writes_past_the_review(self):
        self.line.with_user(self.users["clerk"]).write({"qty_to_invoice": 10})
        self.env.invalidate_all()
        self.assertInvoiceable(0)

    def test_what_waits_is_told_by_the_switch(self):
        waiting, reviewed = self._delivered(), self._delivered(quantity=9)
        self._review(self._queued(reviewed))
        pickings = self.env["stock.picking"].with_user(self.users["accountant"])
        unreviewed = pickings._get_unreviewed_pickings(self.company, self.partner)
        self.assertEqual(unreviewed & (waiting | reviewed), waiting)
        self._switch(False)
        self.assertFalse(pickings._get_unreviewed_pickings(self.company, self.partner))

    def test_asking_about_many_deliveries_takes_no_more_statements(self):
        pickings = self._delivered() | self._delivered(quantity=9)
        counts = []
        for _round in range(2):
            counts.append(
                self._count_queries(
                    lambda pickings=pickings: pickings._get_unreviewed_pickings(self.company, self.partner)
                )
            )
            for number in range(11, 16):
                pickings |= self._delivered(quantity=number)
        self.assertEqual(counts[0], counts[1])

    def test_letters_ask_what_is_unreviewed(self):
        pickings = self.env["stock.picking"]
        self.assertIn(self.picking, pickings._get_unreviewed_pickings(self.company))
        self.assertIn(self.picking, pickings._get_unreviewed_pickings(self.company, self.partner))
        other = self._create_customer("Harbour Labels")
        self.assertNotIn(self.picking, pickings._get_unreviewed_pickings(self.company, other))
        self._review(self._queued(self.picking))
        self.assertNotIn(self.picking, pickings._get_unreviewed_pickings(self.company))
        self._switch(False)
        self.assertFalse(pickings._get_unreviewed_pickings(self.company))
