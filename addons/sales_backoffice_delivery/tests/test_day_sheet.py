"""The daily sheet: what is on it, that it ties, that it stays, and what comes after it."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestSheetLines(DeliveryCommon):
    def test_a_line_says_what_left_at_which_price(self):
        day = self._day(-1)
        picking = self._picking([(10.0, 100.0)])
        picking.vehicle_plate = "苏E12345"
        picking.sale_id.order_line.discount = 10.0
        self._validate(picking, on=day)
        sheet = self._sheet(day)
        self.assertRecordValues(
            sheet.line_ids,
            [
                {
                    "ship_date": day,
                    "reference": picking.name,
                    "partner_id": self.partner.id,
                    "product_id": self.product.id,
                    "quantity": 10.0,
                    "tons": 0.25,
                    "price_unit": 90.0,
                    "amount_untaxed": 900.0,
                    "amount_total": 1017.0,
                    "user_id": self.users["seller"].id,
                    "vehicle_plate": "苏E12345",
                    "kind": "shipped",
                    "is_unpriced": False,
                }
            ],
        )
        self.assertRecordValues(
            sheet, [{"line_count": 1, "tons": 0.25, "amount_total": 1017.0, "tie_difference": 0.0}]
        )

    def test_returns_are_subtracted(self):
        day = self._day(-1)
        picking = self._shipped(on=day)
        self._date(self._return(picking, 4.0), day)
        sheet = self._sheet(day)
        self.assertEqual(sheet.line_ids.mapped("quantity"), [10.0, -4.0])
        self.assertRecordValues(sheet, [{"product_quantity": 6.0, "amount_untaxed": 600.0}])

    def test_quantities_add_up_in_the_unit_of_the_product(self):
        day, dozen = self._day(-1), self.env.ref("uom.product_uom_dozen")
        self.product.uom_ids = [Command.link(dozen.id)]
        order = self._create_order(lines=[(2.0, 1200.0)])
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1200.0})
        order.action_confirm()
        self._validate(order.picking_ids, on=day)
        self.assertRecordValues(
            self._sheet(day).line_ids,
            [{"product_quantity": 24.0, "tons": 0.6, "amount_untaxed": 2400.0}],
        )

    def test_amounts_are_in_the_currency_of_the_company(self):
        day = self._day(-1)
        foreign = self.env["res.currency"].search(
            [("id", "!=", self.company.currency_id.id), ("active", "in", [True, False])], limit=1
        )
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2000-01-01", "rate": 0.2, "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "F", "currency_id": foreign.id})
        picking = self._shipped(pricelist_id=pricelist.id, on=day)
        self.assertEqual(picking.sale_id.currency_id, foreign)
        rate = picking.sale_id.currency_rate / self.company.currency_id.with_company(self.company).rate
        self.assertRecordValues(
            self._sheet(day).line_ids,
            [{"currency_id": foreign.id, "price_unit": 100.0, "amount_untaxed": round(1000.0 / rate, 2)}],
        )

    def test_goods_without_order_have_no_price(self):
        day = self._day(-1)
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": self.partner.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 3.0,
                            "location_id": warehouse.lot_stock_id.id,
                            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self._validate(picking, on=day)
        self.assertRecordValues(
            self._sheet(day).line_ids, [{"quantity": 3.0, "is_unpriced": True, "amount_total": 0.0}]
        )

    def test_the_day_is_the_one_of_the_company(self):
        picking = self._shipped()
        picking.date_done = datetime.combine(self._day(-3), datetime.min.time()) + timedelta(
            hours=16, minutes=30
        )
        self.assertFalse(self._sheet(self._day(-3)).line_ids)
        self.assertEqual(self._sheet(self._day(-2)).line_ids.picking_id, picking)

    def test_what_does_not_cross_the_door_is_not_shipped(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        warehouse.delivery_steps = "pick_ship"
        order = self._create_order()
        order.action_confirm()
        for picking in order.picking_ids.sorted("id"):
            picking.action_assign()
            self._validate(picking)
        order.picking_ids.filtered(lambda transfer: transfer.state == "assigned").button_validate()
        self.assertEqual(self._sheet(self._day()).line_ids.mapped("quantity"), [10.0])

    def test_totals_by_product_customer_and_salesperson_agree(self):
        day = self._day(-1)
        other = self._create_customer("Moonlight Packaging", user_id=self.users["other_seller"].id)
        self._shipped([(10.0, 100.0), (3.0, 33.33)], on=day)
        self._shipped([(5.0, 80.0)], on=day, partner=other, user_id=self.users["other_seller"].id)
        sheet = self._sheet(day)
        for name in ("product_id", "partner_id", "user_id"):
            with self.subTest(by=name):
                rows = sheet._get_totals_by(name)
                self.assertAlmostEqual(sum(row["amount_total"] for row in rows), sheet.amount_total, 2)
                self.assertAlmostEqual(sum(row["tons"] for row in rows), sheet.tons, 6)


@tagged("post_install", "-at_install")
class TestSignature(DeliveryCommon):
    def test_signed_by_the_hour_it_is_in_time(self):
        day = self._day(-1)
        self._shipped(on=day)
        sheet = self._sheet(day)
        with freeze_time(sheet.deadline - timedelta(minutes=1)):
            sheet.action_sign()
        self.assertRecordValues(
            sheet, [{"state": "signed", "is_late": False, "signed_by_id": self.users["clerk"].id}]
        )
        self.assertTrue(sheet.is_intact)

    def test_signed_a_minute_later_it_is_late(self):
        sheet = self._sheet(self._day(-1))
        self.assertTrue(sheet.deadline)
        with freeze_time(sheet.deadline + timedelta(minutes=1)):
            self.assertIn(sheet, sheet.search([("is_overdue", "=", True)]))
            sheet.action_sign()
        self.assertTrue(sheet.is_late)
        self.assertNotIn(sheet, sheet.search([("is_overdue", "=", True)]))

    def test_the_deadline_is_half_past_five_of_a_working_day(self):
        # a Saturday: the sheet is due on Monday
        sheet = self._sheet(self._last_saturday())
        local = sheet.deadline + timedelta(hours=8)
        self.assertEqual((local.weekday(), local.hour, local.minute), (0, 17, 30))

    def _last_saturday(self):
        day = self._day(-3)
        while day.weekday() != 5:
            day -= timedelta(days=1)
        return day

    def test_the_future_has_no_sheet(self):
        with self.assertRefused(UserError, "today or an earlier day"):
            self._sheet(self._day(1))

    def test_signed_is_what_was_seen(self):
        day = self._day()
        self._shipped()
        sheet = self._sheet(day)
        seen = sheet.seal_now
        self._shipped()
        with self.assertRefused(UserError, "Press Refresh"):
            sheet.with_context(sheet_seen=seen).action_sign()
        sheet.action_refresh()
        sheet.with_context(sheet_seen=sheet.seal_now).action_sign()
        self.assertEqual(sheet.line_count, 2)

    def test_signed_it_stays(self):
        sheet = self._signed_sheet(self._day(-1))
        with self.assertRefused(UserError):
            sheet.action_sign()
        with self.assertRefused(UserError):
            sheet.unlink()
        with self.assertRefused(AccessError):
            sheet.write({"state": "draft"})
        with self.assertRefused(AccessError):
            sheet.sudo().write({"date": self._day(-5)})

    def test_the_seal_breaks_when_the_database_is_changed(self):
        day = self._day(-1)
        self._shipped(on=day)
        sheet = self._signed_sheet(day)
        self.env.flush_all()
        self.env.cr.execute("UPDATE delivery_day_sheet_line SET quantity = 9 WHERE sheet_id = %s", [sheet.id])
        self.env.invalidate_all()
        self.assertFalse(sheet.is_intact)

    def test_lines_are_written_by_nobody(self):
        day = self._day(-1)
        self._shipped(on=day)
        line = self._sheet(day).line_ids
        for user in (self.users["clerk"], self.users["supervisor"], self.env.user):
            with self.subTest(user=user.name):
                with self.assertRefused(AccessError):
                    line.with_user(user).write({"quantity": 1.0})
                with self.assertRefused(AccessError):
                    line.with_user(user).unlink()
                with self.assertRefused(AccessError):
                    line.with_user(user).copy()

    def test_a_sheet_that_does_not_tie_is_not_signed(self):
        day = self._day(-1)
        picking = self._shipped(on=day)
        sheet = self._sheet(day)
        # a quantity the detailed operations do not know: somebody changed the database
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move SET quantity = 11 WHERE id = %s", [picking.move_ids.id])
        self.env.invalidate_all()
        sheet.action_refresh()
        self.assertEqual(sheet.tie_difference, 1.0)
        self.assertBlockedBy(sheet, ["not_tied"])
        with self.assertRefused(UserError, "differ from those of the transfers"):
            sheet.action_sign()

    def assertBlockedBy(self, sheet, codes):
        blockers = sheet._get_move_blockers("signed")[sheet.id]
        self.assertEqual([blocker.code for blocker in blockers], codes)

    def test_once_signed_time_zone_and_first_day_stay(self):
        self._signed_sheet(self._day(-1))
        with self.assertRefused(ValidationError, "time zone"):
            self.company.delivery_tz = "UTC"
            self.env.flush_all()
        with self.assertRefused(ValidationError, "first day"):
            self.company.delivery_sheet_since = self._day(-3)
            self.env.flush_all()
        self.company.delivery_sheet_hour = 18.0

    def test_there_is_one_sheet_per_company_and_day(self):
        self._sheet(self._day(-1))
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self._sheet(self._day(-1))
        self.assertIn("delivery_day_sheet_date_uniq", str(caught.exception))
