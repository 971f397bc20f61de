"""A customer who accepts or pays online does not confirm what credit does not allow; nothing of it is lost."""

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .test_credit_gate import SmallLimit

# a picture of one pixel
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestSigning(SmallLimit, BackofficeHttpCommon):
    def _sign(self, order):
        order.write({"require_signature": True, "require_payment": False})
        order.action_quotation_sent()
        params = {"name": "Mr Sun", "signature": SIGNATURE, "access_token": order._portal_ensure_token()}
        return self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", params, timeout=60)

    def test_a_signature_confirms_what_credit_allows(self):
        order = self._create_order(1_000.0)
        self.assertIn("sign_ok", self._sign(order)["redirect_url"])
        self.assertEqual((order.state, order.signed_by), ("sale", "Mr Sun"))

    def test_a_signature_is_kept_and_the_order_waits(self):
        order = self._create_order(1_100.0)
        self.assertIn("sign_ok", self._sign(order)["redirect_url"])
        self.assertRecordValues(order, [{"state": "sent", "signed_by": "Mr Sun"}])
        self.assertTrue(order.signature)
        self.assertFalse(order.picking_ids)

    def test_the_salesperson_is_told_and_why(self):
        order = self._create_order(1_100.0)
        self._sign(order)
        activity = order.activity_ids
        self.assertRecordValues(
            activity,
            [{"user_id": self.users["seller"].id, "summary": "Accepted by the customer, held for credit"}],
        )
        self.assertIn("100.00", activity.note)
        self.assertIn("request a credit release", activity.note)

    def test_the_customer_reads_nothing_about_the_figures(self):
        order = self._create_order(1_100.0)
        self._sign(order)
        page = self.url_open(order.get_portal_url()).text
        for word in ("credit limit", "held for credit", "Credit"):
            self.assertNotIn(word, page)

    def test_a_signed_order_is_confirmed_once_released(self):
        order = self._create_order(1_100.0)
        self._sign(order)
        self._approved_release(order=order)
        order.action_confirm()
        self.assertEqual((order.state, order.signed_by), ("sale", "Mr Sun"))

    def test_a_customer_without_profile_is_held_where_one_is_needed(self):
        self.company.credit_missing_profile = "hold"
        order = self._create_order(10.0, partner=self._create_customer("Stranger"))
        self._sign(order)
        self.assertEqual((order.state, len(order.activity_ids)), ("sent", 1))

    def test_an_order_without_salesperson_tells_the_administrator(self):
        order = self._create_order(1_100.0, user_id=False)
        self._sign(order)
        self.assertEqual(order.activity_ids.user_id, self.env.ref("base.user_admin"))


@tagged("post_install", "-at_install")
class TestPayingOnline(SmallLimit):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quotation = cls._create_order(1_100.0)
        cls.quotation.write({"require_payment": True, "prepayment_percent": 0.5})

    def _pay_online(self, amount):
        transaction = self._create_transaction(amount, self.quotation, state="draft")
        transaction._set_done()
        transaction._post_process()
        return transaction

    def test_paying_in_full_confirms(self):
        self._pay_online(1_100.0)
        self.assertEqual(self.quotation.state, "sale")

    def test_paying_the_required_part_confirms_only_what_credit_allows(self):
        transaction = self._pay_online(550.0)
        self.assertEqual(transaction.state, "done")
        self.assertEqual(self.quotation.state, "draft")
        self.assertEqual(self.quotation.activity_ids.user_id, self.users["seller"])

    def test_paying_the_required_part_confirms_within_the_limit(self):
        self.profile.base_limit = 1_100.0
        self._pay_online(550.0)
        self.assertEqual(self.quotation.state, "sale")

    def test_the_second_half_confirms(self):
        self._pay_online(550.0)
        self._pay_online(550.0)
        self.assertEqual(self.quotation.state, "sale")

    def test_paying_a_part_of_an_order_in_full_does_not_pay_another(self):
        twin = self._create_order(1_100.0)
        self._pay_online(1_100.0)
        self.assertHeld(twin)

    def test_an_order_raised_after_it_was_paid_is_held(self):
        self._pay_online(1_100.0)
        with self.assertRefusedForCredit("100.00"):
            self.quotation.order_line.product_uom_qty = 22
