"""From the text to the answer in two taps, and a letter with one click: on a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import ReminderCommon


class ReminderTours(ReminderCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.noted, self.promised = self._open_invoice(0, 1000.0), self._open_invoice(1, 2000.0)
        self._open_invoice(-3, 300.0)
        self._run()

    def _answer_story(self):
        self.start_tour("/due", "payment_reminder_answer", login=self.salesperson.login)
        noted = self._notices(move_id=self.noted.id, recipient=self.salesperson)
        self.assertEqual(noted.noted_by_id, self.salesperson)
        promised = self._notices(move_id=self.promised.id, recipient=self.salesperson)
        self.assertEqual((promised.amount_promised, promised.promise_state), (2000.0, "open"))

    def _letter_story(self):
        self.start_tour("/odoo/dunning-letters", "payment_reminder_letter", login=self.clerk.login)
        self.assertEqual(
            self.env["reminder.letter"].search([("partner_id", "=", self.partner.id)]).state, "queued"
        )


@tagged("post_install", "-at_install")
class TestReminderToursOnADesk(ReminderTours):
    def test_a_letter_with_one_click(self):
        self._letter_story()


@tagged("post_install", "-at_install")
class TestReminderToursOnAPhone(ReminderTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_an_answer_in_two_taps(self):
        self._answer_story()

    def test_a_letter_with_one_click(self):
        self._letter_story()
