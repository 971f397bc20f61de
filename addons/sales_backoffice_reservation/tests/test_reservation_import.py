"""Issued invoices from the tax platform: what matches, what does not, and nothing by half."""

import base64
import io
from datetime import date, timedelta

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TITLE, ReservationCommon

HEADERS = ("发票号码", "发票代码", "开票日期", "购买方名称", "购买方识别号", "价税合计")


class ImportCommon(ReservationCommon):
    """Builds the file of the tax platform and previews it as the accountant."""

    def _file(self, *rows, headers=HEADERS, above=()):
        workbook = Workbook()
        for row in (*above, headers, *rows):
            workbook.active.append(row)
        return self._encode(workbook)

    def _row(self, amount, number=None, code=None, day=None, buyer=TITLE["name"], vat=TITLE["vat"]):
        return [number or self._number(), code, day or date.today(), buyer, vat, amount]

    def _wizard(self, *rows, user="accountant", **options):
        content = options.pop("content", None) or self._file(*rows, **options)
        return (
            self.env["invoice.import"]
            .with_user(self.users[user])
            .create({"file": content, "file_name": "x.xlsx"})
        )

    def _results(self, wizard):
        wizard.action_preview()
        return wizard.line_ids.sorted("row").mapped("result")

    def _encode(self, workbook):
        stream = io.BytesIO()
        workbook.save(stream)
        return base64.b64encode(stream.getvalue())


