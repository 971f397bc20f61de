"""Who sees and does what with prices."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PriceCommon

FLOOR_ROLES = ("supervisor", "sales_manager", "general_manager", "accountant", "auditor")


@tagged("post_install", "-at_install")
class TestPriceAccess(PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._quote(93.0)
        cls.release = cls._request(cls.order)
        cls.draft = cls._create_sheet({cls.product: 99.0}, submit=False)

    def test_floor_prices_are_for_those_who_may_see_them(self):
        for name, user in self.users.items():
            if name in ("warehouse",):
                continue
            line = self.sheet.line_ids.with_user(user)
            self.env.invalidate_all()
            if name in FLOOR_ROLES or name == "deputy":
                self.assertEqual(line.floor_price, 90.0, name)
            else:
                with self.assertRaises(AccessError, msg=name):
                    line.read(["floor_price"])
                self.assertNotIn("floor_price", line.fields_get(), name)
                self.assertEqual(line.price, 100.0)

    def test_a_salesperson_sees_the_list_and_whether_a_price_is_under_the_floor(self):
        line = self._quote(80.0).order_line.with_user(self.users["seller"])
        values = line.read(["list_price_in_force", "price_deviation", "price_status"])[0]
        self.assertEqual((values["list_price_in_force"], values["price_status"]), (100.0, "under_floor"))
        with self.assertRaises(AccessError):
            line.read(["price_floor"])
        with self.assertRaises(AccessError):
            self.release.line_ids.with_user(self.users["seller"]).read(["floor_price"])

    def test_the_floor_is_in_no_record_a_salesperson_reads(self):
        self.release.with_user(self.users["general_manager"]).action_approve()
        decision = self.env["backoffice.approval.decision"].search(
            [("res_model", "=", "sale.price.release"), ("res_id", "=", self.release.id)]
        )
        self.assertNotIn("floor", str(decision.snapshot).lower())

    def test_drafts_of_sheets_are_for_those_who_prepare_them(self):
        for name, seen in (("seller", False), ("clerk", False), ("supervisor", True), ("auditor", True)):
            sheets = self.env["sale.price.sheet"].with_user(self.users[name]).search([])
            self.assertEqual(self.draft in sheets, seen, name)
            self.assertIn(self.sheet, sheets, name)

    def test_who_prepares_sheets(self):
        for name in ("seller", "clerk", "accountant", "auditor", "warehouse"):
            with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                self._create_sheet({self.product: 1.0}, by=name, submit=False)

    def test_special_prices_of_others_customers_are_not_shown(self):
        Release = self.env["sale.price.release"]
        for name, seen in (
            ("seller", True),
            ("other_seller", False),
            ("clerk", True),
            ("accountant", True),
            ("auditor", True),
        ):
            self.assertEqual(self.release in Release.with_user(self.users[name]).search([]), seen, name)
            lines = self.env["sale.price.release.line"].with_user(self.users[name]).search([])
            self.assertEqual(self.release.line_ids in lines, seen, name)

    def test_the_auditor_reads_and_changes_nothing(self):
        auditor = self.users["auditor"]
        for record in (self.sheet, self.sheet.line_ids, self.release, self.release.line_ids):
            seen = record.with_user(auditor)
            self.assertTrue(seen.read())
            with self.assertRaises(AccessError):
                seen.write({})
            with self.assertRaises(AccessError):
                seen.unlink()

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self.users["supervisor"].copy({"company_ids": other.ids, "company_id": other.id})
        for model in ("sale.price.sheet", "sale.price.sheet.line", "sale.price.release"):
            self.assertFalse(self.env[model].with_user(user).search([]), model)

    def test_a_branch_sells_at_the_prices_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        order = self._quote(93.0, user=self.env.user, company_id=branch.id)
        self.assertEqual(order.order_line.list_price_in_force, 100.0)
        self.assertPriceHeld(order)

    def test_a_salesperson_changes_no_setting(self):
        with self.assertRaises(AccessError):
            self.company.with_user(self.users["seller"]).write({"price_guard": False})

    def test_a_salesperson_gives_no_customer_another_list(self):
        seller = self.users["seller"]
        seller.group_ids += self.env.ref("base.group_partner_manager")
        cheap = self._create_pricelist("For others")
        for name in ("property_product_pricelist", "specific_property_product_pricelist"):
            with self.assertRaises(AccessError):
                self.partner.with_user(seller).write({name: cheap.id})
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(seller).create({"name": "New", name: cheap.id})
        new = self.env["res.partner"].with_user(seller).create({"name": "New"})
        contact = (
            self.env["res.partner"].with_user(seller).create({"name": "C", "parent_id": self.partner.id})
        )
        new.write({"parent_id": self.partner.id})
        self.assertEqual((contact | new).specific_property_product_pricelist, self.pricelist)
        self.partner.with_user(seller).write(
            {"name": "Renamed", "specific_property_product_pricelist": self.pricelist.id}
        )
        self.partner.with_user(self.users["general_manager"]).write(
            {"specific_property_product_pricelist": cheap.id}
        )

    def test_no_list_is_fetched_from_another_company(self):
        seller = self.users["seller"]
        seller.group_ids += self.env.ref("base.group_partner_manager")
        dealer = self._create_customer("Dealer")
        dealer.specific_property_product_pricelist = self._create_pricelist("For dealers")
        client, new = self.env["res.partner"].create([{"name": "Client"}, {"name": "New"}]).with_user(seller)
        client.sudo().specific_property_product_pricelist = self.pricelist
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            client.write({"parent_id": dealer.id})
        new.write({"parent_id": dealer.id})
        for values in ({"parent_id": False}, {"is_company": True}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                new.write(values)
        new.sudo().write({"parent_id": False})

    def test_orders_read_by_a_plain_salesperson_open(self):
        self.order.with_user(self.users["seller"]).read()
        names = [
            name
            for name in self.order.order_line._fields
            if name.startswith("price_") and name != "price_floor"
        ]
        self.order.order_line.with_user(self.users["seller"]).read(names)
