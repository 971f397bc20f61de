"""The spreadsheet table, read back: numbers are numbers, texts are texts."""

from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.backoffice_base.tests.common import BackofficeCommon

REPORT = "test_backoffice_base.partners"


@tagged("post_install", "-at_install")
class TestXlsxTable(BackofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        country = cls.env.ref("base.tw")
        names = ["=1+1", "+SUM(A1)", "-2", "@cmd", "https://example.com/x"]
        cls.partners = cls.env["res.partner"].create(
            [{"name": name, "country_id": country.id, "color": number} for number, name in enumerate(names)]
        )

    def _get_sheet(self, partners=None, user=None, cached=False, **context):
        reports = self.env["ir.actions.report"].with_user(user or self.env.user).with_context(**context)
        content, kind = reports._render_xlsx(
            REPORT, (self.partners if partners is None else partners).ids, {}
        )
        self.assertEqual(kind, "xlsx")
        return load_workbook(BytesIO(content), data_only=cached).worksheets[0]

    def _get_column(self, sheet, header):
        position = [cell.value for cell in sheet[4]].index(header)
        return [row[position] for row in sheet.iter_rows(min_row=5, max_row=sheet.max_row)]

    def test_text_is_never_a_formula_or_a_link(self):
        cells = self._get_column(self._get_sheet(), "Partner")[:-1]
        self.assertEqual([cell.value for cell in cells], self.partners.mapped("name"))
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertFalse(any(cell.hyperlink for cell in cells))

    def test_numbers_and_dates_are_real(self):
        sheet = self._get_sheet()
        balances = self._get_column(sheet, "Balance")
        self.assertEqual([cell.value for cell in balances[:-1]], [0, 1000.5, 2001, 3001.5, 4002])
        self.assertIsInstance(self._get_column(sheet, "Since")[0].value, datetime)
        self.assertEqual(self._get_column(sheet, "Share")[0].value, 0.25)
        self.assertEqual(self._get_column(sheet, "Country")[0].value, "Taiwan")
        self.assertIsNone(self._get_column(sheet, "Remark")[0].value)

    def test_totals_follow_the_filter_and_carry_their_value(self):
        sheet = self._get_sheet()
        sums = [("Balance", "=SUBTOTAL(9,E5:E9)"), ("Quantity", "=SUBTOTAL(9,G5:G9)"), ("Share", None)]
        for header, total in sums:
            self.assertEqual(self._get_column(sheet, header)[-1].value, total)
        self.assertEqual(self._get_column(self._get_sheet(cached=True), "Balance")[-1].value, 10005)

    def test_money_follows_the_decimals_of_its_currency(self):
        self.assertEqual(self._get_column(self._get_sheet(), "Balance")[0].number_format, "#,##0.00")
        yen = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "JPY")])
        company = self._create_company()
        company.currency_id = yen
        self.env.user.company_ids += company
        sheet = self._get_sheet(allowed_company_ids=company.ids)
        self.assertEqual(self._get_column(sheet, "Balance")[0].number_format, "#,##0")

    def test_a_column_of_several_currencies_has_no_total(self):
        yen = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "JPY")])
        company = self._create_company()
        company.currency_id = yen
        self.partners[0].company_id = company
        self.partners[1].company_id = self.company
        foreign = self._get_column(self._get_sheet(self.partners[:2]), "Foreign")
        self.assertEqual([cell.number_format for cell in foreign[:2]], ["#,##0", "#,##0.00"])
        self.assertIsNone(foreign[2].value)

    @freeze_time("2026-03-31 23:30:00")
    def test_the_heading_says_whose_figures_these_are_in_local_time(self):
        sheet = self._get_sheet(tz="Asia/Taipei")
        self.assertEqual((sheet.title, sheet["A1"].value), ("Partners allsome", "Partners: all/some"))
        self.assertIn(f"{self.company.name}, printed on 2026-04-01 07:30", sheet["A2"].value)

    def test_the_page_is_ready_to_print(self):
        sheet = self._get_sheet()
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref), ("A5", "A4:J9"))
        self.assertEqual((sheet.page_setup.orientation, sheet.page_setup.paperSize), ("landscape", 9))
        self.assertEqual(sheet.print_title_rows, "$4:$4")
        self.assertTrue(sheet["A4"].font.bold)

    def test_an_empty_table_still_opens(self):
        sheet = self._get_sheet(self.partners.browse(), active_ids=[])
        self.assertEqual((sheet.max_row, sheet["A4"].value), (4, "Partner"))

    def test_a_reader_without_the_right_gets_nothing(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "xlsx_portal",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self._get_sheet(user=portal)
