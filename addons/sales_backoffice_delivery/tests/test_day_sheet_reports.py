"""The daily sheet on paper and as a spreadsheet."""

import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import DeliveryCommon

HEADER_ROW = 4
XLSX = "sales_backoffice_delivery.day_sheet_xlsx"
PDF = "sales_backoffice_delivery.report_day_sheet"


@tagged("post_install", "-at_install")
class TestDaySheetReports(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = cls._day(-3)
        picking = cls._picking([(10.0, 100.0), (3.0, 50.0)])
        picking.vehicle_plate = "苏E12345"
        cls._validate(picking, on=day)
        cls.sheet = cls._signed_sheet(day)
        picking.move_ids[0].move_line_ids.quantity = 8.0
        cls._shipped(on=cls._day(-2))
        cls.later = cls._sheet(cls._day(-2))

    def _workbook(self, sheets, role="clerk"):
        report = self.env["ir.actions.report"].with_user(self.users[role])
        content, kind = report._render_xlsx(XLSX, sheets.ids, {})
        self.assertEqual(kind, "xlsx")
        return load_workbook(io.BytesIO(content))

    def _table(self, sheet):
        rows = list(sheet.iter_rows(min_row=HEADER_ROW, values_only=True))
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def test_the_spreadsheet_has_the_lines_and_the_totals(self):
        book = self._workbook(self.sheet | self.later)
        self.assertEqual(
            book.sheetnames,
            ["Daily Sheet of Shipped Goods", "By Product", "By Customer", "By Salesperson"],
        )
        lines = self._table(book.worksheets[0])
        self.assertEqual([row["Quantity"] for row in lines[:-1]], [10, 3, 10, -2])
        self.assertEqual([row["Kind"] for row in lines[:-1]], ["Shipped"] * 3 + ["Adjustment"])
        self.assertEqual(lines[0]["Plate"], "苏E12345")
        self.assertEqual(lines[0]["Amount with Tax"], 1130)
        total = sum(row["Amount with Tax"] for row in lines[:-1])
        for sheet in book.worksheets[1:]:
            rows = self._table(sheet)
            self.assertAlmostEqual(sum(row["Amount with Tax"] for row in rows[:-1]), total, 2)

    def test_the_button_exports_what_is_selected(self):
        action = self.later.with_user(self.users["clerk"]).action_export_xlsx()
        self.assertEqual(action["context"]["active_ids"], self.later.ids)

    def test_who_may_not_read_the_sheet_gets_no_spreadsheet(self):
        with self.assertRefused(AccessError):
            self._workbook(self.sheet, "seller")

    def _text(self, sheets):
        report = self.env["ir.actions.report"].with_user(self.users["clerk"])
        report = report.with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = report._render_qweb_pdf(PDF, sheets.ids)
        pages = PdfFileReader(io.BytesIO(content)).pages
        return pages, "\n".join(page.extract_text() for page in pages).replace("\t", " ")

    def test_the_paper_is_landscape_and_says_everything(self):
        pages, text = self._text(self.sheet)
        box = pages[0].mediabox
        self.assertGreater(float(box.width), float(box.height))
        for words in ("Rising Sun Printing", "1 / ", "Difference"):
            self.assertIn(words, text)

    def test_adjustments_stand_apart(self):
        html = self.env["ir.actions.report"]._render_qweb_html(PDF, self.later.ids)[0].decode()
        self.assertIn("Adjustments of Days Signed Before", html)
        self.assertIn("Quantity Changed", html)

    def test_several_sheets_print_at_once(self):
        pages, _text = self._text(self.sheet | self.later)
        self.assertGreaterEqual(len(pages), 2)
