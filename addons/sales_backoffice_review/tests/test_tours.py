"""The morning of the back office, told by a browser: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import ReviewCommon


class ReviewTours(ReviewCommon, HttpCase):
    frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"
        cls.env["delivery.review"].search([("state", "=", "open")])._write_by_flow({"state": "reviewed"})

    def _passing_story(self):
        reviews = self._queued(self._delivered(), self._delivered(quantity=11))
        bad = self._queued(self._delivered(quantity=12, price=94.0))
        self.start_tour("/odoo/delivery-review", "sales_backoffice_review_passing", login="credit_clerk")
        self.assertEqual(set(reviews.mapped("state")), {"reviewed"})
        self.assertEqual(bad.state, "open")

    def _difference_story(self):
        review = self._queued(self._delivered(price=94.0))
        url = f"/odoo/delivery-review/{review.id}"
        self.start_tour(url, "sales_backoffice_review_difference", login="credit_clerk")
        self.assertRecordValues(
            review.line_ids, [{"handling": "accepted", "explanation": "Agreed by the manager"}]
        )
        self.assertEqual(review.reviewed_by_id, self.users["clerk"])

    def _opener_story(self):
        review = self._queued(self._delivered(price=94.0, user=self.users["clerk"]))
        self._handle(review, user=self.users["supervisor"])
        url = f"/odoo/delivery-review/{review.id}"
        self.start_tour(url, "sales_backoffice_review_opener", login="credit_clerk")
        self.assertEqual(review.state, "open")


@tagged("post_install", "-at_install")
class TestReviewToursOnADesk(ReviewTours):
    def test_the_passing_ones_are_reviewed_in_one_click(self):
        self._passing_story()

    def test_a_difference_is_handled(self):
        self._difference_story()

    def test_whoever_opened_the_order_is_refused(self):
        self._opener_story()


@tagged("post_install", "-at_install")
class TestReviewToursOnAPhone(ReviewTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_passing_ones_are_reviewed_in_one_click(self):
        self._passing_story()

    def test_a_difference_is_handled(self):
        self._difference_story()

    def test_whoever_opened_the_order_is_refused(self):
        self._opener_story()
