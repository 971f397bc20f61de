"""Which role finds which menu, and that what it finds opens."""

from odoo.tests import Form, tagged

from odoo.addons.backoffice_base.tests.common import ScreenReading

from .common import PriceCommon

EVERYBODY = {"price_in_force_menu", "price_release_menu", "price_sheet_menu"}
SELLERS = EVERYBODY | {"price_held_menu"}
DECIDERS = SELLERS | {"price_approval_rule_menu"}
MENUS = {
    "seller": SELLERS,
    "clerk": SELLERS,
    "supervisor": DECIDERS,
    "sales_manager": DECIDERS,
    "accountant": DECIDERS,
    "general_manager": DECIDERS,
    "auditor": DECIDERS,
    "warehouse": set(),
}
MODELS = ("sale.price.sheet", "sale.price.sheet.line", "sale.price.release")


@tagged("post_install", "-at_install")
class TestPriceScreens(ScreenReading, PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._quote(93.0)
        cls.release = cls._request(cls.order, by="seller")

    def test_every_role_finds_its_menus(self):
        for name, menus in MENUS.items():
            with self.subTest(role=name):
                self.assertEqual(self._visible_menus("sales_backoffice_price", self.users[name]), menus)

    def test_what_a_role_finds_opens(self):
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model in MODELS:
                for view_type in ("list", "kanban"):
                    with self.subTest(role=name, model=model, view=view_type):
                        self.assertTrue(self._read_screen(model, view_type, self.users[name]))

    def test_forms_open_for_readers(self):
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model in ("sale.price.sheet", "sale.price.release"):
                with self.subTest(role=name, model=model):
                    self.assertTrue(self._read_screen(model, "form", self.users[name]))

    def test_the_order_form_shows_deviations_while_typing(self):
        with Form(self.order.with_user(self.users["seller"])) as form, form.order_line.edit(0) as line:
            line.price_unit = 120.0
            self.assertEqual(line.price_status, "outside")
            line.price_unit = 99.0
            self.assertEqual(line.price_status, "ok")
            self.assertAlmostEqual(line.price_deviation, -0.01)

    def test_the_sheet_form_shows_changes_while_typing(self):
        Sheet = self.env["sale.price.sheet"].with_user(self.users["supervisor"])
        with Form(Sheet) as form:
            form.pricelist_id = self.pricelist
            with form.line_ids.new() as line:
                line.product_id = self.product
                line.price = 110.0
                self.assertEqual(line.previous_price, 100.0)
                self.assertAlmostEqual(line.change, 0.1)

    def test_quotations_off_the_list_are_found(self):
        good = self._quote(100.0)
        found = self.env["sale.order"].with_user(self.users["seller"]).search([("price_state", "=", "held")])
        self.assertIn(self.order, found)
        self.assertNotIn(good, found)

    def test_the_banner_offers_a_request_once(self):
        self.assertRecordValues(
            self.order,
            [{"price_alert": "danger", "price_release_id": self.release.id, "price_can_request": False}],
        )
        self.assertTrue(self._quote(93.0).price_can_request)

    def test_settings_open(self):
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin).create({"price_mode_outside": "warn"})
        settings.execute()
        self.assertEqual(admin.company_id.price_mode_outside, "warn")
