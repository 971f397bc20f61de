"""What becomes known of a signed day goes to the next sheet, and every day gets its sheet."""

from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestAdjustments(DeliveryCommon):
    def setUp(self):
        super().setUp()
        self.day = self._day(-3)
        self.picking = self._shipped(on=self.day)
        self.sheet = self._signed_sheet(self.day)

    def assertAdjusted(self, *rows):
        """The next sheet adjusts the signed one by exactly these lines, and both tie."""
        later = self._sheet(self._day(-1))
        names = ("quantity", "amount_untaxed", "cause")
        adjustments = later.line_ids.filtered(lambda line: line.kind == "adjustment")
        self.assertRecordValues(adjustments, [dict(zip(names, row, strict=True)) for row in rows])
        self.assertEqual(adjustments.mapped("origin_sheet_id"), self.sheet)
        self.assertEqual(set(adjustments.mapped("ship_date")), {self.day})
        self.assertEqual(self.sheet.later_adjustment_ids, adjustments)
        self.sheet.invalidate_recordset()
        self.assertEqual((self.sheet.tie_difference, later.tie_difference), (0.0, 0.0))
        self.assertEqual(self.sheet.line_ids.mapped("quantity"), [10.0], "the signed sheet stays as it was")
        self.assertTrue(self.sheet.is_intact)
        return later

    def test_a_changed_quantity(self):
        self.picking.move_ids.move_line_ids.quantity = 8.0
        self.assertAdjusted((-2.0, -200.0, "quantity"))

    def test_a_transfer_moved_to_another_day(self):
        self._date(self.picking, self._day(-1))
        later = self.assertAdjusted((-10.0, -1000.0, "gone"))
        shipped = later.line_ids.filtered(lambda line: line.kind == "shipped")
        self.assertEqual(shipped.mapped("quantity"), [10.0])

    def test_a_transfer_dated_back(self):
        self._date(self._shipped(), self.day)
        self.assertAdjusted((10.0, 1000.0, "late"))

    def test_a_return_dated_back(self):
        self._date(self._return(self.picking, 4.0), self.day)
        self.assertAdjusted((-4.0, -400.0, "late"))

    def test_a_changed_price(self):
        self.picking.sale_id.order_line.price_unit = 110.0
        self.assertAdjusted((0.0, 100.0, "price"))

    def test_shipped_after_the_signature_of_the_same_day(self):
        today = self._signed_sheet(self._day())
        self._shipped()
        today.invalidate_recordset()
        self.assertEqual(today.tie_difference, 10.0, "pending until there is a next sheet")
        with freeze_time(self._now() + timedelta(days=1)):
            tomorrow = self._sheet(self._day())
        self.assertRecordValues(
            tomorrow.line_ids, [{"quantity": 10.0, "cause": "late", "origin_sheet_id": today.id}]
        )

    def test_what_is_adjusted_is_not_adjusted_again(self):
        self.picking.move_ids.move_line_ids.quantity = 8.0
        second = self._sheet(self._day(-2))
        second.action_sign()
        self.assertEqual(second.line_ids.mapped("quantity"), [-2.0])
        self.assertFalse(self._sheet(self._day(-1)).line_ids)

    def test_changed_back_it_is_adjusted_back(self):
        self.picking.move_ids.move_line_ids.quantity = 8.0
        self._sheet(self._day(-2)).action_sign()
        self.picking.move_ids.move_line_ids.quantity = 10.0
        self.assertEqual(self._sheet(self._day(-1)).line_ids.mapped("quantity"), [2.0])

    def test_a_change_goes_to_the_first_draft_after_it_and_to_no_other(self):
        drafts = self._sheet(self._day(-1)) | self._sheet(self._day(-2))
        self.picking.move_ids.move_line_ids.quantity = 8.0
        drafts.action_refresh()
        self.assertEqual(drafts.line_ids.sheet_id.date, self._day(-2))

    def test_a_weight_entered_later_is_no_change(self):
        self.product.weight = 30.0
        self.assertFalse(self._sheet(self._day(-1)).line_ids)

    def test_a_day_without_sheet_is_adjusted_without_reference(self):
        self._date(self._shipped(), self._day(-2))
        line = self._sheet(self._day(-1)).line_ids
        self.assertRecordValues(
            line, [{"ship_date": self._day(-2), "origin_sheet_id": False, "cause": "late"}]
        )


@tagged("post_install", "-at_install")
class TestPreparation(DeliveryCommon):
    def _prepare(self):
        return self.env["delivery.day.sheet"]._prepare(self.company)

    def test_every_working_day_gets_its_sheet_and_days_off_when_goods_were_shipped(self):
        self.company.delivery_sheet_since = "2026-03-02"  # a Monday
        saturday = "2026-03-07"
        picking = self._shipped()
        with freeze_time("2026-03-09 03:00:00"):
            self._prepare()
            sheets = self.env["delivery.day.sheet"].search([("company_id", "=", self.company.id)])
            self.assertEqual(
                sorted(f"{sheet.date:%m-%d}" for sheet in sheets),
                ["03-02", "03-03", "03-04", "03-05", "03-06", "03-09"],
            )
        self.assertTrue(picking)
        self.assertNotIn(saturday, sheets.mapped(lambda sheet: str(sheet.date)))

    def test_prepared_twice_is_prepared_once(self):
        self.company.delivery_sheet_since = self._day(-2)
        self._shipped(on=self._day(-1))
        first = self._prepare()
        lines = first.line_ids.mapped(lambda line: (line.move_id, line.quantity))
        self.assertEqual(self._prepare(), first)
        self.assertEqual(first.line_ids.mapped(lambda line: (line.move_id, line.quantity)), lines)

    def test_the_job_prepares_every_company(self):
        other = self.env["res.company"].create(
            {"name": "Second Trader", "delivery_tz": self.company.delivery_tz}
        )
        (self.company | other).delivery_sheet_since = self._day()
        with self.enter_registry_test_mode():
            self.env.ref("sales_backoffice_delivery.cron_prepare_sheets").method_direct_trigger()
        sheets = self.env["delivery.day.sheet"].search([("date", "=", self._day())])
        workday = self.env["backoffice.workday"]._is_working_day(self.company, self._day())
        self.assertEqual(sheets.company_id >= other, workday)

    def test_another_company_has_its_own_sheet(self):
        other = self.env["res.company"].create({"name": "Second Trader"})
        other.delivery_sheet_since = self._day(-5)
        self._shipped(on=self._day(-1))
        sheet = self.env["delivery.day.sheet"].create({"date": self._day(-1), "company_id": other.id})
        self.assertFalse(sheet.line_ids)