@tagged("post_install", "-at_install")
class TestImport(ImportCommon):
    def test_the_preview_says_what_will_happen_and_writes_nothing(self):
        move = self._issued(self._delivered(10)).move_id
        wizard = self._wizard(
            self._row(1_000),
            self._row(999),
            self._row(1_000, buyer="Nobody", vat=None),
            self._row(1_000, number="123"),
        )
        self.assertEqual(self._results(wizard), ["match", "no_amount", "no_buyer", "number_length"])
        self.assertRecordValues(wizard, [{"good_count": 1, "bad_count": 3, "known_count": 0}])
        self.assertFalse(move.tax_invoice_number)

    def test_nothing_is_written_while_a_row_is_bad_unless_accepted(self):
        move = self._issued(self._delivered(10)).move_id
        number = self._number()
        wizard = self._wizard(self._row(1_000, number), self._row(999))
        with self.assertRefused(UserError, "Nothing was imported: 1 rows"):
            wizard.action_import()
        self.assertFalse(move.tax_invoice_number)
        wizard.accept_good = True
        wizard.action_import()
        self.assertRecordValues(move, [{"tax_invoice_number": number, "tax_invoice_date": date.today()}])

    def test_the_same_file_again_changes_nothing(self):
        first, second = (self._issued(self._delivered(10)).move_id for _count in range(2))
        content = self._file(self._row(1_000, day=date.today() + timedelta(days=1), number=self._number()))
        self.assertEqual(self._results(self._wizard(content=content)), ["several"])
        second.button_draft()
        second.invoice_date = date.today() + timedelta(days=1)
        second.action_post()
        self._wizard(content=content).action_import()
        self.assertEqual((bool(first.tax_invoice_number), bool(second.tax_invoice_number)), (False, True))
        before = second.tax_invoice_number
        again = self._wizard(content=content)
        self.assertEqual(self._results(again), ["known"])
        again.action_import()
        self.assertEqual((first.tax_invoice_number, second.tax_invoice_number), (False, before))

    def test_a_number_twice_and_a_number_used_elsewhere(self):
        move = self._issued(self._delivered(10)).move_id
        move.tax_invoice_number = used = self._number()
        number = self._number()
        self._issued(self._delivered(5))
        wizard = self._wizard(self._row(500, number), self._row(500, number), self._row(77, used))
        self.assertEqual(self._results(wizard), ["match", "duplicate", "number_used"])

    def test_paper_invoices_and_red_letters(self):
        document = self._issued(self._delivered(10))
        refund = self._red_letter(document.move_id)
        rows = self._row(1_000, "12345678", "3200123456"), self._row(-1_000, "12345679", "3200123456")
        wizard = self._wizard(*rows, above=(["List of invoices"], []))
        self.assertEqual(self._results(wizard), ["match", "match"])
        wizard.action_import()
        self.assertEqual(refund.tax_invoice_display, "3200123456 12345679")
        self.assertIn("12345679", document.tax_invoice_chain)

    def test_bad_files_give_one_sentence(self):
        for content, words in (
            (base64.b64encode(b"PK\x03\x04 not a workbook"), "cannot be read"),
            (base64.b64encode(b"number;date"), "cannot be read"),
            (self._file(headers=["Colour", "Size"]), "no column for"),
            (self._file(headers=HEADERS[:3]), "total amount"),
            (self._file(), "no invoice below"),
        ):
            with self.assertRefused(UserError, words):
                self._wizard(content=content).action_preview()

    def test_cells_of_any_kind_are_read(self):
        self._issued(self._delivered(10))
        rows = [
            self._row("¥1,000.00", day="2026/01/31"),
            self._row(None),
            self._row("=1+1"),
            self._row(1_000, day="soon"),
            self._row(1_000, buyer=None),
            [None] * 6,
        ]
        self.assertEqual(self._results(self._wizard(*rows)), ["match", "amount", "amount", "date", "buyer"])

    def test_a_number_stored_as_a_figure_has_lost_its_digits(self):
        self._issued(self._delivered(10))
        rows = [self._row(1_000, 26312000000001234501), self._row(1_000, "12345678", 3200123456)]
        wizard = self._wizard(*rows)
        self.assertEqual(self._results(wizard), ["digits_lost", "match"])
        self.assertEqual(wizard.line_ids.sorted("row")[0].buyer, TITLE["name"])

    def test_dates_as_text_merged_cells_formulas_and_duplicate_rows(self):
        self._issued(self._delivered(10))
        number = self._number()
        workbook = Workbook()
        sheet = workbook.active
        sheet.append(["某公司 2026 年 11 月开票清单"])
        sheet.merge_cells("A1:F1")
        sheet.append(HEADERS)
        for _count in range(2):
            sheet.append([number, None, "2026年11月25日", TITLE["name"], TITLE["vat"], 1_000])
        sheet.append([self._number(), None, "2026-11-25 10:20", TITLE["name"], TITLE["vat"], "=SUM(F3:F4)"])
        sheet.append([self._number(), None, "25.11.", TITLE["name"], TITLE["vat"], 5])
        sheet.append([self._number(), None, date.today(), None, TITLE["vat"], 5])
        sheet.merge_cells("D6:D7")
        results = self._results(self._wizard(content=self._encode(workbook)))
        self.assertEqual(results, ["match", "duplicate", "amount", "date", "buyer"])

    def test_the_sheet_with_the_list_is_found_wherever_it_is(self):
        self._issued(self._delivered(10))
        workbook = Workbook()
        workbook.active.append(["说明"])
        workbook.create_sheet("empty")
        sheet = workbook.create_sheet("list")
        for row in (HEADERS, self._row(1_000)):
            sheet.append(row)
        self.assertEqual(self._results(self._wizard(content=self._encode(workbook))), ["match"])

    def test_a_number_on_a_cancelled_invoice_is_named_before_anything_is_written(self):
        document = self._approved(self._delivered(10))
        draft = self._issue(document)
        draft.tax_invoice_number = number = self._number()
        draft.button_cancel()
        self._issue(document, post=True)
        wizard = self._wizard(self._row(1_000, number))
        self.assertEqual(self._results(wizard), ["number_used"])
        with self.assertRefused(UserError, "Nothing was imported"):
            wizard.action_import()

    def test_ten_thousand_rows_are_read_and_too_many_refused(self):
        move = self._issued(self._delivered(10)).move_id
        rows = [self._row(5_000_000 + line, f"9{line:019}") for line in range(10_000)]
        wizard = self._wizard(*rows, self._row(1_000))
        results = self._results(wizard)
        self.assertEqual((len(results), results[-1]), (10_001, "match"))
        wizard.accept_good = True
        wizard.action_import()
        self.assertTrue(move.tax_invoice_number)
        with self.assertRefused(UserError, "more than 20,000 rows"):
            self._wizard(content=self._file(*[["x"]] * 20_001)).action_preview()

    def test_only_who_issues_imports(self):
        for user in ("clerk", "seller", "auditor"):
            with self.assertRaises(AccessError):
                self._wizard(self._row(1), user=user)
