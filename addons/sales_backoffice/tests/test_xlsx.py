"""Customers by available credit as a spreadsheet, and the slip of a release."""

import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import CreditCommon

HEADER_ROW = 4
REPORT = "sales_backoffice.credit_exposure"


@tagged("post_install", "-at_install")
class TestCreditExposureXlsx(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_invoice(40_000.0)
        cls.second = cls._create_customer("Harbour Labels")
        cls._create_profile(cls.second, base_limit=50_000.0)

    def _sheet(self, profiles, user="accountant", **context):
        """Return the sheet of some profiles as ``user`` reads it."""
        report = self.env["ir.actions.report"].with_user(self.users[user]).with_context(**context)
        content, kind = report._render_xlsx(REPORT, profiles.ids, {})
        self.assertEqual(kind, "xlsx")
        return load_workbook(io.BytesIO(content)).active

    def _table(self, sheet):
        """Return the rows below the heading as ``{header: value}``."""
        rows = list(sheet.iter_rows(min_row=HEADER_ROW, values_only=True))
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def test_the_cells_hold_numbers(self):
        row = self._table(self._sheet(self.profile))[0]
        self.assertEqual(row["Holder"], "Rising Sun Printing")
        self.assertEqual(row["Credit Status"], "Within Limit")
        self.assertEqual(
            (row["Limit Today"], row["A Receivable"], row["Available"]), (100_000, 40_000, 60_000)
        )
        self.assertAlmostEqual(row["Used"], 0.4)

    def test_the_customers_are_added_up(self):
        profiles = self.profile + self.second.credit_profile_ids
        sheet = self._sheet(profiles)
        total = self._table(sheet)[-1]
        self.assertEqual(total["Holder"], "Total")
        self.assertEqual(total["Limit Today"], "=SUBTOTAL(9,F5:F6)")

    def test_a_ceiling_is_not_added_to_its_members(self):
        group = self.env["credit.group"].create({"name": "Sunrise Group"})
        ceiling = self._create_profile(group_id=group.id)
        table = self._table(self._sheet(self.profile + ceiling))
        self.assertEqual([row["Kind"] for row in table], ["Customer", "Group Ceiling"])

    def test_the_button_exports_the_filtered_rows(self):
        exposures = self.env["credit.exposure"].with_context(
            active_domain=[("profile_id", "=", self.profile.id)]
        )
        action = exposures.action_export_xlsx()
        self.assertEqual(action["report_name"], REPORT)
        self.assertEqual(action["context"]["active_ids"], self.profile.ids)

    def test_the_button_exports_the_selected_rows(self):
        chosen = self.env["credit.exposure"].browse(self.second.credit_profile_ids.ids)
        self.assertEqual(chosen.action_export_xlsx()["context"]["active_ids"], chosen.ids)

    def test_the_sheet_speaks_the_language_of_the_reader(self):
        headers = [cell.value for cell in self._sheet(self.profile, lang="zh_TW")[HEADER_ROW]]
        self.assertIn("可用額度", headers)

    def test_a_salesperson_cannot_export_the_customers_of_others(self):
        with self.assertRaises(AccessError):
            self._sheet(self.profile, user="other_seller")


@tagged("post_install", "-at_install")
class TestCreditReleaseSlip(CreditCommon):
    REPORT = "sales_backoffice.report_credit_release"

    def test_the_slip_names_the_figures_and_the_decision(self):
        release = self._approved_release(order=self._create_order(108_000.0), decider="sales_manager")
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        html = reports._render_qweb_html(self.REPORT, release.ids)[0].decode()
        for words in (release.name, "Rising Sun Printing", "8,000.00", "8.0", "Sales Manager", "Clerk"):
            self.assertIn(words, html)

    def test_several_slips_print_at_once_with_page_numbers(self):
        releases = self._create_release(order=self._create_order(108_000.0)) + self._create_release(
            order=self._create_order(109_000.0)
        )
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(self.REPORT, releases.ids)
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))
        pages = PdfFileReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 2)
        self.assertIn("1 / 1", pages[0].extract_text())
