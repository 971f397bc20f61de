"""The link the phone got opens the letter, until it is revoked."""

import re

from odoo.tests import HttpCase, tagged

from .common import TextCommon


@tagged("post_install", "-at_install")
class TestTextLink(TextCommon, HttpCase):
    def test_the_link_of_the_text_works_until_it_is_revoked(self):
        self._text()
        self._work_queue()
        path = re.search(r"/reconciliation/[0-9a-f]{32}$", self.double.sends[0]["text"])[0]
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("AR-1", page.text)
        self.letter.with_user(self.supervisor).action_revoke_link()
        page = self.url_open(path)
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("AR-1", page.text)
