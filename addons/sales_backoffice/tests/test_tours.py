"""The story of a held order, told by a browser: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import CreditCommon


class CreditTours(CreditCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"

    def _release_story(self):
        order = self._create_order(108_000.0)
        self.start_tour("/odoo/held-quotations", "sales_backoffice_credit_held", login="credit_seller")
        self.assertEqual((order.state, order.credit_release_ids.state), ("draft", "submitted"))
        self.start_tour(
            "/odoo/credit-releases", "sales_backoffice_credit_approve", login="credit_sales_manager"
        )
        self.assertEqual(order.credit_release_ids.decided_by_id, self.users["sales_manager"])
        self.start_tour(f"/odoo/sales/{order.id}", "sales_backoffice_credit_confirm", login="credit_seller")
        self.assertEqual((order.state, order.credit_release_ids.state), ("sale", "used"))

    def _documents_story(self):
        self._open_invoice(40_000.0)
        url = f"/odoo/res.partner/{self.partner.id}"
        self.start_tour(url, "sales_backoffice_credit_documents", login="credit_seller")


@tagged("post_install", "-at_install")
class TestCreditToursOnADesk(CreditTours):
    def test_a_held_order_is_requested_released_and_confirmed(self):
        self._release_story()

    def test_a_figure_of_the_customer_leads_to_its_documents(self):
        self._documents_story()


@tagged("post_install", "-at_install")
class TestCreditToursOnAPhone(CreditTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_held_order_is_requested_released_and_confirmed(self):
        self._release_story()

    def test_a_figure_of_the_customer_leads_to_its_documents(self):
        self._documents_story()
