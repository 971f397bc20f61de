"""Price sheets: approved by somebody else, immutable, in force by their dates, brought to the price list."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestApproval(PriceCommon):
    def test_who_decides_depends_on_the_largest_change(self):
        for price, role in ((102.0, "sales_manager"), (98.0, "sales_manager"), (110.0, "general_manager")):
            sheet = self._create_sheet({self.product: (price, price * 0.9)})
            self.assertEqual(sheet.approval_group_id, self.env.ref(f"backoffice_base.group_{role}"), price)

    def test_a_wider_band_a_lower_floor_and_a_new_product_are_changes_too(self):
        new = self._create_product("New paper")
        for prices, values in (
            ({self.product: (100.0, 90.0)}, {"band_down": 0.5}),
            ({self.product: (100.0, 50.0)}, {}),
            ({new: 10.0}, {}),
        ):
            sheet = self._create_sheet(prices, **values)
            self.assertGreater(sheet.change_ratio, 0.03)

    def test_the_requester_does_not_decide(self):
        sheet = self._create_sheet({self.product: (101.0, 90.0)}, by="sales_manager")
        with self.assertRaises(UserError):
            sheet.with_user(self.users["sales_manager"]).action_approve()
        sheet.with_user(self.users["deputy"]).action_approve()
        self.assertEqual(sheet.state, "approved")

    def test_an_approved_sheet_is_immutable(self):
        sheet, line = self.sheet, self.sheet.line_ids
        for record, values in (
            (sheet, {"valid_to": "2099-01-01"}),
            (sheet, {"pricelist_id": self._create_pricelist("x").id}),
            (sheet, {"line_ids": [Command.update(line.id, {"price": 1.0})]}),
            (sheet, {"band_down": 0.9}),
            (line, {"price": 1.0}),
            (line, {"floor_price": 0.0}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                record.sudo().write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.copy({"sheet_id": sheet.id, "min_quantity": 5})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            sheet.write({"in_force_to": fields.Datetime.now()})
        self.assertTrue(sheet.approval_valid)

    def test_incomplete_sheets_are_not_submitted(self):
        empty = self._create_sheet({}, submit=False)
        late = self._create_sheet(
            {self.product: 1.0},
            submit=False,
            valid_from=self.today - timedelta(days=9),
            valid_to=self.today - timedelta(days=1),
        )
        for sheet, code in ((empty, "no_line"), (late, "too_late")):
            codes = [item.code for item in sheet._get_move_blockers("submitted")[sheet.id]]
            self.assertIn(code, codes)

    def test_bad_lines_are_refused(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        for error, lines in (
            (CheckViolation, [{"price": 0.0}]),
            (CheckViolation, [{"price": 5.0, "floor_price": 6.0}]),
            (ValidationError, [{"price": 5.0}, {"price": 6.0}]),
            (ValidationError, [{"price": 5.0, "product_uom_id": kilogram.id}]),
        ):
            with self.assertRaises(error), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._create_sheet({self.product: lines}, submit=False)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._create_sheet(
                {
                    self.product: [
                        {"price": 5.0, "min_quantity": 12},
                        {
                            "price": 6.0,
                            "min_quantity": 1,
                            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
                        },
                    ]
                },
                submit=False,
            )


@tagged("post_install", "-at_install")
class TestInForce(PriceCommon):
    def _price(self, moment=None, quantity=1.0):
        """The list price of a confirmed order of ``moment``, or of a quotation now."""
        order = self._quote(quantity=quantity)
        if moment:
            order.sudo().write({"price_confirmed_on": moment})
            self.env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = %s", [order.id])
            order.invalidate_recordset()
        return order.order_line._get_prices_in_force()[order.order_line].price

    def test_the_later_approval_counts_and_history_stays(self):
        before = fields.Datetime.now() - timedelta(seconds=30)
        self._approved_sheet({self.product: 110.0}, ago=timedelta(seconds=5))
        self.assertEqual(self._price(), 110.0)
        self.assertEqual(self._price(before), 100.0)

    def test_a_back_dated_sheet_does_not_rewrite_what_was_in_force(self):
        before = fields.Datetime.now() - timedelta(seconds=30)
        self._approved_sheet(
            {self.product: 110.0}, ago=timedelta(0), valid_from=self.today - timedelta(days=400)
        )
        self.assertEqual(self._price(), 110.0)
        self.assertEqual(self._price(before), 100.0)

    def test_before_the_first_sheet_nothing_was_in_force(self):
        self.assertIsNone(self._price(fields.Datetime.now() - timedelta(days=1)))

    def test_a_sheet_for_later_and_one_that_ends(self):
        first, last = self.today + timedelta(days=10), self.today + timedelta(days=20)
        self._approved_sheet({self.product: 120.0}, valid_from=first, valid_to=last)
        self.assertEqual(self._price(), 100.0)
        for day, price in ((9, 100.0), (11, 120.0), (20, 120.0), (21, 100.0)):
            moment = fields.Datetime.to_datetime(self.today) + timedelta(days=day, hours=12)
            self.assertEqual(self._price(moment), price, day)

    def test_a_sheet_counts_from_midnight_where_the_company_is(self):
        self.company.partner_id.tz = "Asia/Taipei"
        day = self.today + timedelta(days=3)
        sheet = self._approved_sheet({self.product: 120.0}, valid_from=day, valid_to=day)
        start = fields.Datetime.to_datetime(day) - timedelta(hours=8)
        self.assertEqual(sheet.in_force_from, start)
        self.assertEqual(sheet.in_force_to, start + timedelta(days=1))

    def test_a_revoked_sheet_ends_and_the_one_before_counts_again(self):
        sheet = self._approved_sheet({self.product: 110.0}, ago=timedelta(seconds=20))
        during = fields.Datetime.now() - timedelta(seconds=10)
        sheet.with_user(self.users["general_manager"]).action_revoke("A mistake")
        with freeze_time(fields.Datetime.now() + timedelta(seconds=5)):
            self.assertEqual(self._price(), 100.0)
        self.assertEqual(self._price(during), 110.0)

    def test_a_later_sheet_replaces_the_quantity_breaks_it_covers(self):
        self._approved_sheet(
            {self.product: [{"price": 100.0}, {"price": 80.0, "min_quantity": 50}]},
            ago=timedelta(seconds=40),
        )
        self.assertEqual((self._price(quantity=49), self._price(quantity=50)), (100.0, 80.0))
        self._approved_sheet({self.product: 110.0}, ago=timedelta(seconds=20))
        self.assertEqual((self._price(quantity=49), self._price(quantity=50)), (110.0, 110.0))
        self._approved_sheet({self.product: [{"price": 90.0, "min_quantity": 70}]}, ago=timedelta(seconds=5))
        self.assertEqual((self._price(quantity=69), self._price(quantity=70)), (110.0, 90.0))

    def test_shown_in_words_and_found_by_it(self):
        sheets = self.sheet
        self.assertEqual(self.sheet.timing, "in_force")
        sheets |= self._approved_sheet({self.product: 110.0}, ago=timedelta(seconds=5))
        sheets |= self._approved_sheet({self.product: 120.0}, valid_from=self.today + timedelta(days=9))
        sheets |= self._create_sheet({self.product: 130.0})
        self.env.invalidate_all()
        self.assertEqual(sheets.mapped("timing"), ["superseded", "in_force", "future", "none"])
        for sheet, timing in zip(sheets, sheets.mapped("timing"), strict=True):
            found = self.env["sale.price.sheet"].search([("timing", "=", timing), ("id", "in", sheets.ids)])
            self.assertEqual(found, sheet, timing)

    def test_compared_with_the_prices_before(self):
        new = self._create_product("New paper")
        sheet = self._approved_sheet({self.product: 110.0, new: 5.0}, ago=timedelta(seconds=5))
        self.assertEqual(sheet.line_ids.mapped("previous_price"), [100.0, 0.0])
        self.assertAlmostEqual(sheet.line_ids[0].change, 0.1)
        self.assertEqual(sheet.line_ids[0].previous_source, self.sheet.name)
