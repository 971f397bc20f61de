"""The customer on the portal, and the status letter in its language."""

import io
import random

from odoo.tests import new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import ExecutionCommon


@tagged("post_install", "-at_install")
class TestPortal(ExecutionCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.env["res.partner"].create({"name": "Mr Sun", "parent_id": cls.partner.id})
        cls.visitor = new_test_user(
            cls.env, "execution_visitor", groups="base.group_portal", partner_id=person.id, lang="en_US"
        )
        cls.stranger = new_test_user(cls.env, "execution_stranger", groups="base.group_portal", lang="en_US")
        order = cls._call_off(40)
        cls._deliver(order, 10)
        cls.env.flush_all()

    def _page(self, path, user=None):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(path)

    def _is_shown(self, response):
        return response.status_code == 200 and self.contract.name in response.text

    def test_the_customer_finds_its_contracts(self):
        for path in ("/my/contracts", f"/my/contracts/{self.contract.id}"):
            self.assertTrue(self._is_shown(self._page(path, self.visitor)), path)

    def test_the_page_shows_what_was_delivered_and_what_comes_next(self):
        page = self._page(f"/my/contracts/{self.contract.id}", self.visitor).text
        for words in ("11,000.00", "4,000.00", "1,000.00", "Offset paper 80 g", "can still be called off"):
            self.assertIn(words, page)

    def test_the_home_page_counts_them(self):
        self.authenticate(self.visitor.login, self.visitor.login)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["contract_count"]})
        self.assertEqual(counters["contract_count"], 1)
        self.assertIn("/my/contracts", self.url_open("/my").text)

    def test_strangers_and_the_public_are_sent_away(self):
        path = f"/my/contracts/{self.contract.id}"
        for user in (self.stranger, None):
            for query in ("", "?access_token=", "?access_token=x", f"?access_token={self.contract.id}"):
                self.assertFalse(self._is_shown(self._page(path + query, user)), query)
        self.assertNotIn(self.contract.name, self._page("/my/contracts", self.stranger).text)

    def test_a_contract_with_another_company_of_ours_is_not_shown(self):
        """Whoever deals with one company of the group learns nothing of what another one agreed."""
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        contract = self._create_contract(company_id=other.id, name="ELSEWHERE/1")
        self.assertEqual(contract.commercial_partner_id, self.visitor.commercial_partner_id)
        for path in ("/my/contracts", f"/my/contracts/{contract.id}"):
            page = self._page(path, self.visitor)
            self.assertNotIn("ELSEWHERE/1", page.text, path)
        self.assertFalse(self._search("sale.contract", [("id", "=", contract.id)]))
        self.assertFalse(self._search("sale.contract.line", [("contract_id", "=", contract.id)]))

    def test_a_subsidiary_does_not_read_the_contracts_of_its_owner(self):
        daughter = self.env["res.partner"].create(
            {"name": "Daughter Ltd", "is_company": True, "parent_id": self.partner.id}
        )
        clerk = new_test_user(
            self.env,
            "execution_daughter",
            groups="base.group_portal",
            partner_id=self.env["res.partner"].create({"name": "Clerk", "parent_id": daughter.id}).id,
        )
        self.assertFalse(self._is_shown(self._page(f"/my/contracts/{self.contract.id}", clerk)))
        self.assertNotIn(self.contract.name, self._page("/my/contracts", clerk).text)
        for model, domain in (
            ("sale.contract", [["id", "=", self.contract.id]]),
            ("sale.contract.line", [["contract_id", "=", self.contract.id]]),
        ):
            self.assertFalse(self._search(model, domain), model)
            self.assertFalse(self.env[model].with_user(clerk).search(domain), model)

    def test_the_customer_finds_them_over_the_wire(self):
        self.authenticate(self.visitor.login, self.visitor.login)
        self.assertEqual(
            self._search("sale.contract", [["id", "=", self.contract.id]]), [{"id": self.contract.id}]
        )

    def _search(self, model, domain):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": "search_read", "args": [domain, ["id"]], "kwargs": {}},
        )

    def test_the_link_opens_without_login(self):
        response = self._page(self.contract.get_portal_url())
        self.assertTrue(self._is_shown(response))

    def test_a_link_of_another_contract_opens_nothing(self):
        token = self._create_contract()._portal_ensure_token()
        self.assertFalse(self._is_shown(self._page(f"/my/contracts/{self.contract.id}?access_token={token}")))

    def test_what_is_not_signed_is_not_shown(self):
        for state in ("draft", "submitted", "terminated"):
            self.contract._write_by_flow({"state": state})
            self.env.flush_all()
            self.assertFalse(self._is_shown(self._page(self.contract.get_portal_url())), state)
            self.assertFalse(self._is_shown(self._page(f"/my/contracts/{self.contract.id}", self.visitor)))

    def test_a_malformed_token_leads_to_the_start(self):
        for user in (None, self.stranger):
            for token in ("é", "%C3%A9", "%E5%90%88", "%FF%FE", "%00", "x" * 3000, "%F0%9F%93%84"):
                for report in ("", "&report_type=pdf"):
                    path = f"/my/contracts/{self.contract.id}?access_token={token}{report}"
                    self.authenticate(user and user.login, user and user.login)
                    response = self.url_open(path, allow_redirects=False)
                    self.assertIn(response.status_code, (303, 400, 404), path)
                    self.assertNotIn(self.contract.name, response.text)

    def test_the_letter_is_downloaded(self):
        url = self.contract.get_portal_url(report_type="html")
        response = self._page(url)
        self.assertIn("Contract Status", response.text)

    def test_odd_input_breaks_nothing(self):
        odd = random.Random(7)
        marks = ["0", "-1", "99999999", "%00", "'", "<script>alert(1)</script>", "é", "a" * 300, "[]", "1e9"]
        self.authenticate(self.visitor.login, self.visitor.login)
        for _number in range(25):
            mark, other = odd.choice(marks), odd.choice(marks)
            for path in (
                f"/my/contracts?sortby={mark}&page={other}",
                f"/my/contracts/{self.contract.id}?access_token={mark}&report_type={other}&download={mark}",
                "/my/contracts/2147483647",
            ):
                response = self.url_open(path)
                self.assertLess(response.status_code, 500, path)
                self.assertNotIn("<script>alert(1)", response.text)


