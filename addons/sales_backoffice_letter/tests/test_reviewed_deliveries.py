"""What nobody reviewed stays out of letters where the company says so; credit notes count as in the credit control."""

from odoo.tests import tagged

from odoo.addons.sales_backoffice_review.tests.common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewedDeliveries(ReviewCommon):
    def _amount(self):
        rows = self.env["reconciliation.snapshot"]._get_uninvoiced(
            "receivable", self.partner, self.moment.date(), self.company
        )
        return sum(row.amount for row in rows)

    def test_an_unreviewed_delivery_stays_out(self):
        self._switch()
        picking = self._delivered()
        self.assertEqual(self._amount(), 0.0)
        self._review(self._queued(picking))
        self.assertEqual(self._amount(), 1000.0)

    def test_without_the_switch_every_delivery_counts(self):
        self._switch(False)
        self._delivered()
        self.assertEqual(self._amount(), 1000.0)

    def test_a_credit_note_says_itself_what_it_does(self):
        self._switch(False)
        order = self._delivered().sale_id
        invoice = self._invoice(order)
        refund = invoice._reverse_moves([{"invoice_date": self.moment.date()}])
        refund.credit_note_effect = "price"
        refund.action_post()
        self.assertEqual(self._amount(), 0.0)
        refund.button_draft()
        refund.credit_note_effect = "quantity"
        refund.action_post()
        self.assertEqual(self._amount(), 1000.0)

    def test_the_menus_open(self):
        for name in ("letter_action", "difference_action", "rate_action"):
            action = self.env.ref(f"sales_backoffice_letter.{name}")
            records = self.env[action.res_model].with_user(self.users["seller"])
            for kind in action.view_mode.split(","):
                self.assertTrue(records.get_view(view_type=kind)["arch"], (name, kind))
