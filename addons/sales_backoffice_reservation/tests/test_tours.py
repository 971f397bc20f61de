"""From a delivery to its draft invoice, told by a browser: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import ReservationCommon


class ReservationTours(ReservationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"

    def _reservation_story(self):
        order = self._delivered(10)
        self.start_tour(
            f"/odoo/sales/{order.id}", "sales_backoffice_reservation_reserve", login="credit_clerk"
        )
        document = self.env["invoice.reservation"].search([("line_ids.order_id", "=", order.id)])
        self.assertEqual(document.state, "submitted")
        self.start_tour(
            "/odoo/invoice-reservations", "sales_backoffice_reservation_review", login="credit_supervisor"
        )
        self.assertEqual(document.decided_by_id, self.users["supervisor"])
        self.start_tour(
            "/odoo/invoice-reservations", "sales_backoffice_reservation_issue", login="credit_accountant"
        )
        self.assertRecordValues(document, [{"state": "issuing", "move_state": "draft"}])

    def _watch_story(self):
        self._delivered(10)
        self.start_tour(
            "/odoo/invoice-watch", "sales_backoffice_reservation_watch", login="credit_supervisor"
        )


@tagged("post_install", "-at_install")
class TestReservationToursOnADesk(ReservationTours):
    def test_a_delivery_is_reserved_reviewed_and_issued(self):
        self._reservation_story()

    def test_the_number_leads_to_the_deliveries(self):
        self._watch_story()


@tagged("post_install", "-at_install")
class TestReservationToursOnAPhone(ReservationTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_delivery_is_reserved_reviewed_and_issued(self):
        self._reservation_story()

    def test_the_number_leads_to_the_deliveries(self):
        self._watch_story()
