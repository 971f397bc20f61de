"""The story of an order off the list, told by a browser: on a desk and on a phone."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common import PriceCommon


class PriceTours(PriceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"
        cls._approved_sheet({cls.product: (100.0, 90.0)}, band_down=0.0, ago=timedelta(seconds=30))

    def _special_price_story(self):
        order = self._quote(98.0)
        self.start_tour("/odoo/off-list-quotations", "sales_backoffice_price_held", login="credit_seller")
        self.assertEqual((order.state, order.price_release_ids.state), ("draft", "submitted"))
        self.start_tour(
            "/odoo/special-prices", "sales_backoffice_price_approve", login="credit_sales_manager"
        )
        self.assertEqual(order.price_release_ids.decided_by_id, self.users["sales_manager"])
        self.start_tour(f"/odoo/sales/{order.id}", "sales_backoffice_price_confirm", login="credit_seller")
        self.assertEqual((order.state, order.price_release_ids.state), ("sale", "used"))


@tagged("post_install", "-at_install")
class TestPriceToursOnADesk(PriceTours):
    def test_an_order_off_the_list_is_requested_approved_and_confirmed(self):
        self._special_price_story()


@tagged("post_install", "-at_install")
class TestPriceToursOnAPhone(PriceTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_an_order_off_the_list_is_requested_approved_and_confirmed(self):
        self._special_price_story()
