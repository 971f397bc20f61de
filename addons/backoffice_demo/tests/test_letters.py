"""The letters of the demo company were sent, answered, counted and handed over, each on its day."""

from odoo.tests import tagged

from .common import DemoCase

STATES = {
    "agreed_online": "agreed",
    "agreed_paper": "filed",
    "unsealed": "agreed",
    "wrong_seal": "agreed",
    "transit": "disputed",
    "price": "disputed",
    "reconciled": "settled",
    "asked": "disputed",
    "superseded": "superseded",
    "mill_price": "disputed",
    "mill_paper": "agreed",
    "mill_online": "agreed",
}


@tagged("post_install", "-at_install")
class TestLetters(DemoCase):
    def _letter(self, key):
        return self.ref(f"letter_{key}")

    def test_every_story_is_told(self):
        self.assertEqual({row["key"] for row in self.rows("letter_answers")}, set(STATES))
        for key, state in STATES.items():
            self.assertEqual(self._letter(key).state, state, key)

    def test_only_a_seal_that_counts_completes_a_letter(self):
        complete = {key for key in STATES if self._letter(key).completed_on}
        self.assertEqual(
            complete, {"agreed_online", "agreed_paper", "reconciled", "mill_paper", "mill_online"}
        )

    def test_differences_explain_the_balances_but_for_one(self):
        for key in ("transit", "price", "reconciled", "asked", "mill_price"):
            [part] = self._letter(key)._get_statements()
            self.assertEqual(part.figures.unexplained, -50.0 if key == "transit" else 0.0, key)
            self.assertTrue(part.figures.explained, key)
            self.assertEqual(part.rest.effect, part.figures.unexplained, key)
            self.assertEqual(bool(part.rest.user_id and part.rest.date_due), key == "transit", key)

    def test_differences_stand_where_their_story_left_them(self):
        states = {key: set(self._letter(key).difference_ids.mapped("state")) for key in STATES}
        self.assertEqual(states["transit"], {"open"})
        self.assertEqual(states["price"], {"proposed"})
        self.assertEqual(states["asked"] | states["reconciled"], {"resolved"})
        self.assertTrue(self._letter("asked").reconfirm_on)

    def test_the_paper_original_is_kept(self):
        letter = self._letter("agreed_paper")
        self.assertTrue(letter.original_on and letter.answer_id.original_place)
        self.assertEqual(letter.original_on, letter.completed_on)

    def test_a_late_posting_brought_another_letter(self):
        old = self._letter("superseded")
        new = old.superseded_by_id
        self.assertTrue(old.changed_after)
        self.assertEqual((new.closing, new.state in ("sent", "silent")), (old.closing - 1000.0, True))

    def test_letters_are_intact_and_agree_with_the_books(self):
        letters = self.env["reconciliation.letter"].search([("company_id", "=", self.company.id)])
        self.assertFalse(letters.filtered(lambda letter: not letter.is_intact))
        self.assertFalse(letters.filtered(lambda letter: letter.ledger_gap and letter.state != "superseded"))

    def test_nothing_happened_before_its_letter_or_after_today(self):
        letters = self.env["reconciliation.letter"].search([("sent_on", "!=", False)])
        self.assertTrue(letters)
        for letter in letters:
            days = [letter.cutoff, letter.sent_on.date(), letter.replied_on, letter.completed_on]
            days = [day for day in days if day] + [self.workshop.today]
            self.assertEqual(days, sorted(days), letter.name)

    def test_the_older_month_is_frozen_with_its_late_ones(self):
        month = self.ref("letters_receivable_before")
        rate = self.env["reconciliation.rate"].search(
            [("kind", "=", "receivable"), ("cutoff", "=", month.cutoff)]
        )
        self.assertEqual((rate.scope, rate.sent), (len(month.letter_ids),) * 2)
        self.assertEqual((rate.completed, rate.late), (rate.scope - 3, 2))
        self.assertEqual(rate.frozen_on.date(), rate.deadline)  # the first hour of the next day in Shanghai

    def test_who_keeps_silent_was_reminded_and_nothing_waits_to_leave(self):
        silent = self.ref("letters_receivable_before").letter_ids.filtered(lambda one: one.state == "silent")
        self.assertEqual((len(silent), silent.reminder_stage), (1, 3))
        waiting = [("model", "=", "reconciliation.letter"), ("state", "=", "outgoing")]
        self.assertFalse(self.env["mail.mail"].search(waiting))

    def test_confirmed_letters_of_mills_are_handed_over(self):
        before, last = self.ref("letters_handover_before"), self.ref("letters_handover")
        self.assertEqual((before.state, before.missing_count, before.is_late), ("received", 0, False))
        self.assertEqual(last.state, "handed")
        self.assertIn(self._letter("mill_paper"), last.line_ids.letter_id)
        self.assertNotIn(self._letter("mill_price"), last.line_ids.letter_id)

    def test_some_letters_are_there_to_be_sent_and_answered(self):
        letters = self.ref("letters_receivable").letter_ids
        self.assertEqual(len(letters.filtered(lambda letter: letter.state == "reviewed")), 3)
        for name in ("customer_yaoguang", "mill_qinghe"):
            letter = self.env["reconciliation.letter"].search(
                [("partner_id", "=", self.ref(name).id)], order="cutoff desc", limit=1
            )
            self.assertIn(letter.state, ("sent", "silent"), name)
