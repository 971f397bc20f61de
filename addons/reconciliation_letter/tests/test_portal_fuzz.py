"""Whatever is sent to the page: an answer, a refusal, never an error, nothing half written."""

import re
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..rules import answer_form, portal_token
from ..rules.difference import REASONS
from .answer_common import JPEG, PDF, PNG
from .test_portal import PortalCommon

NASTY = [
    "",
    " ",
    "0",
    "-0",
    "1e308",
    "1e-9",
    "NaN",
    "Infinity",
    "１２３",
    "٣",
    "9" * 400,
    "1,2,3",
    "1.000,00",
    "\x00",
    "a\x00b",
    "\ud83d",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "' OR 1=1 --",
    "%s%n%x",
    "\u202eevil",
    "𠮷𠮷",
    "=1+1",
    "../../etc/passwd",
    "true",
    "[]",
    "對不起",
]
words = st.sampled_from(NASTY) | st.text(max_size=80) | st.integers().map(str) | st.floats().map(str)
reasons = st.sampled_from([key for key, _label in REASONS]) | words
files = st.sampled_from([PDF, PNG, JPEG, b"", b"MZ", b"%PDF-", b"\xff\xd8\xff", b"<html>"]) | st.binary(
    max_size=300
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def sendable(text):
    return text.encode("utf-8", "replace").decode("utf-8")


@tagged("post_install", "-at_install")
class TestPortalFuzz(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        high = dict.fromkeys(portal_token.LIMITS, portal_token.Limit(10**6, 10))
        cls.startClassPatcher(patch.dict(portal_token.LIMITS, high))
        section, line = cls.letter.section_ids, cls.letter.line_ids[:1]
        names = [
            "result",
            *answer_form.LENGTHS,
            f"balance_{section.id}",
            "csrf_token",
            "scan",
            "letter_id",
            "token",
        ]
        names += [f"line_{line.id}_{part}" for part in ("reason", "theirs", "note", "ours")]
        names += [f"new_{section.id}_0_{part}" for part in ("reason", "theirs", "note", "reference")]
        names += [f"line_{line.id + 10**6}_reason", "balance_0", "state", "company_id", "x" * 300]
        cls.names = names

    def assertTold(self, response):
        self.assertLess(response.status_code, 500, response.text[:300])
        self.assertNotIn("Traceback", response.text)
        self.assertNotIn("<script>alert(1)", response.text)

    def assertWhole(self):
        """An answer stands with its balances and differences, or nothing does."""
        self.env.invalidate_all()
        letter, answers = self.letter, self.letter.answer_ids
        if letter.state == "sent":
            self.assertFalse(answers | letter.answer_id)
            self.assertFalse(letter.difference_ids)
            self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "reconciliation.answer")]))
            return
        self.assertEqual(letter.state, letter.answer_id.result)
        self.assertEqual(len(letter.answer_id.balance_ids), len(letter.section_ids))
        self.assertTrue(letter.answer_id.signer_name)

    def test_forms(self):
        @QUICK
        @given(
            st.dictionaries(
                st.sampled_from(self.names[:-5]) | st.sampled_from(self.names), words | reasons, max_size=12
            )
        )
        def check(form):
            with self.cr.savepoint() as savepoint:
                data = {name: sendable(value) for name, value in form.items() if name != "csrf_token"}
                self.assertTold(self._post(f"{self.link}/answer", {"signer_name": "W"} | data))
                self.assertWhole()
                savepoint.rollback()
            self.env.invalidate_all()

        check()

    def test_files(self):
        @QUICK
        @given(
            st.lists(st.tuples(words, files, words), min_size=1, max_size=8),
            st.sampled_from(["agreed", "disputed"]),
        )
        def check(sent, result):
            with self.cr.savepoint() as savepoint:
                parts = [
                    (
                        "scan",
                        (sendable(name)[:50] or "x", content, re.sub(r"[^a-z/]", "", kind) or "text/plain"),
                    )
                    for name, content, kind in sent
                ]
                self.assertTold(self._send_answer(files=parts, result=result))
                self.assertWhole()
                savepoint.rollback()
            self.env.invalidate_all()

        check()

    def test_addresses(self):
        @QUICK
        @given(words, words, words)
        def check(token, lang, download):
            for path in (f"/reconciliation/{token}", f"{self.link}", f"/my/reconciliation/{token}"):
                path = (
                    sendable(path)
                    .replace("/../", "/")
                    .replace("\x00", "%00")
                    .replace("#", "")
                    .replace("?", "")
                )
                response = self._open(
                    path,
                    params={"lang": sendable(lang), "download": sendable(download), "done": sendable(lang)},
                )
                self.assertTold(response)

        check()

    def test_huge(self):
        big = b"%PDF-1.4\n" + b"0" * (11 * 1024 * 1024) + b"%%EOF"
        page = self._send_answer(files=[("scan", ("big.pdf", big, "application/pdf"))], result="agreed")
        self.assertEqual(page.status_code, 400)
        self.assertIn("larger than 10 MB", page.text)
        self.assertWhole()

    def test_many_fields(self):
        form = {f"new_{self.letter.section_ids.id}_{number}_reason": "price" for number in range(900)}
        self.assertTold(self._send_answer(result="disputed", **form))
        self.assertWhole()

    def test_a_field_sent_as_a_file_and_a_file_sent_as_text(self):
        self.assertTold(
            self._post(
                f"{self.link}/answer", {"result": "agreed"}, [("signer_name", ("n", b"x", "text/plain"))]
            )
        )
        self.assertWhole()
        self.assertTold(self._send_answer(result="agreed", scan="not a file"))
        self.assertEqual(self.letter.state, "agreed")

    def test_markup_stays_text(self):
        self._send_answer(result="agreed", signer_name="<b>W</b>", note="<script>alert(1)</script>")
        self.assertEqual(self.letter.answer_id.signer_name, "<b>W</b>")
        self.assertNotIn("<script>", self.letter.message_ids[:1].body)
        self.assertNotIn("<b>W</b>", self.letter.message_ids[:1].body)
        self.assertTold(self._open(self.link))


@tagged("post_install", "-at_install")
class TestFormFuzz(PortalCommon):
    def test_reading_a_form_never_fails_and_knows_our_amounts(self):
        sections = [answer_form.Section(1, 100.0), answer_form.Section(2, -5.5, 0)]
        lines = {7: (1, 60.0), 8: (2, -5.5)}
        names = ["result", "note", "signer_name", "balance_1", "balance_2"]
        names += [f"line_{n}_{part}" for n in (7, 8, 9) for part in ("reason", "theirs", "note")]
        names += [
            f"new_{n}_{m}_{part}"
            for n in (1, 2)
            for m in range(4)
            for part in ("reason", "theirs", "reference")
        ]

        @QUICK
        @given(
            st.dictionaries(
                st.sampled_from(names), words | reasons | st.none() | st.binary(max_size=4) | st.integers()
            )
        )
        def check(form):
            reply, problems = answer_form.read(form, sections, lines)
            for item in reply.items:
                self.assertEqual(item.ours, lines[item.line_id][1] if item.line_id else 0.0)
                self.assertIn(item.section_id, (1, 2))
            if not problems:
                self.assertIn(reply.result, ("agreed", "disputed"))
                self.assertTrue(reply.signer["signer_name"])

        check()
