"""Sent, answered on the page, sealed and completed; disputed, cleared and settled: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .answer_common import AnswerCommon


class LetterTours(AnswerCommon, HttpCase):
    def _agree_story(self):
        letter = self._sent()
        self.start_tour(letter._get_link_path(), "reconciliation_letter_agree")
        self.env.invalidate_all()
        self.assertEqual((letter.state, bool(letter.completed_on)), ("agreed", False))
        self.start_tour(
            f"/odoo/reconciliation-letters/{letter.id}", "reconciliation_letter_seal", login=self.clerk.login
        )
        self.env.invalidate_all()
        self.assertEqual((letter.state, bool(letter.completed_on)), ("filed", True))

    def _dispute_story(self):
        letter = self._sent()
        self.start_tour(letter._get_link_path(), "reconciliation_letter_dispute")
        self.env.invalidate_all()
        self.assertEqual((letter.state, letter.difference_ids.effect), ("disputed", -700.0))
        self._resolve(letter.difference_ids)
        self.start_tour(
            f"/odoo/reconciliation-letters/{letter.id}",
            "reconciliation_letter_reconfirm",
            login=self.clerk.login,
        )
        self.authenticate(None, None)
        self.start_tour(letter._get_link_path(), "reconciliation_letter_agree")
        self.env.invalidate_all()
        self.assertEqual(letter.state, "settled")


@tagged("post_install", "-at_install")
class TestLetterToursOnADesk(LetterTours):
    def test_agreed_sealed_and_filed(self):
        self._agree_story()

    def test_disputed_cleared_and_settled(self):
        self._dispute_story()


@tagged("post_install", "-at_install")
class TestLetterToursOnAPhone(LetterTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_agreed_sealed_and_filed(self):
        self._agree_story()

    def test_disputed_cleared_and_settled(self):
        self._dispute_story()
