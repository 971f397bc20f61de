"""A promise in two taps, and from a customer to its ledger: on a desk and on a phone."""

from datetime import date, timedelta

from odoo.tests import HttpCase, tagged

from .common import LedgerCommon


class LedgerTours(LedgerCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._open_invoice(1_000.0, on=cls._day(45))

    def _promise_story(self):
        self.start_tour(
            "/odoo/receivables-by-contract", "sales_backoffice_ledger_promise", login="credit_seller"
        )
        promise = self.invoice.receivable_promise_ids
        self.assertEqual(promise.date_promised, date.today() + timedelta(days=7))
        self.assertEqual((promise.amount, promise.user_id), (1_000, self.users["seller"]))

    def _customer_story(self):
        url = f"/odoo/res.partner/{self.partner.id}"
        self.start_tour(url, "sales_backoffice_ledger_customer", login="credit_accountant")


@tagged("post_install", "-at_install")
class TestLedgerToursOnADesk(LedgerTours):
    def test_a_promise_in_two_taps(self):
        self._promise_story()

    def test_a_customer_leads_to_its_ledger(self):
        self._customer_story()


@tagged("post_install", "-at_install")
class TestLedgerToursOnAPhone(LedgerTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_promise_in_two_taps(self):
        self._promise_story()

    def test_a_customer_leads_to_its_ledger(self):
        self._customer_story()
