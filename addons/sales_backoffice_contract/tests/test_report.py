"""The printed contract, in every language and with any build of the converter."""

import io

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import ContractCommon

REPORT = "sales_backoffice_contract.action_report_sale_contract"


@tagged("post_install", "-at_install")
class TestContractReport(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("zh_TW", "zh_CN"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.template = cls.env.ref("sales_backoffice_contract.contract_template_paper")

    def _print(self, contracts):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf(REPORT, contracts.ids)
        self.assertEqual(kind, "pdf")
        return [" ".join(page.extract_text().split()) for page in PdfFileReader(io.BytesIO(content)).pages]

    def test_it_says_what_was_agreed(self):
        contract = self._active_contract(template_id=self.template.id, lang="en_US", external_number="X-77")
        text = "\n".join(self._print(contract))
        for words in (
            contract.name,
            "X-77",
            "Rising Sun Printing",
            "1,000.00",
            "Wang Ta-ming",
            "Signature and seal",
        ):
            self.assertIn(words, text)
        self.assertIn("1 / ", text)
        self.assertNotIn("{", text)
        self.assertNotIn("Draft, not approved", text)

    def test_a_draft_says_that_it_is_one(self):
        contract = self._create_contract(template_id=self.template.id, lang="en_US")
        self.assertIn("Draft, not approved", "\n".join(self._print(contract)))

    def test_either_script_has_its_characters(self):
        for lang, words in (("zh_TW", "壹拾萬元整"), ("zh_CN", "壹拾万元整")):
            contract = self._create_contract(lang=lang)
            self.assertIn(words, contract._get_amount_in_words())
            self.assertTrue(self._print(contract))

    def test_a_long_contract_keeps_its_pages_numbered_and_its_signatures_with_a_clause(self):
        lines = [{"quantity": 1.0, "price_unit": 10.0, "name": f"Paper {number}"} for number in range(45)]
        contract = self._create_contract(lines=lines, template_id=self.template.id, lang="en_US")
        pages = self._print(contract)
        self.assertGreater(len(pages), 1)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"{number} / {len(pages)}", page)
        self.assertIn("Signature and seal", pages[-1])
        self.assertIn("Validity and disputes", pages[-1])

    def test_several_are_printed_at_once(self):
        contracts = self._create_contract(lang="en_US") + self._create_contract(lang="en_US")
        pages = self._print(contracts)
        self.assertEqual(
            [contract.name in page for contract, page in zip(contracts, pages, strict=True)], [True, True]
        )
