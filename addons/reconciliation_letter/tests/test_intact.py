"""A letter changed outside the program is not shown, not answered, not sent and not reminded of."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .answer_common import PDF
from .test_portal import PortalCommon

WORDS = "changed outside the program"
SORRY = "please ask us for a new one"


@tagged("post_install", "-at_install")
class TestBrokenSeal(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter._seal()
        rendered = patch.object(
            cls.registry["reconciliation.letter"], "_render_pdf", lambda self: dict.fromkeys(self.ids, PDF)
        )
        cls.startClassPatcher(rendered)

    def _break(self, letter=None):
        """Change one figure behind the back of the program."""
        letter = letter or self.letter
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE reconciliation_letter_line SET amount = 712 WHERE id = %s", letter.line_ids[:1].id)
        )
        self.env.invalidate_all()

    def _told(self):
        return self.letter.activity_ids.filtered(lambda activity: WORDS in activity.summary)

    def test_an_intact_letter_is_shown_and_answered(self):
        self.assertNotIn(SORRY, self._open(self.link).text)
        self._send_answer(result="agreed")
        self.assertEqual((self.letter.state, self.letter.seal_broken_on), ("agreed", False))

    def test_the_page_shows_no_figure_and_the_owner_is_told_once(self):
        self._break()
        for _twice in range(2):
            page = self._open(self.link)
            self.assertEqual(page.status_code, 409)
            self.assertIn(SORRY, page.text)
            self.assertIn(self.clerk.name, page.text)
            self.assertNotIn("712", page.text)
        self.assertEqual(self._open(f"{self.link}/pdf").status_code, 409)
        self.env.invalidate_all()
        self.assertEqual(self._told().user_id, self.clerk)
        self.assertEqual(len(self._told()), 1)
        self.assertTrue(self.letter.seal_broken_on)

    def test_it_takes_neither_answer_nor_file(self):
        page = self._create_page_of_another()
        self._break()
        for path, form in (("answer", {"result": "agreed"}), ("scan", {})):
            files = {"scan": ("seal.pdf", PDF, "application/pdf")}
            response = self._post(
                f"{self.link}/{path}", {"signer_name": "Mrs Wang", **form}, files, page=page
            )
            self.assertEqual(response.status_code, 409)
        self.assertEqual((self.letter.state, len(self.letter.answer_ids)), ("sent", 0))
        with self.assertRaises(UserError):
            self.letter.with_user(self.env.ref("base.public_user")).sudo()._answer_from_page({}, [], "")

    def test_no_paper_answer_is_entered_and_nobody_notes_its_delivery(self):
        letter = self.letter.with_user(self.clerk)
        self.assertTrue(letter.can_enter_answer)
        entry = self.env["reconciliation.answer.entry"].with_user(self.clerk)
        entry = entry.create({"letter_id": letter.id, "signer_name": "Mrs Wang"})
        self._break()
        for attempt in (entry.action_record, letter.action_mark_delivered):
            with self.assertRaisesRegex(UserError, WORDS):
                attempt()
        self.assertFalse(letter.can_enter_answer)
        self.assertEqual((letter.state, len(letter.answer_ids)), ("sent", 0))

    def _create_page_of_another(self):
        """Return the page of a letter that still has its form, for the token against forged forms."""
        return self._sent(self._create_partner("Another"))._get_link_path()

    def test_it_is_not_sent_again_by_any_channel(self):
        self._break()
        letter = self.letter.with_user(self.clerk)
        self.customer.phone = "0912345678"
        for send in (letter.action_send_mail, letter.action_print, letter.action_text):
            with self.assertRaisesRegex(UserError, WORDS):
                send()
        self.assertFalse(self.letter.dispatch_ids)

    def test_a_failed_sending_is_not_repeated(self):
        row = self.letter._dispatch("mail")
        row._amend({"state": "bounced"})
        self._break()
        with self.assertRaisesRegex(UserError, WORDS):
            row.with_user(self.clerk).action_resend()

    def test_what_was_queued_before_does_not_leave(self):
        rows = self.letter._dispatch("mail") + self.letter._dispatch("text")
        self._break()
        for row in rows:
            row._send()
        self.assertEqual(set(rows.mapped("state")), {"failed"})
        self.assertIn(WORDS, rows[0].reason)
        self.assertFalse(any(rows.mapped("text")))
        self.assertEqual(len(self._told()), 1)

    def test_nobody_is_reminded_of_it(self):
        self._break()
        with self.assertRaisesRegex(UserError, WORDS):
            self.letter.with_user(self.clerk).action_remind()
        with freeze_time("2026-11-09 02:00:00"):
            for _twice in range(2):
                self.letter._do_remind()
        self.assertFalse(self.letter.reminder_ids)
        self.assertEqual((self.letter.reminder_stage, len(self._told())), (0, 1))

    def test_no_re_confirmation_is_asked_of_it(self):
        self._dispute(self.letter)
        self._resolve(self.letter.difference_ids)
        self._break()
        with self.assertRaisesRegex(UserError, WORDS):
            self.letter.with_user(self.clerk).action_ask_reconfirmation()
        self.assertFalse(self.letter.reconfirm_on)
