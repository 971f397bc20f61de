"""Quotations off the list are held, on every way into confirmation."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestPriceGate(PriceCommon):
    def test_the_list_and_what_it_allows_pass(self):
        for price in (100.0, 95.0, 110.0):
            order = self._quote(price)
            self.assertEqual(order.price_state, "ok", price)
            self.assertConfirms(order)

    def test_below_the_allowed_deviation_is_held(self):
        order = self._quote(94.0)
        self.assertPriceHeld(
            order, self.product.name, "6.0 % below", self.sheet.name, "request a special price"
        )
        self.assertStatus(order, "outside")
        self.assertEqual(order.price_alert, "danger")

    def test_a_discount_counts_as_a_lower_price(self):
        self.assertConfirms(self._quote(100.0, discount=5.0))
        self.assertPriceHeld(self._quote(100.0, discount=5.5))

    def test_above_the_allowed_deviation_is_held(self):
        self.assertPriceHeld(self._quote(111.0), "11.0 % above")

    def test_under_the_floor_is_held_and_says_no_floor(self):
        order = self._quote(89.0)
        self.assertStatus(order, "under_floor")
        with self.assertRefusedForPrice("under its floor price") as refusal:
            order.action_confirm()
        self.assertNotIn("90", str(refusal))

    def test_a_product_without_approved_price_is_warned_about(self):
        order = self._quote(product=self._create_product("Unlisted paper"))
        self.assertEqual(order.price_state, "warn")
        self.assertConfirms(order)
        self.assertIn("has no approved price", order.message_ids[0].body)

    def test_a_free_line_is_a_hundred_per_cent_below(self):
        order = self._quote(lines=[{}, {"price_unit": 0.0, "product_uom_qty": 1}])
        self.assertStatus(order, "ok", "under_floor")
        self.assertPriceHeld(order, "100.0 % below")

    def test_a_discount_of_the_whole_order_lowers_every_line(self):
        order = self._quote(lines=[{}, {}])
        rebate = self._create_product("Rebate", type="service")
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": rebate.id, "product_uom_qty": 1, "price_unit": -200.0})
                ]
            }
        )
        self.assertStatus(order, "outside", "outside", "none")
        self.assertAlmostEqual(order.order_line[0].price_deviation, -0.10)
        self.assertPriceHeld(order)

    def test_goods_taken_back_dearly_do_not_hide_a_discount(self):
        order = self._quote(lines=[{"price_unit": 95.0}, {"price_unit": 100.0, "product_uom_qty": -5}])
        self.assertPriceHeld(order, "taken back")

    def test_sections_notes_and_services_are_not_compared(self):
        freight = self._create_product("Freight", type="service")
        order = self._quote(
            lines=[
                {},
                {"product_id": freight.id, "price_unit": 1.0},
                {
                    "display_type": "line_section",
                    "name": "Paper",
                    "product_id": False,
                    "product_uom_qty": 0,
                    "price_unit": 0,
                },
            ]
        )
        self.assertStatus(order, "ok", "none", "none")
        self.assertConfirms(order)

    def test_a_service_that_a_sheet_names_is_compared(self):
        cutting = self._create_product("Cutting", type="service")
        self._approved_sheet({cutting: 50.0})
        self.assertPriceHeld(self._quote(10.0, product=cutting))

    def test_a_down_payment_is_not_compared(self):
        order = self._quote()
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "percentage", "amount": 30}
        )
        wizard._create_invoices(order)
        self.assertEqual(order.price_state, "ok")

    def test_real_goods_are_no_down_payment(self):
        with self.assertRaisesRegex(ValidationError, "is goods and no down payment"):
            self._quote(lines=[{}, {"price_unit": 10.0, "is_downpayment": True}])

    def test_what_is_called_a_down_payment_has_no_quantity(self):
        cutting = self._create_product("Cutting", type="service")
        for product_id in (cutting.id, False):
            line = {"product_id": product_id, "name": "Thanks", "price_unit": 900.0, "is_downpayment": True}
            with self.subTest(product_id=product_id):
                with self.assertRaisesRegex(ValidationError, "have no quantity"), self.env.cr.savepoint():
                    self._quote(lines=[{}, {**line, "product_uom_qty": 1}])
                order = self._quote(lines=[{}, {**line, "product_uom_qty": 0}])
                with self.assertRaisesRegex(ValidationError, "have no quantity"), self.env.cr.savepoint():
                    order.order_line[1].qty_delivered = 1
                self.assertEqual(self._invoiced_of(order), 1_000)

    def _invoiced_of(self, order):
        order.action_confirm()
        self._deliver(order)
        return order._create_invoices(final=True).amount_untaxed

    def test_the_rounding_of_typed_prices_is_not_off_the_list(self):
        paper = self._create_product("Paper at a third")
        self._approved_sheet({paper: 100 / 3}, band_down=0.0, band_up=0.0)
        self.assertConfirms(self._quote(33.33, product=paper))
        self.assertPriceHeld(self._quote(33.3, product=paper))


@tagged("post_install", "-at_install")
class TestWaysIn(PriceCommon):
    def test_writing_the_state(self):
        order = self._quote(50.0)
        with self.assertRefusedForPrice():
            order.write({"state": "sale"})

    def test_creating_a_confirmed_order(self):
        values = {
            "partner_id": self.partner.id,
            "state": "sale",
            "order_line": [
                Command.create({"product_id": self.product.id, "product_uom_qty": 1, "price_unit": 1})
            ],
        }
        with self.assertRefusedForPrice():
            self.env["sale.order"].create(values)
        with self.assertRefusedForPrice():
            values.pop("state")
            self.env["sale.order"].with_context(default_state="sale").create(values)

    def test_what_comes_with_the_confirmation_is_judged(self):
        order = self._quote(100.0)
        change = {"state": "sale", "order_line": [Command.update(order.order_line.id, {"discount": 50})]}
        with self.assertRefusedForPrice():
            order.write(change)

    def test_importing_a_confirmed_order(self):
        header = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/product_uom_qty"]
        row = [str(self.partner.id), "sale", str(self.product.id), "5"]
        result = self.env["sale.order"].load([*header, "order_line/price_unit"], [[*row, "10"]])
        self.assertFalse(result["ids"])
        self.assertIn("held for its prices", result["messages"][0]["message"])

    def test_reopening_is_judged_by_the_list_of_that_day(self):
        order = self._quote(100.0)
        self.assertConfirms(order)
        order._action_cancel()
        order.action_draft()
        self._approved_sheet({self.product: 120.0})
        self.assertPriceHeld(order, "below")

    def test_one_offender_holds_the_batch_and_every_offender_is_named(self):
        good, bad, worse = self._quote(100.0), self._quote(90.0), self._quote(80.0)
        with self.assertRefusedForPrice(bad.name, worse.name):
            (good + bad + worse).action_confirm()
        self.assertEqual(good.state, "draft")

    def test_a_date_set_back_does_not_bring_an_old_list_back(self):
        old = self._approved_sheet({self.product: 50.0}, ago=60 * self._minute())
        self._approved_sheet({self.product: 100.0})
        order = self._quote(50.0, date_order=old.in_force_from)
        self.assertPriceHeld(order)

    def test_another_price_list_does_not_help(self):
        cheap = self._create_pricelist("For others")
        self._approved_sheet({self.product: 50.0}, pricelist_id=cheap.id)
        order = self._quote(50.0, pricelist_id=cheap.id)
        self.assertPriceHeld(order)

    def test_a_list_for_others_does_not_come_before_the_general_one(self):
        only = self._create_product("Only on the general list")
        others = self._create_pricelist("For others")
        self._approved_sheet({only: 10.0}, pricelist_id=others.id)
        self._approved_sheet({only: 100.0}, pricelist_id=self.company.price_pricelist_id.id)
        self.partner.specific_property_product_pricelist = self._create_pricelist("Own")
        self.assertPriceHeld(self._quote(10.0, product=only, pricelist_id=others.id))

    def test_who_pays_is_measured_by_the_own_list(self):
        dealer = self._create_customer("Dealer")
        cheap = self._create_pricelist("For dealers")
        self._approved_sheet({self.product: 10.0}, pricelist_id=cheap.id)
        dealer.specific_property_product_pricelist = cheap
        order = self._quote(10.0, partner_id=dealer.id, pricelist_id=cheap.id)
        self.assertEqual(order.price_state, "ok")
        order.partner_invoice_id = self.partner
        self.assertPriceHeld(order)

    def test_a_customer_without_a_list_is_measured_by_the_default_one(self):
        pricelists = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user")._apply_group(pricelists)
        stranger = self._create_customer("Stranger")
        self._approved_sheet({self.product: 100.0}, pricelist_id=stranger.property_product_pricelist.id)
        cheap = self._create_pricelist("For others", sequence=99)
        self._approved_sheet({self.product: 50.0}, pricelist_id=cheap.id)
        order = self._quote(50.0, partner_id=stranger.id, pricelist_id=cheap.id)
        self.assertPriceHeld(order)

    def test_a_price_list_without_sheets_falls_back_on_the_general_one(self):
        stranger = self._create_customer("Stranger")
        self.company.price_pricelist_id = self.pricelist
        empty = self._create_pricelist("Empty")
        self.assertPriceHeld(self._quote(50.0, partner_id=stranger.id, pricelist_id=empty.id))

    def test_the_portal_keeps_the_acceptance_and_tells_the_salesperson(self):
        order = self._quote(50.0).sudo()
        order.with_user(self.env.ref("base.public_user")).sudo()._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertIn("Accepted by the customer", order.activity_ids.summary)
        self.assertEqual(order.activity_ids.user_id, self.users["seller"])

    def test_credit_and_prices_are_refused_in_one_message(self):
        self.company.root_id.credit_control = True
        self.profile.base_limit = 100.0
        order = self._quote(50.0)
        with self.assertRefusedForCredit("credit limit", "below"), self.env.cr.savepoint():
            order.action_confirm()

    @staticmethod
    def _minute():
        from .common import MINUTE

        return MINUTE


@tagged("post_install", "-at_install")
class TestModes(PriceCommon):
    def test_each_mode(self):
        listless = self._create_product("Listless")
        cases = (
            ("price_mode_outside", {"price": 94.0}),
            ("price_mode_floor", {"price": 80.0}),
            ("price_mode_missing", {"product": listless}),
        )
        for name, values in cases:
            for mode, state in (("off", "ok"), ("warn", "warn"), ("hold", "held")):
                self.company[name] = mode
                order = self._quote(**values)
                self.assertEqual(order.price_state, state, f"{name} {mode}")

    def test_the_switch(self):
        self.company.price_guard = False
        order = self._quote(1.0)
        self.assertEqual(order.price_state, "none")
        self.assertConfirms(order)

    def test_switched_off_a_line_shows_what_it_is_off_the_list_all_the_same(self):
        self.company.price_guard = False
        order = self._quote(85.0)
        line = order.with_user(self.users["seller"]).order_line
        shown = (line.list_price_in_force, line.price_net, round(line.price_deviation, 4), line.price_status)
        self.assertEqual(shown, (100.0, 85.0, -0.15, "under_floor"))
        self.assertFalse(order.price_alert or order.price_reason)
        self.assertConfirms(order)
        line.price_unit = 50.0
        self.assertEqual((line.list_price_in_force, line.price_deviation), (100.0, -0.5))

    def test_a_company_without_sheets_is_left_alone(self):
        company = self.env["res.company"].create({"name": "New branchless company"})
        self.env.user.company_ids |= company
        order = self._quote(1.0, user=self.env.user, company_id=company.id, pricelist_id=False)
        self.assertEqual(order.price_state, "none")
