"""Who sees which deliveries, sheets and menus, and that it stays quick with many."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged, warmup

from .common import DeliveryCommon

READERS = {
    "delivery_board_menu",
    "delivery_receipt_menu",
    "delivery_message_menu",
    "delivery_day_sheet_line_menu",
}
ALL = READERS | {"delivery_day_sheet_menu"}
CLERKS = ALL | {"delivery_haulier_menu"}
MENUS = {
    "seller": READERS,
    "warehouse": CLERKS,
    "accountant": ALL,
    "clerk": CLERKS,
    "supervisor": CLERKS | {"delivery_reason_menu", "sms_template_menu", "delivery_evening_report_menu"},
    "sales_manager": ALL | {"delivery_evening_report_menu"},
    "general_manager": ALL | {"delivery_evening_report_menu"},
    "auditor": ALL | {"delivery_evening_report_menu"},
}
MODELS = ("delivery.board", "delivery.message", "delivery.day.sheet.line")
ALL_MODELS = (*MODELS, "delivery.day.sheet", "delivery.haulier", "delivery.reason")


@tagged("post_install", "-at_install")
class TestDeliveryAccess(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls._shipped()
        cls.other_partner = cls._create_customer("Moonlight", user_id=cls.users["other_seller"].id)
        cls.other = cls._shipped(partner=cls.other_partner, user_id=cls.users["other_seller"].id)
        cls._sign(cls.other, by="warehouse")
        cls.sheet = cls._sheet(cls._day())

    def _ours(self, model, role):
        records = self.env[model].with_user(self.users[role]).search([])
        pickings = records.sudo().picking_id
        return pickings & (self.picking | self.other)

    def test_salespeople_see_own_customers(self):
        for model in MODELS:
            with self.subTest(model=model):
                self.assertEqual(self._ours(model, "seller"), self.picking)
                self.assertEqual(self._ours(model, "other_seller"), self.other)

    def test_everybody_else_sees_all(self):
        for role in ("clerk", "warehouse", "accountant", "sales_manager", "general_manager", "auditor"):
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    self.assertEqual(self._ours(model, role), self.picking | self.other)

    def test_an_assistant_follows_the_customers_given_to_her(self):
        clerk, colleague = self.users["clerk"], self.users["supervisor"]
        self.partner.delivery_assistant_id = colleague
        mine = self.env["delivery.board"].with_user(clerk).search([("is_mine", "=", True)])
        self.assertNotIn(self.picking, mine.picking_id)
        self.assertIn(self.other, mine.picking_id, "nobody assists this customer: every clerk does")
        theirs = self.env["delivery.board"].with_user(colleague).search([("is_mine", "=", True)])
        self.assertIn(self.picking, theirs.picking_id)

    def test_who_neither_sells_nor_assists_follows_all(self):
        board = self.env["delivery.board"].with_user(self.users["warehouse"])
        self.assertEqual(
            board.search([("is_mine", "=", True)]).picking_id & (self.picking | self.other),
            self.picking | self.other,
        )

    def test_the_sheet_is_signed_by_clerks_only(self):
        for role in ("seller", "warehouse", "accountant", "sales_manager", "general_manager", "auditor"):
            with self.subTest(role=role), self.assertRefused(AccessError):
                self.sheet.with_user(self.users[role]).action_sign()
        self.sheet.with_user(self.users["supervisor"]).action_sign()

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Second Trader"})
        user = self.users["auditor"].copy({"login": "second_auditor"})
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        for model in (*MODELS, "delivery.day.sheet"):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(user).search([]))

    def test_every_role_finds_its_menus(self):
        for role, menus in MENUS.items():
            with self.subTest(role=role):
                self.assertEqual(self._visible_menus(self.users[role]), menus)

    def _visible_menus(self, user):
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        ours = self.env["ir.model.data"].search(
            [
                ("module", "=", "sales_backoffice_delivery"),
                ("model", "=", "ir.ui.menu"),
                ("res_id", "in", list(visible)),
            ]
        )
        return {data.name for data in ours if self.env["ir.ui.menu"].browse(data.res_id).action}

    def test_what_a_role_finds_opens(self):
        self._sign(self.picking)
        for role in ("seller", "clerk", "warehouse", "accountant", "sales_manager", "auditor"):
            models = MODELS if role == "seller" else ALL_MODELS
            for model in models:
                for view_type in ("list", "kanban", "form"):
                    with self.subTest(role=role, model=model, view=view_type):
                        self._read_screen(model, view_type, self.users[role])

    def _read_screen(self, model, view_type, user):
        records = self.env[model].with_user(user)
        arch = records.get_views([(False, view_type)])["views"][view_type]["arch"]
        names = {
            node.get("name")
            for node in etree.fromstring(arch).iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        rows = records.search([])
        rows.read(list(names))
        if model == "delivery.board" and view_type == "form":
            rows.move_ids.read(["product_id", "quantity", "signed_quantity", "product_uom"])
            rows.message_ids.read(["body", "state"])
            rows.receipt_image_ids.read(["name", "mimetype"])

    def test_the_transfer_opens_with_its_trip(self):
        for role in ("warehouse", "seller"):
            with self.subTest(role=role):
                form = Form(self.picking.with_user(self.users[role]))
                form.waybill = "YD2"
                form.save()
                self.assertEqual(self.picking.waybill, "YD2")


@tagged("post_install", "-at_install")
class TestQueryBudgets(DeliveryCommon):
    """The number of queries does not grow with the number of deliveries."""

    FIELDS = ("name", "customer_id", "goods", "phone", "address", "board_status", "is_late", "has_difference")

    def _count(self, work):
        work()  # fills the caches of the registry
        return self._count_queries(work)

    def _many(self, count):
        order = self._create_order(lines=[(1.0, 100.0)] * 1)
        pickings = self.env["stock.picking"]
        for _number in range(count):
            pickings |= self._shipped([(1.0, 100.0)])
        return order, pickings

    def _ship_to_many(self, count):
        """Every delivery to a customer of its own, of a product of its own."""
        for number in range(count):
            self.patch(type(self), "product", self._create_product(f"Paper {number}"))
            self.patch(type(self), "partner", self._create_customer(f"Printer {number}"))
            self._create_profile(self.partner)
            self._shipped([(1.0, 100.0)])

    @warmup
    def test_the_board(self):
        board = self.env["delivery.board"].with_user(self.users["clerk"])
        self._ship_to_many(1)
        one = self._count(lambda: board.search([]).read(self.FIELDS))
        self._ship_to_many(10)
        self.assertEqual(self._count(lambda: board.search([]).read(self.FIELDS)), one)
        self.assertLessEqual(one, 25)

    @warmup
    def test_the_sheet(self):
        self._many(1)
        sheet = self._sheet(self._day())
        one = self._count(lambda: sheet.action_refresh())
        self._many(20)
        self.assertEqual(self._count(lambda: sheet.action_refresh()), one)
        self.assertLessEqual(one, 12)

    @warmup
    def test_the_differences(self):
        _order, pickings = self._many(1)
        self._sign(pickings)
        one = self._count(lambda: pickings._get_signed_differences())
        _order, more = self._many(10)
        for picking in more:
            self._sign(picking)
        self.assertEqual(self._count(lambda: (pickings | more)._get_signed_differences()), one)

    @warmup
    def test_the_list_of_sheets(self):
        names = ["line_count", "tons", "amount_total", "tie_difference", "is_overdue"]
        self._shipped(on=self._day(-1))
        sheets = self._sheet(self._day(-1))
        one = self._count(lambda: sheets.read(names))
        for days in range(2, 12):
            self._shipped(on=self._day(-days))
            sheets |= self._sheet(self._day(-days))
        self.assertLessEqual(self._count(lambda: sheets.read(names)), one)
