"""The letters of who is logged in on the portal: those of the own company, and no others."""

from odoo.tests import new_test_user, tagged

from .test_portal import FORM, PortalCommon


@tagged("post_install", "-at_install")
class TestPortalLogin(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = new_test_user(
            cls.env, "letter_visitor", "base.group_portal", name="Mr Sun", lang="en_US"
        )
        cls.visitor.partner_id.parent_id = cls.customer
        cls.stranger = new_test_user(
            cls.env, "letter_stranger", "base.group_portal", name="Mr Else", lang="en_US"
        )
        cls.mine = f"/my/reconciliation/{cls.letter.id}"

    def test_own_letters_are_listed_and_answered(self):
        self.authenticate("letter_visitor", "letter_visitor")
        self.assertIn(self.letter.name, self._open("/my/reconciliation").text)
        page = self._post(f"{self.mine}/answer", FORM | {"result": "agreed"}, page=self.mine)
        self.assertIn("your answer is recorded", page.text)
        self.assertEqual(self.letter.state, "agreed")
        self.assertIn("letter_visitor", self.letter.answer_id.evidence)

    def test_a_stranger_sees_nothing(self):
        self.authenticate("letter_stranger", "letter_stranger")
        self.assertNotIn(self.letter.name, self._open("/my/reconciliation").text)
        for path in (self.mine, f"{self.mine}/pdf"):
            response = self._open(path)
            self.assertEqual(response.status_code, 404)
            self.assertNotIn(self.letter.name, response.text)

    def test_drafts_and_cancelled_letters_stay_inside(self):
        self.authenticate("letter_visitor", "letter_visitor")
        for state in ("draft", "reviewed", "cancelled"):
            self.letter._write_by_flow({"state": state})
            self.assertNotIn(self.letter.name, self._open("/my/reconciliation").text)
            self.assertEqual(self._open(self.mine).status_code, 404)

    def test_another_company_of_the_group_stays_apart(self):
        other = self._create_company("Sister Trading")
        letter = self.env["reconciliation.letter"].create(
            {
                "name": "T-SISTER",
                "partner_id": self.customer.id,
                "company_id": other.id,
                "cutoff": "2026-10-31",
                "period_start": "2026-10-01",
            }
        )
        letter._write_by_flow({"state": "sent"})
        self.authenticate("letter_visitor", "letter_visitor")
        self.assertNotIn("T-SISTER", self._open("/my/reconciliation").text)
        self.assertEqual(self._open(f"/my/reconciliation/{letter.id}").status_code, 404)

    def test_addresses_that_lead_nowhere_are_no_error(self):
        self.authenticate("letter_visitor", "letter_visitor")
        for number in ("0", "-1", str(2**31), "9" * 400, "-" + "9" * 400, "%C2%B2", "abc", "1.5", "%00"):
            for tail in ("", "/pdf", "/%00"):
                response = self._open(f"/my/reconciliation/{number}{tail}")
                self.assertEqual(response.status_code, 404, number + tail)

    def test_a_query_does_not_choose_another_letter(self):
        self.authenticate("letter_visitor", "letter_visitor")
        for query in ("letter_id=abc", "letter_id=0", f"letter_id={self.letter.id}", "token=abc", "lang=%00"):
            for path in (self.link, self.mine):
                response = self._open(f"{path}?{query}")
                self.assertEqual(response.status_code, 200, f"{path}?{query}")
                self.assertIn(self.letter.name, response.text)
        for page in ("%C2%B2", "-1", "abc", "9" * 400, ""):
            self.assertEqual(self._open(f"/my/reconciliation?page={page}").status_code, 200, page)
        self.assertEqual(self._open(f"/my/reconciliation/page/{'9' * 400}").status_code, 200)

    def test_nobody_is_sent_to_the_login(self):
        self.assertIn("/web/login", self._open(self.mine).url)
        self.assertIn("/web/login", self._open("/my/reconciliation").url)
