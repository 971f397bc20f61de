"""Which role finds which menu, and that what it finds opens."""

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import ScreenReading

from .common import ContractCommon

EVERYBODY = {"sale_contract_menu", "sale_contract_menu_review", "sale_contract_line_menu"}
ALL_CUSTOMERS = EVERYBODY | {"contract_template_menu"}
DECIDERS = ALL_CUSTOMERS | {"contract_approval_rule_menu"}
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
VIEWS = {
    "sale.contract": ("list", "kanban", "form", "pivot", "graph", "search"),
    "sale.contract.line": ("list", "kanban", "pivot", "search"),
    "sale.contract.template": ("list", "form", "search"),
}


@tagged("post_install", "-at_install")
class TestContractScreens(ScreenReading, ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env.ref("sales_backoffice_contract.contract_template_paper")
        cls.contract = cls._active_contract(template_id=template.id)
        cls._deliver(cls._call_off(cls.contract, 10.0))

    def test_every_role_finds_its_menus(self):
        for name, menus in MENUS.items():
            found = self._visible_menus("sales_backoffice_contract", self.users[name])
            with self.subTest(role=name):
                self.assertEqual(found, menus)

    def test_what_a_role_finds_opens(self):
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model, view_types in VIEWS.items():
                for view_type in view_types:
                    with self.subTest(role=name, model=model, view=view_type):
                        self.assertTrue(self._read_screen(model, view_type, self.users[name]))

    def test_the_order_form_of_the_warehouse_opens(self):
        order = self.contract.order_ids[:1].with_user(self.users["warehouse"])
        self.assertTrue(
            order.web_read({"contract_id": {"fields": {"display_name": {}}}, "contract_problem": {}})
        )

    def test_buttons_lead_to_the_documents(self):
        contract = self.contract.with_user(self.users["clerk"])
        for button, model, count in (
            ("action_open_orders", "sale.order", 1),
            ("action_open_pickings", "stock.picking", 1),
            ("action_open_invoices", "account.move", 0),
        ):
            action = getattr(contract, button)()
            self.assertEqual(self.env[model].search_count(action["domain"]), count, button)
        action = self.partner.with_user(self.users["clerk"]).action_open_contracts()
        self.assertIn(self.contract, self.env["sale.contract"].search(action["domain"]))
        self.assertEqual(self.partner.with_user(self.users["clerk"]).contract_count, 1)
