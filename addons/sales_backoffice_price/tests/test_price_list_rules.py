"""The prices of approved sheets reach the orders, and the next sheet is made from the last."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestPriceListRules(PriceCommon):
    """The prices reach the orders through the rules of the price list."""

    def _proposed(self, quantity=1.0, date=None, uom=None):
        return self.pricelist._get_product_price(self.product, quantity, date=date, uom=uom)

    def test_a_new_line_gets_the_price_proposed(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "pricelist_id": self.pricelist.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        self.assertEqual(order.order_line.price_unit, 100.0)
        self.assertEqual(self._proposed(uom=self.env.ref("uom.product_uom_dozen")), 1200.0)

    def test_what_is_proposed_is_what_is_in_force(self):
        now = fields.Datetime.now()
        self._approved_sheet(
            {self.product: [{"price": 95.0}, {"price": 85.0, "min_quantity": 50}]}, ago=timedelta(0)
        )
        first, last = self.today + timedelta(days=10), self.today + timedelta(days=20)
        self._approved_sheet({self.product: 120.0}, ago=timedelta(0), valid_from=first, valid_to=last)
        for day in (1, 9, 11, 20, 22):
            for quantity in (1, 60):
                moment = now + timedelta(days=day)
                with freeze_time(moment):
                    order = self._quote(quantity=quantity)
                    line = order.order_line
                    in_force = line._get_prices_in_force()[line].price
                    self.assertEqual(self._proposed(quantity, moment), in_force, (day, quantity))

    def test_nobody_writes_deletes_or_forges_a_rule_of_a_sheet(self):
        item = self.pricelist.item_ids
        self.assertEqual(item.price_sheet_line_id, self.sheet.line_ids)
        admin = item.with_user(self.env.ref("base.user_admin"))
        for values in (
            {"fixed_price": 1.0},
            {"date_end": fields.Datetime.now()},
            {"price_sheet_line_id": False},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                admin.write(values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            admin.unlink()
        line_id = self.sheet.line_ids.id
        values = {"pricelist_id": self.pricelist.id, "fixed_price": 1.0, "product_id": self.product.id}
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            admin.create({**values, "price_sheet_line_id": line_id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            admin.with_context(default_price_sheet_line_id=line_id, price_sheet_token=True).create(values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.pricelist.write({"item_ids": [Command.clear()]})

    def test_a_cheap_rule_by_hand_does_not_make_the_price_right(self):
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.pricelist.id,
                "applied_on": "0_product_variant",
                "product_id": self.product.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "fixed_price": 50.0,
                "min_quantity": 1,
            }
        )
        self.assertPriceHeld(self._quote(50.0))

    def test_currency_and_company_of_a_list_with_prices_stay(self):
        euro = self.env.ref("base.EUR")
        other = self.env["res.company"].create({"name": "Other"})
        for values in (
            {"currency_id": euro.id if self.pricelist.currency_id != euro else self.env.ref("base.USD").id},
            {"company_id": other.id},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.pricelist.write(values)

    def test_a_shared_list_shows_each_company_its_own_prices(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._proposed(), 100.0)
        self.product.list_price = 7.0
        shared = self.pricelist.with_company(other)
        self.assertEqual(shared._get_product_price(self.product.with_company(other), 1.0), 7.0)


@tagged("post_install", "-at_install")
class TestNextSheet(PriceCommon):
    def test_the_next_sheet_at_other_prices(self):
        wizard = (
            self.env["sale.price.sheet.next"]
            .with_user(self.users["supervisor"])
            .create(
                {
                    "sheet_id": self.sheet.id,
                    "valid_from": self.today + timedelta(days=30),
                    "change": 0.035,
                    "rounding": 0.5,
                }
            )
        )
        sheet = self.env["sale.price.sheet"].browse(wizard.action_make()["res_id"])
        self.assertEqual((sheet.state, sheet.pricelist_id), ("draft", self.pricelist))
        self.assertEqual(sheet.line_ids.mapped("price"), [103.5])
        self.assertEqual(sheet.line_ids.mapped("floor_price"), [93.0])
        self.assertNotEqual(sheet.name, self.sheet.name)

    def test_a_lowering_of_everything_is_refused(self):
        with self.assertRaises(ValidationError):
            self.env["sale.price.sheet.next"].create({"sheet_id": self.sheet.id, "change": -1.0})

    def test_lines_are_imported_from_a_spreadsheet(self):
        sheet = self._create_sheet({}, submit=False)
        self.product.default_code = "OFF-80"
        result = (
            self.env["sale.price.sheet.line"]
            .with_user(self.users["supervisor"])
            .with_context(default_sheet_id=sheet.id)
            .load(
                ["product_id", "min_quantity", "price", "floor_price"],
                [
                    ["[OFF-80] Offset paper 80 g", "0", "88.5", "80"],
                    ["[OFF-80] Offset paper 80 g", "100", "85", ""],
                ],
            )
        )
        self.assertFalse(result["messages"])
        self.assertEqual(sheet.line_ids.mapped("price"), [88.5, 85.0])

    def test_a_whole_sheet_is_imported(self):
        result = (
            self.env["sale.price.sheet"]
            .with_user(self.users["supervisor"])
            .load(
                ["title", "pricelist_id", "valid_from", "line_ids/product_id", "line_ids/price"],
                [["Import", "House list", "2030-01-01", "Offset paper 80 g", "12.5"]],
            )
        )
        self.assertFalse(result["messages"])
        sheet = self.env["sale.price.sheet"].browse(result["ids"])
        self.assertEqual((sheet.state, sheet.line_ids.price), ("draft", 12.5))
