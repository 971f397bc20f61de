"""餘額調節表: our balance, the items, what is not explained, their balance."""

import io
import re

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .answer_common import AnswerCommon


@tagged("post_install", "-at_install")
class TestStatement(AnswerCommon):
    def _cells(self, report, records):
        report = self.env[f"report.reconciliation_letter.{report}"].with_context(active_model=records._name)
        content = report.create_xlsx_report(records.ids, {})[0]
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]

    def test_explained_to_the_cent(self):
        letter = self._sent()
        self._dispute(letter)
        (part,) = letter._get_statements()
        self.assertEqual(tuple(part.figures), (1000.0, -700.0, 0.0, 300.0))

    def test_what_is_not_explained_is_shown(self):
        letter = self._sent()
        self._dispute(letter, theirs=250.0)
        rows = self._cells("statement_xlsx", letter)
        amounts = [(row[3], row[7]) for row in rows[1:]]
        self.assertEqual(
            amounts,
            [
                ("Our balance", 1000.0),
                ("Goods in Transit", -700.0),
                ("Not explained yet", -50.0),
                ("Their balance", 250.0),
            ],
        )
        html = self.env["ir.actions.report"]._render_qweb_html(
            "reconciliation_letter.report_reconciliation_statement", letter.ids
        )[0]
        for words in ("Not explained yet", "-50.00", "Their balance", "250.00"):
            self.assertIn(
                words, html.decode().replace("\ufeff", ""), "the sign does not part from its number"
            )

    def test_the_printed_statement(self):
        letter = self._sent()
        self._dispute(letter, theirs=250.0)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = report._render_qweb_pdf(
                "reconciliation_letter.report_reconciliation_statement", letter.ids
            )
        text = "".join(
            "".join(page.extract_text().split()) for page in PdfFileReader(io.BytesIO(content)).pages
        )
        text = re.sub("[\u200b\ufeff]", "", text)
        for words in (
            "ReconciliationStatement",
            "Ourbalance",
            "1,000.00",
            "GoodsinTransit",
            "-700.00",
            "-50.00",
        ):
            self.assertIn(words, text)
        self.assertIn("Notexplainedyet", text)
        self.assertIn("ClaraClerk", text)
        self.assertIn("250.00", text)

    def test_a_withdrawn_difference_explains_nothing(self):
        letter = self._sent()
        self._dispute(letter)
        letter.difference_ids.with_user(self.clerk).action_withdraw()
        (part,) = letter._get_statements()
        self.assertEqual((part.figures.unexplained, part.rest.effect), (-700.0, -700.0))

    def test_without_an_answer_there_is_none(self):
        self.assertFalse(self._sent()._get_statements())

    def test_each_currency_for_itself(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self._entry(80.0, partner=self.customer, currency=euro, balance=100.0)
        letter = self._sent()
        self.assertEqual(len(letter.section_ids), 2)
        foreign = letter.section_ids.filtered(lambda section: section.currency_id == euro)
        reply = self._reply("disputed", {foreign.id: 50.0})
        letter.with_user(self.clerk)._record_answer(reply, "paper")
        figures = {part.section.currency_id: part.figures for part in letter._get_statements()}
        self.assertEqual(figures[euro].unexplained, -30.0)
        self.assertTrue(figures[self.company.currency_id].adds_up)

    def test_the_check_list(self):
        letter = self._completed()
        rows = self._cells("check_list_xlsx", letter)
        for value in (letter.name, "Receivable", 1000.0, "Agreed", "Company Seal"):
            self.assertIn(value, rows[1])

    def test_random_items_against_a_slow_sum(self):
        letter = self._sent()
        self._dispute(letter)
        differences = self.env["reconciliation.difference"].with_user(self.clerk)
        cents = st.integers(-(10**7), 10**7).map(lambda value: value / 100)

        @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(st.tuples(cents, cents), max_size=6))
        def check(pairs):
            with self.cr.savepoint() as savepoint:
                differences.create(
                    [
                        {
                            "letter_id": letter.id,
                            "section_id": letter.section_ids.id,
                            "reason": "other",
                            "our_amount": ours,
                            "their_amount": theirs,
                        }
                        for ours, theirs in pairs
                    ]
                )
                figures = letter._get_statements()[0].figures
                explained = -70000 + sum(round(theirs * 100) - round(ours * 100) for ours, theirs in pairs)
                self.assertEqual(round(figures.explained * 100), explained)
                self.assertEqual(100000 + explained + round(figures.unexplained * 100), 30000)
                savepoint.rollback()
            self.env.invalidate_all()

        check()
