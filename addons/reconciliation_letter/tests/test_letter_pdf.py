"""The printed letter: its words, figures and pages, with either build of wkhtmltopdf."""

import io
from datetime import date
from pathlib import Path
from unittest.mock import patch

from PIL import Image

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models import ir_actions_report

from .common import LetterCommon

REPORT = "reconciliation_letter.report_letter"


@tagged("post_install", "-at_install")
class TestLetterPdf(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_TW")
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company.write({"name": "Paper Trading Co", "phone": "02-2345-6789"})
        cls._invoice(1000, date(2026, 9, 5), due=date(2026, 9, 30))
        for day in range(1, 31):
            cls._invoice(100 + day, date(2026, 10, day))
        cls._pay(2345.5, date(2026, 10, 30))

    def _letter(self, lang="zh_TW", **values):
        values = {
            "name": f"AR-20261031-{lang}",
            "partner_name": "Rising Sun Printing",
            "lang": lang,
            **values,
        }
        letter = self._create_letter(reply_by=date(2026, 11, 30), **values)
        letter.action_review()
        return letter

    def _read(self, letters):
        """Return the text of every page of the printed letters."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf(REPORT, letters.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(io.BytesIO(content)).pages
        return ["".join(page.extract_text().split()) for page in pages]

    def test_a_letter_prints_words_figures_slip_and_page_numbers(self):
        pages = self._read(self._letter(demand=True))
        first, last = pages[0], pages[-1]
        total = 1000 + sum(100 + day for day in range(1, 31)) - 2345.5
        for text in (
            "PaperTradingCo",
            "往來帳項核對函",
            "RisingSunPrinting財務部",
            f"{total:,.2f}",
            "貳仟壹佰壹拾玖元伍角整",
            f"{self.company.currency_id.name} 2,119.50 已逾約定付款日",
            "02-2345-6789",
            "AR-20261031-zh_TW",
        ):
            self.assertIn("".join(text.split()), first)
        self.assertGreaterEqual(len(pages), 2)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"{number}/{len(pages)}", page)
        self.assertIn(f"{total:,.2f}", last)

    def test_the_language_is_the_partners_whoever_prints(self):
        clerk = self.clerk
        clerk.lang = "zh_TW"
        english = self._letter("en_US")
        text = "".join(self._read(english.with_user(clerk)))
        self.assertIn("StatementofAccountforConfirmation", text)
        self.assertIn("OpeningBalance", text)
        english.action_cancel()
        simplified = self._letter("zh_CN")
        text = "".join(self._read(simplified.with_user(clerk)))
        self.assertIn("往来账项核对函", text)
        self.assertIn("贰仟壹佰壹拾玖元伍角整", text)

    def test_several_letters_are_one_file_each_with_its_own_pages(self):
        self._invoice(70, date(2026, 10, 5), kind="payable")
        both = self._letter("en_US") + self._letter(
            "zh_CN", kind="payable", partner_name="Northern Mill", name="AP-20261031-0001"
        )
        for patched in (True, False):
            info = ir_actions_report._wkhtml()._replace(is_patched_qt=patched)
            with patch.object(ir_actions_report, "_wkhtml", lambda info=info: info):
                pages = self._read(both)
            mine = [page for page in pages if "AP-20261031-0001" in page]
            self.assertIn(f"1/{len(mine)}", mine[0])
            self.assertTrue(any("NorthernMill" in page for page in mine))

    def test_the_demand_is_printed_only_when_something_is_overdue(self):
        self._entry(50, date(2026, 10, 5), self.supplier, due=date(2026, 12, 1))
        letter = self._letter(partner=self.supplier, partner_name="Northern Mill", demand=True)
        self.assertFalse(letter._prints_demand())
        self.assertNotIn("已逾約定付款日", self._read(letter)[0])

    def test_the_code_on_the_paper_is_the_one_of_its_link(self):
        """Dot by dot the code that Odoo draws for the address, and not the one of another letter."""
        letter = self._letter()
        other = self._create_letter(
            self.supplier, kind="payable", lang="en_US", name="AP-1", partner_name="Mill"
        )
        other.action_review()
        [printed] = self._codes(letter)
        self.assertLess(self._apart(printed, letter._get_link()), 0.01)
        self.assertGreater(self._apart(printed, other._get_link()), 0.05)  # two links: 0.08 to 0.13
        self.assertIn(letter._get_link_path(), letter._get_link())
        self.assertEqual(self.env["reconciliation.letter"]._find_by_token(letter._get_token()), letter)

    def _draw(self, link):
        return Image.open(
            io.BytesIO(self.env["ir.actions.report"].barcode("QR", link, width=240, height=240))
        )

    def _dots(self, picture):
        return [
            value > 127 for value in picture.convert("L").resize((60, 60), Image.Resampling.NEAREST).tobytes()
        ]

    def _codes(self, letter):
        """Return the square pictures on the first page of the printed letter."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = report._render_qweb_pdf(REPORT, letter.ids)
        objects = PdfFileReader(io.BytesIO(content)).pages[0]["/Resources"]["/XObject"]
        pictures = []
        for found in map(objects.__getitem__, objects):
            found = found.get_object()
            size = found["/Width"], found["/Height"]
            if found["/Subtype"] == "/Image" and size == (240, 240):
                pictures.append(self._dots(self._picture(found, size)))
        return pictures

    def _picture(self, found, size):
        data = found.get_data()
        if found["/Filter"] == "/DCTDecode":
            return Image.open(io.BytesIO(data))
        return Image.frombytes("L" if len(data) == size[0] * size[1] else "RGB", size, data)

    def _apart(self, printed, link):
        """Return the share of dots in which two codes differ."""
        drawn = self._dots(self._draw(link))
        return sum(one != other for one, other in zip(printed, drawn, strict=True)) / len(drawn)

    def test_the_paper_is_a4_with_a_slip_in_three_languages(self):
        for lang, words in (
            ("zh_TW", ("回執", "請沿線裁下寄回", "期末餘額", "大寫", "☐相符", "☐不符", "經辦人")),
            ("zh_CN", ("回执", "期末余额", "大写", "☐相符", "☐不符", "经办人")),
            (
                "en_US",
                ("Reply", "Pleasecuthereandreturn", "ClosingBalance", "Inwords", "☐Agreed", "Handledby"),
            ),
        ):
            letter = self._letter(lang)
            report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
            with self.allow_pdf_render():
                content, _kind = report._render_qweb_pdf(REPORT, letter.ids)
            pages = PdfFileReader(io.BytesIO(content)).pages
            for number, page in enumerate(pages, 1):
                width, height = float(page.mediabox.width), float(page.mediabox.height)
                self.assertAlmostEqual(width, 595, delta=2)
                self.assertAlmostEqual(height, 842, delta=2)
                text = "".join(page.extract_text().split())
                self.assertIn(f"{number}/{len(pages)}", text)
            first = "".join(pages[0].extract_text().split())
            for word in words:
                self.assertIn(word, first, lang)
            letter.action_cancel()

    def test_nothing_is_fetched_or_waited_for_while_a_letter_is_printed(self):
        seen, run = {}, ir_actions_report._run_wkhtmltopdf

        def spy(arguments):
            seen["arguments"] = arguments
            seen["pages"] = [Path(name).read_text() for name in arguments if name.endswith(".html")]
            return run(arguments)

        letter = self._letter().with_context(force_report_rendering=True)
        with patch.object(ir_actions_report, "_run_wkhtmltopdf", spy):
            self.assertTrue(letter._render_pdf()[letter.id].startswith(b"%PDF"))
        arguments, (page,) = seen["arguments"], seen["pages"]
        self.assertEqual(
            arguments[arguments.index("--disable-javascript") + 1 :][:2], ["--javascript-delay", "0"]
        )
        self.assertNotIn("--header-html", arguments)
        self.assertIn("data:image/png;base64,", page)
        self.assertNotRegex(page, r'(src|href)="(?!data:)|<script|url\(')

    def test_other_reports_wait_for_their_scripts(self):
        reports = self.env["ir.actions.report"]
        for wanted in ({}, {"printed_page": True}):
            arguments = reports.with_context(**wanted)._build_wkhtmltopdf_args(reports.paperformat_id, False)
            self.assertNotIn("--disable-javascript", arguments)

    def test_a_broken_seal_shows_on_paper(self):
        letter = self._letter("en_US")
        self.env.cr.execute("UPDATE reconciliation_letter SET closing = 1 WHERE id = %s", letter.ids)
        self.env.invalidate_all()
        self.assertIn("changedoutsidetheprogram", self._read(letter)[0])
