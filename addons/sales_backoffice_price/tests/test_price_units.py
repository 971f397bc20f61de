"""Units, currencies and taxes."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestUnitsAndMoney(PriceCommon):
    def test_another_unit_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._quote(1140.0, quantity=1, lines=[{"product_uom_id": dozen.id}])
        self.assertEqual(order.order_line.list_price_in_force, 1200.0)
        self.assertStatus(order, "ok")
        order.order_line.price_unit = 1139.0
        self.assertStatus(order, "outside")

    def test_a_quantity_break_in_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        paper = self._create_product("Paper by the dozen")
        self._approved_sheet(
            {paper: [{"price": 10.0}, {"price": 96.0, "product_uom_id": dozen.id, "min_quantity": 2}]}
        )
        order = self._quote(product=paper, lines=[{"product_uom_qty": 23}, {"product_uom_qty": 24}])
        self.assertEqual(order.order_line.mapped("list_price_in_force"), [10.0, 8.0])

    def _dear_currency(self):
        dear = self.env["res.currency"].create({"name": "DRM", "symbol": "D", "active": True})
        self.env["res.currency.rate"].create(
            {"currency_id": dear.id, "rate": 0.5, "name": "2020-01-01", "company_id": self.company.id}
        )
        return dear

    def test_another_currency_at_the_rate_of_the_day(self):
        foreign = self._create_pricelist("Foreign", currency_id=self._dear_currency().id)
        order = self._quote(50.0, pricelist_id=foreign.id)
        self.assertEqual(order.order_line.list_price_in_force, 50.0)
        self.assertStatus(order, "ok")

    def test_a_cheaper_list_in_another_currency_does_not_help(self):
        """The own list says 100, which is 50 D; somebody else's list in D says 20."""
        dear = self._dear_currency()
        foreign = self._create_pricelist("Somebody's in D", currency_id=dear.id)
        self._approved_sheet({self.product: 20.0}, pricelist_id=foreign.id)
        order = self._quote(20.0, pricelist_id=foreign.id)
        self.assertEqual(order.order_line.list_price_in_force, 50.0)
        self.assertPriceHeld(order, "60.0 %")
        # given to the customer by whoever prepares prices, it counts
        self.partner.specific_property_product_pricelist = foreign
        self.assertStatus(order, "ok")
        self.assertConfirms(order)

    def test_the_general_list_in_another_currency_does_not_precede_the_own_one(self):
        dear = self._dear_currency()
        general = self._create_pricelist("General in D", currency_id=dear.id)
        self._approved_sheet({self.product: 20.0}, pricelist_id=general.id)
        self.company.root_id.price_pricelist_id = general
        self.assertPriceHeld(self._quote(20.0, pricelist_id=general.id))

    def test_what_neither_list_names_is_measured_by_the_chosen_one(self):
        dear = self._dear_currency()
        foreign = self._create_pricelist("Foreign", currency_id=dear.id)
        paper = self._create_product("Paper sold abroad only")
        self._approved_sheet({paper: 20.0}, pricelist_id=foreign.id)
        order = self._quote(20.0, product=paper, pricelist_id=foreign.id)
        self.assertEqual(order.order_line.list_price_in_force, 20.0)
        self.assertStatus(order, "ok")

    def test_the_tax_basis_of_the_line(self):
        included, excluded = self.env["account.tax"].create(
            [
                {"name": f"10 {mode}", "amount": 10, "price_include_override": mode}
                for mode in ("tax_included", "tax_excluded")
            ]
        )
        paper = self._create_product("Taxed paper", taxes_id=[Command.set(included.ids)])
        self._approved_sheet({paper: 110.0})
        order = self._quote(110.0, product=paper, lines=[{"tax_ids": [Command.set(included.ids)]}])
        self.assertStatus(order, "ok")
        order.order_line.tax_ids = excluded
        self.assertAlmostEqual(order.order_line.list_price_in_force, 100.0)
        order.order_line.price_unit = 110.0
        self.assertStatus(order, "ok")
        order.order_line.price_unit = 94.0
        self.assertStatus(order, "outside")

    def test_a_tax_included_in_the_price_is_no_discount(self):
        included, excluded = self.env["account.tax"].create(
            [
                {"name": f"13 {mode}", "amount": 13, "price_include_override": mode}
                for mode in ("tax_included", "tax_excluded")
            ]
        )
        for taxes in (excluded, excluded.browse()):
            self.product.taxes_id = taxes
            order = self._quote(100.0, lines=[{"tax_ids": [Command.set(included.ids)]}])
            self.assertAlmostEqual(order.order_line.list_price_in_force, 113.0)
            self.assertPriceHeld(order, "11.5")
            order.order_line.price_unit = 113.0
            self.assertConfirms(order)

    def test_the_order_date_moves_to_the_confirmation(self):
        order = self._quote(100.0)
        order.action_confirm()
        self.assertLessEqual(order.price_confirmed_on, fields.Datetime.now())
        with self.assertRaises(UserError):
            self._create_sheet({}, submit=True)
