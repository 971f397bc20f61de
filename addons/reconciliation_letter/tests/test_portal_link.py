"""The link itself: what closes it, and that nobody finds one by trying."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..rules import portal_token
from .test_portal import PortalCommon


@tagged("post_install", "-at_install")
class TestLink(PortalCommon):
    def assertDead(self, path):
        page = self._open(path)
        self.assertEqual(page.status_code, 404, path)
        self.assertIn("opens no letter", page.text)
        self.assertNotIn(self.letter.name, page.text)
        return re.sub(r"csrf_token[^,]*,|[0-9a-f]{32,}", "", page.text)

    def test_every_dead_link_looks_the_same(self):
        token = self.letter._get_token()
        unknown = self.assertDead("/reconciliation/" + "0" * 32)
        self.letter.action_revoke_link()
        self.assertEqual(self.assertDead(self.link), unknown)
        self.letter._write_by_flow({"link_revoked": False})
        self.letter._write_by_flow({"link_expires_on": fields.Date.today() - timedelta(days=1)})
        self.assertEqual(self.assertDead(self.link), unknown)
        self.letter._write_by_flow({"link_expires_on": fields.Date.today(), "state": "cancelled"})
        self.assertEqual(self.assertDead(self.link), unknown)
        self.letter._write_by_flow({"state": "sent"})
        self.assertEqual(self._open(self.link).status_code, 200)
        self.assertEqual(self.letter._get_token(), token)

    def test_a_new_link_closes_the_old_one(self):
        self.letter.action_renew_link()
        self.assertDead(self.link)
        self.assertEqual(self._open(self.letter._get_link_path()).status_code, 200)

    def test_neighbours_and_parts_of_a_token_open_nothing(self):
        token = self.letter._get_token()
        for other in (
            token[:-1],
            token + "0",
            token.upper() if token.upper() != token else "A" * 32,
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            token[::-1] if token[::-1] != token else "1" * 32,
            f"{token}%00",
            f"{token}%0a",
            str(self.letter.id),
            "%",
            "_" * 32,
            "é" * 32,
            "%F0%9F%93%84" * 8,
        ):
            with patch.dict(portal_token.LIMITS, {"unknown": portal_token.Limit(10_000, 10)}):
                response = self._open(f"/reconciliation/{other}")
            self.assertIn(response.status_code, (400, 404), other)
            self.assertNotIn(self.letter.name, response.text)

    def test_the_token_is_not_stored_and_not_readable(self):
        token = self.letter._get_token()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(l)::text FROM reconciliation_letter l WHERE id = %s", [self.letter.id]
        )
        self.assertNotIn(token, self.env.cr.fetchone()[0])
        for user in (self.clerk, self.accountant, self.salesperson, self.auditor):
            readable = self.letter.with_user(user).fields_get()
            self.assertFalse({"link_nonce", "link_digest"} & readable.keys())

    def test_tokens_differ(self):
        letters = [self._sent(self._create_partner(f"P{number}")) for number in range(5)]
        tokens = {letter._get_token() for letter in letters} | {self.letter._get_token()}
        self.assertEqual(len(tokens), 6)
        self.assertTrue(all(portal_token.is_well_formed(token) for token in tokens))

    def test_who_tries_too_many_links_waits(self):
        with patch.dict(portal_token.LIMITS, {"unknown": portal_token.Limit(3, 10)}):
            codes = [self._open(f"/reconciliation/{number:032x}").status_code for number in range(5)]
            self.assertEqual(codes, [404, 404, 404, 429, 429])
            self.assertEqual(self._open(self.link).status_code, 429, "not even with a good guess")

    def test_answers_are_limited_per_letter(self):
        with patch.dict(portal_token.LIMITS, {"answer": portal_token.Limit(2, 10)}):
            codes = [self._send_answer(result="perhaps").status_code for _number in range(3)]
        self.assertEqual(codes, [400, 400, 429])

    def test_only_get_reads_and_only_post_writes(self):
        for path in (f"{self.link}/answer", f"{self.link}/scan"):
            self.assertEqual(self._open(path).status_code, 404)
        self.assertEqual(self.letter.state, "sent")

    def test_a_superseded_letter_says_so(self):
        self.letter._write_by_flow({"state": "superseded"})
        page = self._open(self.link)
        self.assertIn("replaced by a newer one", page.text)
        self.assertNotIn("send_answer", page.text)