@tagged("post_install", "-at_install")
class TestStatusLetter(ExecutionCommon):
    REPORT = "sales_backoffice_execution.report_contract_status"

    def _letter(self):
        reports = self.env["ir.actions.report"].with_user(self.users["clerk"])
        return reports._render_qweb_html(self.REPORT, self.contract.ids)[0].decode()

    def test_the_letter_tells_the_figures(self):
        order = self._call_off(40)
        self._deliver(order, 10)
        letter = self._letter()
        for words in ("Rising Sun Printing", self.contract.name, "11,000.00", "4,000.00", "Goods of"):
            self.assertIn(words, letter)

    def test_the_letter_speaks_the_language_of_the_customer(self):
        for lang, words in (("zh_TW", "合約總額"), ("zh_CN", "合同总额")):
            self.env["res.lang"]._activate_lang(lang)
            self.partner.lang = lang
            self.assertIn(words, self._letter())

    def test_nothing_open_says_so(self):
        self.contract = self._create_contract(lines=((40, 100.0),))
        order = self._call_off(40, contract=self.contract)
        self._deliver(order)
        self._pay(self._invoice(order), 4_000.0)
        self.assertIn("Nothing is open", self._letter())

    def test_the_composer_opens_with_the_letter(self):
        action = self.contract.with_user(self.users["seller"]).action_send_status_letter()
        template = self.env["mail.template"].browse(action["context"]["default_template_id"])
        self.assertEqual(template.report_template_ids.report_name, self.REPORT)
        composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
        composer._action_send_mail()
        self.assertIn(self.contract.name, self.contract.message_ids[:1].body)

    def test_it_prints_on_a_page_with_its_number(self):
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(self.REPORT, self.contract.ids)
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))
        self.assertIn("1 / 1", PdfFileReader(io.BytesIO(content)).pages[0].extract_text())
