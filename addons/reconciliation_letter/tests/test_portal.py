"""The page behind the link: what opens it, what it takes, and that nobody finds it by trying."""

import io
import re
import zipfile
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ..rules import portal_token
from .answer_common import JPEG, PDF, PNG, AnswerCommon

FORM = {"signer_name": "Mrs Wang", "signer_title": "Accountant", "signer_phone": "021-5550"}


class PortalCommon(AnswerCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._sent()
        cls.link = cls.letter._get_link_path()

    def _open(self, path, **options):
        self.env.flush_all()
        return self.url_open(path, **options)

    def _post(self, path, data=None, files=None, page=None):
        """Send the form of the page, as a browser would."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self._open(page or self.link).text)
        data = {"csrf_token": found.group(1) if found else "", **(data or {})}
        response = self._open(path, data=data, files=files)
        self.env.invalidate_all()
        return response

    def _send_answer(self, files=None, **form):
        return self._post(f"{self.link}/answer", FORM | form, files)


@tagged("post_install", "-at_install")
class TestPortalPage(PortalCommon):
    def test_the_link_opens_the_letter_without_login(self):
        page = self._open(self.link)
        self.assertEqual(page.status_code, 200)
        for words in (self.letter.name, "Rising Sun Printing", "1,000.00", "700.00", "We agree"):
            self.assertIn(words, page.text)
        self.assertEqual(page.headers["Cache-Control"], "private, no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")

    def test_the_printed_letter(self):
        for query, shown in (("", "inline"), ("?download=1", "attachment")):
            response = self._open(f"{self.link}/pdf{query}")
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["Content-Type"], "application/pdf")
            self.assertEqual(
                response.headers["Content-Disposition"], f'{shown}; filename="{self.letter.name}.pdf"'
            )
            pages = PdfFileReader(io.BytesIO(response.content)).pages
            text = "".join("".join(page.extract_text().split()) for page in pages)
            for words in (self.letter.name, "RisingSunPrinting", "1,000.00"):
                self.assertIn(words, text)

    def test_downloads_are_limited_per_letter(self):
        with (
            patch.dict(portal_token.LIMITS, {"download": portal_token.Limit(2, 10)}),
            patch.object(self.registry["reconciliation.letter"], "_get_portal_pdf", lambda letter: b"%PDF-"),
        ):
            codes = [self._open(f"{self.link}/pdf").status_code for _number in range(3)]
        self.assertEqual(codes, [200, 200, 429])

    def test_the_partner_agrees(self):
        page = self._send_answer(result="agreed")
        self.assertIn("your answer is recorded", page.text)
        answer = self.letter.answer_id
        self.assertEqual(
            (self.letter.state, answer.channel, answer.signer_name, answer.signer_title, answer.signer_phone),
            ("agreed", "portal", "Mrs Wang", "Accountant", "021-5550"),
        )
        self.assertTrue(answer.evidence)
        self.assertFalse(self.letter.completed_on, "a seal is somebody's to check")
        self.assertEqual(self.letter.activity_ids.user_id, self.clerk)
        own = self.company.ids  # the visitor's user belongs to another company
        keepers = (self.letter.activity_ids.create_uid | answer.user_id).with_user(self.clerk)
        self.assertTrue(keepers.with_context(allowed_company_ids=own).has_access("read"))

    def test_the_partner_disputes_with_reasons(self):
        section, line = self.letter.section_ids, self.letter.line_ids[:1]
        self._send_answer(
            result="disputed",
            **{
                f"balance_{section.id}": "1,350.00",
                f"line_{line.id}_reason": "goods_transit",
                f"line_{line.id}_theirs": "0",
                f"line_{line.id}_note": "not here yet",
                f"new_{section.id}_0_reason": "duplicate",
                f"new_{section.id}_0_reference": "INV-77",
                f"new_{section.id}_0_theirs": "1050",
            },
        )
        self.assertEqual(self.letter.state, "disputed")
        self.assertRecordValues(
            self.letter.difference_ids,
            [
                {
                    "reason": "goods_transit",
                    "our_amount": line.amount,
                    "their_amount": 0.0,
                    "name": line.reference,
                },
                {"reason": "duplicate", "our_amount": 0.0, "their_amount": 1050.0, "name": "INV-77"},
            ],
        )
        self.assertTrue(self.letter._get_statements()[0].figures.adds_up)

    def test_every_kind_of_file_that_is_taken(self):
        files = [
            ("scan", ("seal.pdf", PDF, "application/pdf")),
            ("scan", ("virus.exe", PNG, "application/x-msdownload")),
            ("scan", ("../../etc/passwd", JPEG, "text/html")),
        ]
        self._send_answer(files=files, result="agreed")
        scans = self.letter.answer_id.scan_ids
        self.assertEqual(
            sorted(scans.mapped("name")),
            sorted(f"{self.letter.name}-{n}" for n in ("1.pdf", "2.png", "3.jpg")),
        )
        for scan in scans:
            self.assertIn(
                self._open(f"/web/content/{scan.id}", allow_redirects=False).status_code, (303, 404)
            )

    def test_a_wrong_file_leaves_nothing_behind(self):
        for content in (b"MZ\x90\x00", b"<svg onload=alert(1)>", b"%PDF-1.4 torn", b"PK\x03\x04"):
            files = [
                ("scan", ("good.pdf", PDF, "application/pdf")),
                ("scan", ("seal.pdf", content, "application/pdf")),
            ]
            page = self._send_answer(files=files, result="agreed")
            self.assertEqual(page.status_code, 400)
            self.assertIn("Nothing was recorded", page.text)
            self.assertIn('value="Mrs Wang"', page.text, "what was typed stays")
            self.assertFalse(self.letter.answer_ids)
            self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "reconciliation.answer")]))

    def test_what_only_calls_itself_a_picture_is_refused(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", b"0" * 20_000_000)
        for name, kind, content in (
            ("seal.heic", "image/heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"x" * 64),
            (
                "seal.svg",
                "image/svg+xml",
                b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            ),
            ("seal.pdf", "application/pdf", b"<html><script>alert(1)</script></html>%%EOF"),
            ("seal.png", "image/png", bomb.getvalue()),
            ("seal.jpg", "image/jpeg", b"\xff\xd8\xff" + b"0" * (10 * 2**20) + b"\xff\xd9"),
        ):
            page = self._send_answer(files=[("scan", (name, content, kind))], result="agreed")
            self.assertEqual(page.status_code, 400, name)
            self.assertIn("Only PDF, JPEG and PNG" if name != "seal.jpg" else "larger than 10 MB", page.text)
        self.assertFalse(self.letter.answer_ids)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "reconciliation.answer")]))

    def test_files_may_follow_until_the_seal_is_recorded(self):
        self._send_answer(result="agreed")
        self._post(f"{self.link}/scan", files=[("scan", ("seal.png", PNG, "image/png"))])
        self.assertEqual(len(self.letter.answer_id.scan_ids), 1)
        self._seal(self.letter, scans=[])
        page = self._post(f"{self.link}/scan", files=[("scan", ("seal.png", PNG, "image/png"))])
        self.assertIn(page.status_code, (400,))
        self.assertEqual(len(self.letter.answer_id.scan_ids), 1)

    def test_answered_once(self):
        self._send_answer(result="agreed")
        page = self._send_answer(result="disputed", **{f"balance_{self.letter.section_ids.id}": "1"})
        self.assertEqual(page.status_code, 400)
        self.assertEqual((self.letter.state, len(self.letter.answer_ids)), ("agreed", 1))

    def test_a_form_from_elsewhere_is_refused(self):
        response = self._open(f"{self.link}/answer", data=FORM | {"result": "agreed"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.letter.state, "sent")

    def test_re_confirmation_on_the_same_page(self):
        self._dispute(self.letter)
        self.assertNotIn("Your answer", self._open(self.link).text)
        self._resolve(self.letter.difference_ids)
        self.letter.with_user(self.clerk).action_ask_reconfirmation()
        self._send_answer(result="agreed")
        self.assertEqual((self.letter.state, self.letter.answer_id.is_reconfirmation), ("settled", True))

    def test_a_dispute_is_answered_anew(self):
        self._dispute(self.letter)
        self._send_answer(result="disputed", **{f"balance_{self.letter.section_ids.id}": "900"})
        first, rest = self.letter.difference_ids
        self.assertEqual((first.state, rest.effect, rest.is_unexplained), ("taken_back", -100.0, True))
        page = self._send_answer(result="agreed")
        self.assertIn("We are closing the differences", page.text)
        self.assertNotIn("send_answer", page.text)
        self.assertEqual((self.letter.state, rest.state, first.state), ("disputed", "proposed", "taken_back"))
        self.assertTrue(self.letter.activity_ids.filtered(lambda todo: "agrees after all" in todo.summary))
        (first | rest).with_user(self.accountant).action_confirm()
        self.assertEqual((self.letter.state, rest.state, first.state), ("agreed", "resolved", "withdrawn"))
        self.assertEqual(self._send_answer(result="agreed").status_code, 400)

    def test_what_they_point_at_makes_their_balance(self):
        line = self.letter.line_ids[:1]
        self._send_answer(
            result="disputed", **{f"line_{line.id}_reason": "price", f"line_{line.id}_theirs": "650"}
        )
        self.assertEqual(self.letter.answer_id.balance_ids.theirs, 950.0)
        self.assertFalse(self.letter.difference_ids.filtered("is_unexplained"))

    def test_staff_only_looks(self):
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn("logged in as staff", self._open(self.link).text)
        page = self._send_answer(result="agreed")
        self.assertEqual((page.status_code, self.letter.state), (400, "sent"))

    def test_the_page_speaks_three_languages(self):
        for lang in ("zh_TW", "zh_CN", "en_US"):
            self.env["res.lang"]._activate_lang(lang)
            self.assertEqual(self._open(f"{self.link}?lang={lang}").status_code, 200)
        self.letter._write_by_flow({"lang": "zh_TW"})
        self.assertIn('lang="zh-TW"', self._open(self.link).text)
        self.assertIn('lang="en-US"', self._open(f"{self.link}?lang=en_US").text)
