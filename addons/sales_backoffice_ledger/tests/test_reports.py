"""Periods, spreadsheets and printed pages."""

import io

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import LedgerCommon

HEADER_ROW = 4


@tagged("post_install", "-at_install")
class TestLedgerReports(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls._create_order(1_000.0)
        order.action_confirm()
        order.date_order = cls._day(80)
        cls._deliver(order, on=cls._day(70))
        cls._invoice(order, on=cls._day(60))
        cls._open_invoice(500.0, on=cls._day(5))

    def _table(self, rows, report, user="accountant", **context):
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(self.users[user]).with_context(**context)
        content, kind = reports._render_xlsx(f"sales_backoffice_ledger.{report}", rows.ids, {})
        self.assertEqual(kind, "xlsx")
        lines = list(
            load_workbook(io.BytesIO(content)).active.iter_rows(min_row=HEADER_ROW, values_only=True)
        )
        return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]

    def _period(self, user="accountant", **values):
        values = {"date_from": self._day(65), "date_to": self._day(0)} | values
        return self.env["sales.ledger.period"].with_user(self.users[user]).create(values)

    def test_the_detailed_ledger_as_a_spreadsheet(self):
        context = {"ledger_from": self._day(65)}
        table = self._table(self._entries(**context), "ledger_entry", **context)
        self.assertEqual(
            [row["Kind"] for row in table[:-1]],
            ["Opening Balance", "Invoice", "Invoice", "Priced by Invoice"],
        )
        self.assertEqual((table[0]["Not Invoiced"], table[2]["Receivable"]), (1_000, 1_500))
        self.assertTrue(table[-1]["Invoiced"].startswith("=SUBTOTAL"))

    def test_the_general_ledger_as_a_spreadsheet(self):
        table = self._table(self._read("sales.ledger.balance"), "ledger_balance")
        self.assertEqual(table[0]["Closing: Receivable"], 1_500)
        self.assertIsNone(table[-1]["Closing: Receivable"], "closings of several months do not add up")

    def test_the_tie_out_as_a_spreadsheet(self):
        rows = self._tieout([("partner_id", "=", self.partner.id)])
        table = self._table(rows, "ledger_tieout")
        self.assertEqual(
            (table[0]["General Ledger"], table[0]["Unexplained"], table[0]["Tie-Out"]), (1_500, 0, "Tied")
        )

    def test_receivables_as_a_spreadsheet(self):
        table = self._table(self._receivables(), "receivable_line")
        self.assertEqual([row["Open Amount"] for row in table[:-1]], [1_000, 500])
        self.assertEqual(table[0]["Ageing"], "1-30 Days")

    def test_the_period_reaches_the_spreadsheet(self):
        action = self._period(ledger="entry").action_export_xlsx()
        self.assertEqual(action["context"]["ledger_from"], self._day(65))
        self.assertEqual(action["report_name"], "sales_backoffice_ledger.ledger_entry")

    def test_the_period_opens_every_ledger(self):
        for ledger in ("entry", "balance", "tieout", "receivable"):
            with self.subTest(ledger=ledger):
                action = self._period(ledger=ledger, date_to=self._day(1)).action_open()
                rows = (
                    self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
                )
                self.assertTrue(rows)

    def test_an_empty_period_says_so(self):
        period = self._period(date_from=self._day(900), date_to=self._day(800))
        with self.assertRaises(UserError):
            period.action_export_xlsx()

    def test_a_period_that_ends_before_it_begins(self):
        with self.assertRaises(UserError):
            self._period(date_from=self._day(0), date_to=self._day(10))

    def test_the_printed_ledger(self):
        period = self._period(partner_ids=[Command.set(self.partner.ids)])
        self.assertEqual(
            period.action_print()["report_name"], "sales_backoffice_ledger.report_ledger_statement"
        )
        reports = (
            self.env["ir.actions.report"]
            .with_user(self.users["accountant"])
            .with_context(force_report_rendering=True)
        )
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(
                "sales_backoffice_ledger.report_ledger_statement", period.ids
            )
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))
        page = PdfFileReader(io.BytesIO(content)).pages[0]
        self.assertGreater(page.mediabox.width, page.mediabox.height)
        text = page.extract_text().replace("\t", " ")
        for words in ("Rising Sun Printing", "Opening Balance", "1,500.00", "1 / 1"):
            self.assertIn(words, text)

    def test_printing_asks_whose_ledger(self):
        with self.assertRaises(UserError):
            self._period().action_print()

    def test_the_printed_tie_out(self):
        rows = self._tieout([("partner_id", "=", self.partner.id)])
        action = rows.action_print()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.users["accountant"])
            ._render_qweb_html("sales_backoffice_ledger.report_ledger_tieout", [], data=action["data"])[0]
            .decode()
        )
        for words in ("Rising Sun Printing", "1,500.00", "Tied", "Prepared by"):
            self.assertIn(words, html)

    def test_the_pages_of_the_tie_out_are_numbered(self):
        reports = (
            self.env["ir.actions.report"]
            .with_user(self.users["accountant"])
            .with_context(force_report_rendering=True)
        )
        data = self._tieout([("partner_id", "=", self.partner.id)]).action_print()["data"]
        with self.allow_pdf_render():
            content, _kind = reports._render_qweb_pdf(
                "sales_backoffice_ledger.report_ledger_tieout", [], data=data
            )
        self.assertIn("1 / 1", PdfFileReader(io.BytesIO(content)).pages[0].extract_text())

    def test_the_general_ledger_leads_to_its_month(self):
        row = self._read("sales.ledger.balance", [("invoiced", "!=", 0)])[:1]
        action = row.action_open_entries()
        self.env.invalidate_all()
        entries = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        self.assertEqual(sum(entries.mapped("invoiced")), 500)
