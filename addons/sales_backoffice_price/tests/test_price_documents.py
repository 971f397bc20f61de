"""Printed price lists and spreadsheets."""

import io

import openpyxl

from odoo.tests import tagged

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestDocuments(PriceCommon):
    def _workbook(self, name, sheets, user="supervisor"):
        report = self.env[f"report.sales_backoffice_price.{name}"].with_user(self.users[user])
        report = report.with_context(active_model="sale.price.sheet")
        content, _kind = report.create_xlsx_report(sheets.ids, {})
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def test_the_customers_list_has_no_floor(self):
        table = self._workbook("price_sheet", self.sheet)
        headers = [cell.value for cell in table[4]]
        self.assertNotIn("Floor Price", headers)
        row = {header: cell.value for header, cell in zip(headers, table[5], strict=True)}
        self.assertEqual((row["List Price"], row["Product"]), (100.0, "Offset paper 80 g"))

    def test_the_comparison_for_the_house(self):
        sheet = self._create_sheet({self.product: (110.0, 95.0)})
        table = self._workbook("price_comparison", sheet)
        headers = [cell.value for cell in table[4]]
        row = {header: cell.value for header, cell in zip(headers, table[5], strict=True)}
        self.assertEqual((row["Price Before"], row["Floor Price"]), (100.0, 95.0))
        self.assertAlmostEqual(row["Change"], 0.1)

    def test_the_comparison_without_the_right_has_no_floor(self):
        table = self._workbook("price_comparison", self.sheet, user="clerk")
        self.assertNotIn("Floor Price", [cell.value for cell in table[4]])

    def test_the_printed_list(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sales_backoffice_price.report_price_sheet", self.sheet.ids
        )
        text = html.decode()
        for word in ("Price List", self.sheet.name, "Offset paper 80 g", "100.00"):
            self.assertIn(word, text)
        self.assertNotIn("90.00", text)

    def test_the_printed_slip(self):
        release = self._request(self._quote(89.0))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sales_backoffice_price.report_price_release", release.ids
        )
        text = html.decode()
        for word in ("Special Price Slip", release.name, "89.00", "-11.0 %"):
            self.assertIn(word, text)
        self.assertNotIn("90.00", text)
