"""The delivery review holds a reservation back as it holds every invoice: nothing unreviewed is issued."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestUnreviewedDeliveries(ReservationCommon):
    """Both add-ons install themselves with the app: where this test runs, the review is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "delivery_review": True,
                "delivery_review_hold_invoices": True,
                "delivery_review_receipt": False,
                "delivery_review_start": fields.Date.today(),
                "price_guard": False,
            }
        )

    def _review(self, pickings):
        reviews = self.env["delivery.review.queue"]._queue(pickings)
        reviews.line_ids.with_user(self.users["supervisor"]).write(
            {"handling": "accepted", "explanation": "Looked at."}
        )
        reviews.with_user(self.users["supervisor"]).action_review()

    def assertNotIssued(self, documents, *sentences):
        """Issuing is refused with these sentences, and nothing is left behind."""
        for method in ("action_issue", "action_issue_together"):
            for sentence in sentences:
                with self.subTest(method=method), self.assertRaisesRegex(UserError, sentence):
                    getattr(documents.with_user(self.users["accountant"]), method)()
        self.assertEqual(set(documents.mapped("state")), {"approved"})
        self.assertFalse(documents.move_id)

    def test_a_reservation_of_an_unreviewed_delivery_is_not_issued_and_says_why(self):
        order = self._delivered(10.0)
        document = self._approved(order)
        self.assertNotIssued(
            document, "0 of 10 can be invoiced now", f"Not reviewed yet: {order.picking_ids.name}"
        )
        self._review(order.picking_ids)
        self.assertEqual(self._issue(document, post=True).state, "posted")

    def test_of_two_deliveries_the_reviewed_one_is_issued(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order, 6)
        first = order.picking_ids.filtered(lambda picking: picking.state == "done")
        self._deliver(order)
        second = order.picking_ids - first
        self._review(first)
        whole = self._approved(order, 10.0)
        self.assertNotIssued(whole, "6 of 10", f"Not reviewed yet: {second.name}\\.")
        whole.with_user(self.users["clerk"]).action_cancel()
        self.assertEqual(self._issue(self._approved(order, 6.0), post=True).state, "posted")

    def test_one_unreviewed_among_many_stops_them_all_and_is_named(self):
        good, bad = self._delivered(4.0), self._delivered(5.0)
        self._review(good.picking_ids)
        documents = self._approved(good) | self._approved(bad)
        self.assertNotIssued(documents, bad.picking_ids.name)
        self._review(bad.picking_ids)
        self.assertEqual(len(self._issue(documents)), 2)

    def test_a_review_taken_back_holds_the_draft_from_being_posted(self):
        order = self._delivered(10.0)
        self._review(order.picking_ids)
        move = self._issue(self._approved(order))
        review = order.picking_ids.delivery_review_ids
        review.with_user(self.users["supervisor"]).action_reopen("Wrong receipt.")
        with self.assertRaisesRegex(UserError, "wait for their review"):
            move.with_user(self.users["accountant"]).action_post()

    def test_with_the_switch_off_it_is_issued(self):
        self.company.delivery_review_hold_invoices = False
        self.assertEqual(self._issue(self._approved(self._delivered(10.0)), post=True).state, "posted")
