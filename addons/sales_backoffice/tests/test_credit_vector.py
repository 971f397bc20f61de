"""The worked example of the credit rules, and each bucket on its own."""

from odoo.tests import freeze_time, tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditVector(CreditCommon):
    """L = 100 000; A = 40 000, B = 20 000, C = 30 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.invoice_policy = "delivery"
        cls.invoice = cls._open_invoice(40_000.0)
        cls.shipped = cls._confirmed_order(20_000.0)
        cls._deliver(cls.shipped)
        cls.waiting = cls._confirmed_order(30_000.0)

    def test_buckets_never_overlap(self):
        self.assertFigures(
            receivable=40_000, delivered=20_000, ordered=30_000, draft=0, exposure=90_000, available=10_000
        )

    def test_an_order_equal_to_the_available_amount_passes(self):
        order = self._confirmed_order(10_000.0)
        self.assertEqual(order.state, "sale")
        self.assertFigures(ordered=40_000, available=0)

    def test_an_order_above_the_available_amount_is_held(self):
        self.assertHeld(self._create_order(15_000.0), "5,000.00", "100,000.00")

    def test_an_order_one_cent_above_is_held(self):
        self.assertHeld(self._create_order(lines=[(1, 10_000.01)]))

    def test_a_posted_invoice_moves_b_to_a(self):
        self._invoice(self.shipped)
        self.assertFigures(receivable=60_000, delivered=0, ordered=30_000, exposure=90_000)

    def test_a_draft_invoice_moves_b_to_d(self):
        self._invoice(self.shipped, post=False)
        self.assertFigures(receivable=40_000, delivered=0, draft=20_000, exposure=90_000)

    def test_a_delivery_moves_c_to_b(self):
        self._deliver(self.waiting, 100)
        self.assertFigures(delivered=30_000, ordered=20_000, exposure=90_000)

    def test_a_temporary_increase_counts_until_its_last_day(self):
        with freeze_time("2026-06-20"):
            self._approved_release("increase", amount=10_000.0, date_from="2026-06-20", date_to="2026-06-30")
        with freeze_time("2026-06-30"):
            self.profile.overdue_mode = "off"
            self.assertFigures(limit_today=110_000, available=20_000)
            order = self._create_order(15_000.0)
            self.assertEqual(order.credit_state, "ok")
        with freeze_time("2026-07-01"):
            self.assertHeld(self._create_order(15_000.0))

    def test_a_group_ceiling_counts_the_sister(self):
        sister = self._create_customer("Sister Printing")
        group = self.env["credit.group"].create({"name": "Sun group"})
        (self.partner | sister).credit_group_id = group
        self._open_invoice(25_000.0, partner=sister)
        ceiling = self._create_profile(group_id=group.id, base_limit=110_000.0)
        self.assertFigures(ceiling, exposure=115_000, available=-5_000)
        order = self._create_order(1000.0)
        self.assertEqual(order.credit_available, -5_000)
        self.assertHeld(order, "Sun group")

    def test_no_credit_differs_from_no_profile(self):
        cash_customer = self._create_customer("Cash only")
        self.assertEqual(self._confirmed_order(5000.0, partner=cash_customer).state, "sale")
        self._create_profile(cash_customer, base_limit=0.0)
        self.assertHeld(self._create_order(100.0, partner=cash_customer), "without credit")

    def test_an_order_without_profile_shows_no_credit(self):
        order = self._create_order(1.0, partner=self._create_customer("Stranger"))
        shown = order.read(["credit_state", "credit_profile_id", "credit_currency_id", "credit_available"])[0]
        self.assertEqual((shown["credit_state"], shown["credit_profile_id"]), ("none", False))

    def test_a_company_may_hold_customers_without_profile(self):
        self.company.credit_missing_profile = "hold"
        self.assertHeld(
            self._create_order(1.0, partner=self._create_customer("Stranger")), "no credit profile"
        )

    def test_the_core_banner_tells_no_second_truth(self):
        self.company.account_use_credit_limit = True
        self.partner.sudo().credit_limit = 1.0
        order = self._create_order(5_000.0)
        self.assertFalse(order.partner_credit_warning)
        invoice = self._open_invoice(5_000.0, post=False)
        self.assertFalse(invoice.partner_credit_warning)
        self.profile.base_limit = 50.0
        invoice.invalidate_recordset()
        self.assertIn("over its credit limit", invoice.partner_credit_warning)
