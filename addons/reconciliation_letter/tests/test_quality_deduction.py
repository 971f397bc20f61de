"""品質扣款: what a supplier owes for defects stands by itself in its letter, and in no older seal."""

import importlib.util
import io
from datetime import date
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.backoffice_base.rules.fingerprint import fingerprint
from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import LetterCommon

DAY = date(2026, 10, 6)
MIGRATION = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-deduction.py"
#: What letters were sealed with before they told quality deductions.
FIGURES_BEFORE = (
    "opening debit credit adjust closing invoiced_open uninvoiced advance not_due due_1_30 due_31_60 due_61_90"
    " due_over_90 overdue"
).split()
HEADER_BEFORE = (
    "name kind partner_id partner_name lang company_id cutoff period_start issue_date reply_by demand".split()
)
SECTION_BEFORE = ["currency_id", *FIGURES_BEFORE, "opening_change", "ledger_closing", "transferred", "mark"]


class DeductionCommon(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._invoice(400, date(2026, 10, 5), kind="payable", ref="MILL-7")
        cls._pay(30, date(2026, 10, 9), kind="payable")

    @classmethod
    def _deduct(cls, amount=50, on=DAY, **values):
        return cls._invoice(
            -amount, on, kind="payable", is_quality_deduction=True, ref=f"QD-{amount}", **values
        )

    def assertParts(self, letter, closing, invoiced_open, advance, deduction):
        figures = {
            "closing": closing,
            "invoiced_open": invoiced_open,
            "advance": advance,
            "deduction": deduction,
        }
        self.assertRecordValues(letter, [figures])
        self.assertRecordValues(letter.section_ids, [figures])
        self.assertFalse(letter._get_ledger_gaps()[letter.id])


@tagged("post_install", "-at_install")
class TestQualityDeduction(DeductionCommon, BackofficeHttpCommon):
    def test_it_stands_apart_from_what_is_paid_in_advance(self):
        self._deduct()
        letter = self._create_letter(kind="payable")
        self.assertParts(letter, 320, 400, 30, 50)
        self.assertEqual(letter.adjust, -50)
        line = letter.line_ids.filtered(lambda line: line.kind == "deduction")
        self.assertEqual((line.amount, line.residual, line.reference), (-50, -50, "QD-50"))

    def test_what_is_settled_by_the_cut_off_is_none(self):
        self._match(self._deduct(), self.invoice)
        self.assertParts(self._create_letter(kind="payable"), 320, 350, 30, 0)

    def test_what_is_settled_in_part_is_the_rest(self):
        other = self._invoice(20, date(2026, 10, 7), kind="payable", ref="MILL-8")
        self._match(self._deduct(), other)
        self.assertParts(self._create_letter(kind="payable"), 340, 400, 30, 30)

    def test_what_is_settled_later_is_open_in_the_letter(self):
        later = self._invoice(50, date(2026, 11, 3), kind="payable", ref="MILL-9")
        self._match(self._deduct(), later)
        self.assertParts(self._create_letter(kind="payable"), 320, 400, 30, 50)

    def test_a_draft_or_a_later_one_does_not_count(self):
        self._deduct(post=False)
        self._deduct(60, date(2026, 11, 2))
        self.assertParts(self._create_letter(kind="payable"), 370, 400, 30, 0)

    def test_letters_to_customers_know_none(self):
        self._invoice(100, DAY)
        letter = self._create_letter()
        self.assertRecordValues(letter, [{"closing": 100, "deduction": 0}])

    def test_only_credit_notes_of_suppliers(self):
        for move in (self.invoice, self._invoice(-5, DAY)):
            with self.assertRaisesRegex(ValidationError, "credit note of a supplier"), self.cr.savepoint():
                move.is_quality_deduction = True

    def test_only_the_accountant_says_so(self):
        move = self._invoice(-50, DAY, kind="payable", ref="CN-1")
        bookkeeper = self._create_user("clerk", "Bill Keeper")
        bookkeeper.group_ids += self.env.ref("account.group_account_manager")
        forged = {"flow_token": True, "default_is_quality_deduction": True}
        self.assertRpcRefused(
            "AccessError", bookkeeper, "account.move", "write", move.ids, {"is_quality_deduction": True}
        )
        vals = {"move_type": "in_refund", "partner_id": self.supplier.id}
        self.assertRpcRefused("AccessError", bookkeeper, "account.move", "create", [vals], context=forged)
        with self.assertRaises(AccessError), self.cr.savepoint():
            move.with_user(bookkeeper).copy({"is_quality_deduction": True})
        imported = self.env["account.move"].with_user(bookkeeper)
        result = imported.load([".id", "is_quality_deduction"], [[str(move.id), "1"]])
        self.assertTrue(result["messages"])
        self.assertFalse(move.is_quality_deduction)
        self.accountant.group_ids += self.env.ref("account.group_account_invoice")
        move.with_user(self.accountant).is_quality_deduction = True
        self.assertFalse(move.copy().is_quality_deduction)

    def test_a_document_marks_it_by_its_agreement(self):
        move = self._invoice(-50, DAY, kind="payable", ref="CN-1")
        move.with_user(self.purchase_assistant)._mark_quality_deduction(self.supplier)
        self.assertTrue(move.is_quality_deduction)
        self.assertIn("Northern Mill", move.message_ids[0].body)

    def test_it_is_printed_in_three_languages(self):
        self._deduct()
        for lang, words in (
            ("zh_TW", ("品質扣款CNY50.00", "品質扣款")),
            ("zh_CN", ("质量扣款CNY50.00", "质量扣款")),
            ("en_US", ("CNY50.00ofqualitydeductions", "qualitydeductions")),
        ):
            self.env["res.lang"]._activate_lang(lang)
            letter = self._create_letter(
                kind="payable", lang=lang, name=f"AP-{lang}", partner_name="Northern Mill", reply_by=DAY
            )
            letter.action_review()
            report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
            with self.allow_pdf_render():
                content, _kind = report._render_qweb_pdf("reconciliation_letter.report_letter", letter.ids)
            page = "".join(PdfFileReader(io.BytesIO(content)).pages[0].extract_text().split())
            for text in words:
                self.assertIn(text.replace("CNY", self.company.currency_id.name), page)
            self.assertGreaterEqual(page.count(words[1]), 2, "in the text and in the table")
            letter.action_cancel()


@tagged("post_install", "-at_install")
class TestOlderSeals(DeductionCommon):
    """Letters that were sealed before keep their seal; nothing is slipped into them either."""

    def _sealed(self):
        letter = self._create_letter(kind="payable", partner_name="Northern Mill", lang="en_US", name="AP-1")
        letter.action_review()
        self.env.flush_all()
        return letter

    def _sql(self, statement, letter):
        self.env.flush_all()
        self.env.cr.execute(statement, [letter.id])
        self.env.invalidate_all()

    def _seal_as_before(self, letter):
        """Give the letter the snapshot and the fingerprint that the release before made."""
        values = letter._get_snapshot_values()[letter.id]
        before = {name: values[name] for name in (*HEADER_BEFORE, *FIGURES_BEFORE, "wording", "lines")}
        before["sections"] = [
            {name: section[name] for name in SECTION_BEFORE} for section in values["sections"]
        ]
        letter._write_by_flow({"snapshot": before, "snapshot_hash": fingerprint(before)})
        for table in ("reconciliation_letter", "reconciliation_letter_section"):
            column = "id" if table == "reconciliation_letter" else "letter_id"
            self._sql(f"UPDATE {table} SET deduction = NULL WHERE {column} = %s", letter)  # noqa: S608

    def test_a_seal_of_the_release_before_still_holds(self):
        letter = self._sealed()
        self._seal_as_before(letter)
        self.assertTrue(letter.is_intact)
        self.assertNotIn(letter, self.env["reconciliation.letter"].search([("is_intact", "=", False)]))

    def test_a_deduction_slipped_into_it_breaks_it(self):
        for statement in (
            "UPDATE reconciliation_letter SET deduction = 5 WHERE id = %s",
            "UPDATE reconciliation_letter_section SET deduction = 5 WHERE letter_id = %s",
        ):
            letter = self._sealed()
            self._seal_as_before(letter)
            self._sql(statement, letter)
            self.assertFalse(letter.is_intact)
            letter.action_cancel()

    def test_a_deduction_is_part_of_the_seal(self):
        self._deduct()
        letter = self._sealed()
        self.assertEqual(letter.snapshot["deduction"], 50)
        self.assertEqual(letter.snapshot["sections"][0]["deduction"], 50)
        for value in ("0", "NULL", "51"):
            with self.cr.savepoint() as savepoint:
                self._sql(
                    f"UPDATE reconciliation_letter_section SET deduction = {value} WHERE letter_id = %s",
                    letter,
                )  # noqa: S608
                self.assertFalse(letter.is_intact, value)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertTrue(letter.is_intact)

    def test_the_upgrade_completes_the_wordings_nobody_changed(self):
        spec = importlib.util.spec_from_file_location("post_deduction", MIGRATION)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        texts = self.env["reconciliation.wording"].search(
            [("kind", "=", "payable"), ("company_id", "=", False)]
        )
        fresh = {text: text.purpose for text in texts}
        own = texts.filtered(lambda text: text.lang == "en_US").copy({"company_id": self.company.id})
        own.purpose = "We owe you {closing}, less {advance} paid in advance."
        for text in texts:
            before, after = script.PHRASES[text.lang]
            text.purpose = text.purpose.replace(after, before)
            self.assertNotIn("{deduction}", text.purpose)
        for _twice in range(2):
            script.migrate(self.cr, "19.0.1.0.0")
        self.assertEqual({text: text.purpose for text in texts}, fresh)
        self.assertNotIn("{deduction}", own.purpose)
