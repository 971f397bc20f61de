"""Which role finds which menu, and that what it finds opens."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.backoffice_base.tests.common import ScreenReading

from .common import CreditCommon

EVERYBODY = {
    "credit_exposure_menu",
    "credit_release_menu",
    "credit_dispute_menu",
    "credit_profile_menu",
    "sale_order_menu_held",
}
ALL_CUSTOMERS = EVERYBODY | {"credit_group_menu"}
DECIDERS = ALL_CUSTOMERS | {"credit_approval_rule_menu"}
MENUS = {
    "seller": EVERYBODY,
    "clerk": ALL_CUSTOMERS,
    "supervisor": DECIDERS,
    "sales_manager": DECIDERS,
    "accountant": DECIDERS,
    "general_manager": DECIDERS,
    "auditor": DECIDERS,
    "warehouse": set(),
}
MODELS = ("credit.exposure", "credit.exposure.line", "credit.profile", "credit.release", "credit.dispute")


@tagged("post_install", "-at_install")
class TestCreditScreens(ScreenReading, CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_invoice(40_000.0)
        cls.order = cls._create_order(70_000.0)
        cls._create_release(order=cls.order, by="seller")

    def test_every_role_finds_its_menus(self):
        for name, menus in MENUS.items():
            with self.subTest(role=name):
                found = self._visible_menus("sales_backoffice", self.users[name])
                self.assertEqual(found - {"credit_settings_menu"}, menus)

    def test_what_a_role_finds_opens(self):
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model in MODELS:
                for view_type in ("list", "kanban"):
                    with self.subTest(role=name, model=model, view=view_type):
                        self._read_screen(model, view_type, self.users[name])

    def test_forms_open_for_readers(self):
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model in ("credit.profile", "credit.release"):
                with self.subTest(role=name, model=model):
                    self.assertTrue(self._read_screen(model, "form", self.users[name]))

    def test_the_banner_offers_a_request_once(self):
        order = self._create_order(200_000.0).with_user(self.users["seller"])
        self.assertRecordValues(order, [{"credit_alert": "danger", "credit_can_request": True}])
        release = self._create_release(order=order, by="clerk")
        order.invalidate_recordset()
        self.assertRecordValues(
            order,
            [
                {
                    "credit_release_id": release.id,
                    "credit_release_state": "submitted",
                    "credit_can_request": False,
                }
            ],
        )

    def test_the_banner_names_who_released(self):
        order = self._create_order(108_000.0)
        release = self._approved_release(order=order)
        self.assertRecordValues(order, [{"credit_alert": "info", "credit_release_id": release.id}])

    def test_the_banner_speaks_until_the_goods_are_delivered(self):
        order = self._confirmed_order(50_000.0)
        late = self._open_invoice(60_000.0)
        order.invalidate_recordset()
        self.assertRecordValues(order, [{"credit_state": "held", "credit_alert": "danger"}])
        late.button_draft()
        late.button_cancel()
        self._deliver(order)
        self._open_invoice(60_000.0)
        order.invalidate_recordset()
        self.assertRecordValues(order, [{"credit_state": "held", "credit_alert": False}])

    def test_the_drill_down_adds_up_to_the_figure(self):
        profile = self.profile.with_user(self.users["accountant"])
        self._confirmed_order(10_000.0)
        for bucket, figure in (("receivable", profile.receivable), ("ordered", profile.ordered)):
            action = profile.with_context(credit_bucket=bucket).action_open_documents()
            lines = self.env[action["res_model"]].search(action["domain"])
            self.assertAlmostEqual(sum(lines.mapped("amount")), figure, 2, bucket)

    def test_the_core_limit_steps_back(self):
        without = self._create_customer("Harbour Labels")
        self.assertEqual((self.partner.has_credit_profile, without.has_credit_profile), (True, False))

    def test_an_open_invoice_is_disputed_once(self):
        invoice = self._open_invoice(1_000.0)
        self.assertTrue(invoice.credit_can_dispute)
        dispute = self.env["credit.dispute"].create({"move_id": invoice.id, "note": "Wet reams."})
        self.assertEqual((invoice.credit_can_dispute, invoice.credit_dispute_id), (False, dispute))


@tagged("post_install", "-at_install")
class TestBillReceipt(TransactionCase):
    def test_the_maturity_is_asked_with_the_receipt(self):
        journal = self.env["account.journal"].create(
            {"name": "Acceptance bills", "type": "bank", "code": "ACCB", "is_commercial_bill": True}
        )
        wizard = self.env["account.payment.register"].new(
            {"journal_id": journal.id, "bill_maturity_date": "2030-01-31"}
        )
        self.assertEqual(str(wizard._prepare_bill_vals()["bill_maturity_date"]), "2030-01-31")
