"""A delivery followed to its signature and the day closed, told by a browser: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import DeliveryCommon


class DeliveryTours(DeliveryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"
        cls.picking = cls._shipped()

    def _sign_story(self):
        self.start_tour("/odoo/deliveries-today", "sales_backoffice_delivery_sign", login="credit_seller")
        self.assertRecordValues(self.picking, [{"delivery_progress": "signed", "signed_by_name": "Ms. Wang"}])

    def _exception_story(self):
        self.start_tour("/odoo/deliveries-today", "sales_backoffice_delivery_exception", login="credit_clerk")
        self.assertTrue(self.picking.exception_resolved_on)

    def _sheet_story(self):
        sheet = self._sheet(self._day())
        self.start_tour("/odoo/daily-sheets", "sales_backoffice_delivery_sheet", login="credit_clerk")
        self.assertEqual(sheet.state, "signed")


@tagged("post_install", "-at_install")
class TestDeliveryToursOnADesk(DeliveryTours):
    def test_a_delivery_is_followed_and_signed_for(self):
        self._sign_story()

    def test_an_exception_is_reported_and_resolved(self):
        self._exception_story()

    def test_the_sheet_of_the_day_is_signed(self):
        self._sheet_story()


@tagged("post_install", "-at_install")
class TestDeliveryToursOnAPhone(DeliveryTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_delivery_is_followed_and_signed_for(self):
        self._sign_story()

    def test_an_exception_is_reported_and_resolved(self):
        self._exception_story()

    def test_the_sheet_of_the_day_is_signed(self):
        self._sheet_story()
