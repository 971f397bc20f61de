"""A confirmed order stays at approved prices, however it is changed."""

from odoo.fields import Command
from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import MINUTE, PriceCommon


@tagged("post_install", "-at_install")
class TestChanges(PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._quote(100.0)
        cls.order.action_confirm()
        cls.line = cls.order.order_line
        cls.other = cls._create_product("Other paper")
        cls._approved_sheet({cls.other: 500.0})

    def test_lower_prices_are_refused_on_every_way(self):
        for values in ({"price_unit": 90.0}, {"discount": 10.0}, {"price_unit": 0.0}):
            with self.assertRefusedForPrice(self.order.name):
                self.line.write(values)
            with self.assertRefusedForPrice(self.order.name):
                self.order.write({"order_line": [Command.update(self.line.id, values)]})

    def test_a_unit_twelve_times_as_big_at_the_same_price(self):
        with self.assertRefusedForPrice():
            self.line.write({"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "price_unit": 100.0})

    def test_a_new_cheap_line_is_refused(self):
        values = {"product_id": self.product.id, "product_uom_qty": 1, "price_unit": 10.0}
        with self.assertRefusedForPrice():
            self.env["sale.order.line"].create({**values, "order_id": self.order.id})
        with self.assertRefusedForPrice():
            self.env["sale.order.line"].with_context(default_order_id=self.order.id).create(values)
        with self.assertRefusedForPrice():
            self.order.write({"order_line": [Command.create(values)]})

    def test_a_discount_line_on_a_confirmed_order_is_refused(self):
        rebate = self._create_product("Rebate", type="service")
        with self.assertRefusedForPrice():
            self.order.write(
                {
                    "order_line": [
                        Command.create({"product_id": rebate.id, "product_uom_qty": 1, "price_unit": -300.0})
                    ]
                }
            )

    def test_a_line_of_another_order_moved_over(self):
        cheap = self._quote(10.0).order_line
        with self.assertRefusedForPrice():
            cheap.order_id = self.order

    def test_prices_within_the_list_and_fewer_goods_pass(self):
        self.line.write({"price_unit": 96.0})
        self.line.write({"product_uom_qty": 5.0})
        self.line.write({"product_uom_qty": 50.0})
        self.assertEqual(self.order.order_line.product_uom_qty, 50.0)

    def test_an_old_order_off_the_list_may_shrink_and_come_nearer(self):
        self.company.price_guard = False
        self.line.price_unit = 70.0
        self.company.price_guard = True
        self.line.product_uom_qty = 8.0
        self.line.price_unit = 80.0
        with self.assertRefusedForPrice():
            self.line.product_uom_qty = 9.0
        with self.assertRefusedForPrice():
            self.line.price_unit = 79.0

    def test_a_confirmed_order_is_measured_by_the_list_of_its_confirmation(self):
        moment = self.sheet.in_force_from
        self.order.sudo().write({"price_confirmed_on": moment, "date_order": moment})
        self._approved_sheet({self.product: 150.0}, ago=self.sheet.in_force_from - self.sheet.in_force_from)
        self.assertEqual(self.line.list_price_in_force, 100.0)
        self.line.product_uom_qty = 8.0

    def test_a_date_of_the_order_set_back_changes_nothing(self):
        old = self._approved_sheet({self.product: 40.0}, ago=self._long_ago())
        self.order.date_order = old.in_force_from
        with self.assertRefusedForPrice():
            self.line.price_unit = 40.0

    def test_nobody_writes_the_moment(self):
        seller = self.users["seller"]
        moment = self.order.price_confirmed_on
        self.order.with_user(seller).write({"price_confirmed_on": "2000-01-01"})
        self.assertEqual(self.order.price_confirmed_on, moment)

    def test_installing_notes_when_old_orders_were_confirmed(self):
        self.order.sudo().write({"price_confirmed_on": False, "date_order": "2020-01-02 03:04:05"})
        post_init_hook(self.env)
        self.assertEqual(str(self.order.price_confirmed_on), "2020-01-02 03:04:05")

    def test_another_customer_another_list(self):
        dear = self._create_pricelist("Dear list")
        self._approved_sheet({self.product: 200.0}, pricelist_id=dear.id)
        other = self._create_customer("Dear customer", specific_property_product_pricelist=dear.id)
        with self.assertRefusedForPrice():
            self.order.write({"partner_id": other.id, "partner_invoice_id": other.id})

    def test_goods_added_by_the_warehouse_do_not_stop_the_transfer(self):
        picking = self.env["stock.picking"].browse(self.order.picking_ids.ids)
        picking.move_ids.write({"quantity": 10, "picked": True})
        extra = self.env["stock.move"].create(
            {
                "product_id": self.other.id,
                "product_uom_qty": 1,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        extra.write({"quantity": 1, "picked": True})
        picking.with_context(skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        added = self.order.order_line - self.line
        self.assertEqual(added.product_id, self.other)
        with self.assertRefusedForPrice():
            added.write({"price_unit": 1.0})

    @staticmethod
    def _long_ago():
        from datetime import timedelta

        return timedelta(hours=2)


@tagged("post_install", "-at_install")
class TestGrowthOfAnOldOrder(PriceCommon):
    """Confirmed at 100 a month ago; today's sheet says 200."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._quote(100.0)
        cls.order.action_confirm()
        moment = cls.order.price_confirmed_on - MINUTE
        cls.order.sudo().write({"price_confirmed_on": moment, "date_order": moment})
        cls._approved_sheet({cls.product: 200.0}, ago=MINUTE / 2)
        cls.line = cls.order.order_line

    def test_what_was_ordered_keeps_the_list_of_its_confirmation(self):
        self.line.write({"product_uom_qty": 8.0})
        self.line.write({"price_unit": 101.0})
        self.assertEqual((self.line.price_status, self.line.list_price_in_force), ("ok", 100.0))

    def test_a_line_added_is_sold_at_the_list_of_today(self):
        values = {"product_id": self.product.id, "product_uom_qty": 50.0, "price_unit": 100.0}
        with self.assertRefusedForPrice(self.order.name):
            self.order.write({"order_line": [Command.create(values)]})
        self.order.write({"order_line": [Command.create({**values, "price_unit": 200.0})]})
        self.assertEqual(self.order.order_line.mapped("list_price_in_force"), [100.0, 200.0])

    def test_ordering_more_is_sold_at_the_list_of_today(self):
        with self.assertRefusedForPrice(self.order.name):
            self.line.write({"product_uom_qty": 11.0})
        self.line.write({"product_uom_qty": 11.0, "price_unit": 200.0})
        self.assertEqual((self.line.price_status, self.line.list_price_in_force), ("ok", 200.0))

    def test_nobody_sets_the_moment(self):
        early = self.order.price_confirmed_on
        seller = self.line.with_user(self.users["seller"])
        with self.assertRefusedForPrice(self.order.name):
            seller.with_context(default_price_agreed_on=early).write(
                {"product_uom_qty": 11.0, "price_agreed_on": early}
            )
        seller.write({"price_agreed_on": early})
        self.assertFalse(self.line.price_agreed_on)
