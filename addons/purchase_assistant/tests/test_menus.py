"""The app opens for its roles, and shows what still has to arrive."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.backoffice_base.tests.common import BackofficeCommon

MENUS = ("menu_orders_to_receive", "menu_requests_for_quotation", "menu_receipts")


@tagged("post_install", "-at_install")
class TestPurchaseAssistantMenus(BackofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant = cls._create_user("purchase_assistant")
        cls.keeper = cls._create_user("warehouse")
        cls.vendor = cls.env["res.partner"].create({"name": "Mill"})
        cls.product = cls.env["product.product"].create({"name": "Paper", "is_storable": True})

    def _create_order(self, quantity=10):
        line = {"product_id": self.product.id, "product_qty": quantity, "price_unit": 5}
        orders = self.env["purchase.order"].with_user(self.assistant)
        return orders.create({"partner_id": self.vendor.id, "order_line": [Command.create(line)]})

    def _get_visible(self, user):
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        return {name for name in MENUS if self.env.ref(f"purchase_assistant.{name}").id in visible}

    def _get_listed(self, orders):
        action = self.env.ref("purchase_assistant.purchase_order_action_to_receive")
        return orders.search([*safe_eval(action.domain), ("id", "in", orders.ids)], order="id")

    def test_each_role_sees_the_menus_it_can_open(self):
        self.assertEqual(self._get_visible(self.assistant), set(MENUS))
        self.assertEqual(self._get_visible(self.keeper), {"menu_receipts"})
        self.assertEqual(self._get_visible(self.clerk), set())

    def test_every_menu_opens_for_the_assistant(self):
        for name in MENUS:
            action = self.env.ref(f"purchase_assistant.{name}").action
            model = self.env[action.res_model].with_user(self.assistant)
            views = [(view_id, kind) for view_id, kind in action.views if kind != "activity"]
            model.get_views([*views, (action.search_view_id.id, "search")])
            model.search(safe_eval(action.domain or "[]"), limit=1)

    def test_a_confirmed_order_is_listed_until_all_is_received(self):
        draft, ordered = self._create_order(), self._create_order()
        ordered.button_confirm()
        self.assertEqual(self._get_listed(draft + ordered), ordered)
        picking = ordered.picking_ids
        picking.move_ids.quantity = 10
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertFalse(self._get_listed(draft + ordered))

    def test_a_keeper_receives_and_does_not_order(self):
        self.assertTrue(self.env["stock.picking"].with_user(self.keeper).has_access("write"))
        with self.assertRaises(AccessError):
            self.env["purchase.order"].with_user(self.keeper).create({"partner_id": self.vendor.id})
