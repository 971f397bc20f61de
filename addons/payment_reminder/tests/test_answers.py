"""Noted, promised, or why not: in two taps, by whom it concerns; a broken promise brings the next stage forward."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestAnswers(ReminderCommon):
    def _notice(self, days=0, amount=1000.0, day=None):
        invoice = self._open_invoice(days, amount)
        self._run(day)
        return self._notices(move_id=invoice.id, recipient=self.salesperson).with_user(self.salesperson)

    def _answer(self, notice, **values):
        action = notice.action_answer()
        return (
            self.env["reminder.answer"]
            .with_user(notice.env.user)
            .with_context(**action["context"])
            .create(values)
        )

    def _promise(self, notice, days, amount=None, **values):
        with self.at():
            answer = self._answer(notice, date_promised=self.today + timedelta(days=days), **values)
            if amount:
                answer.amount = amount
            answer.action_save()

    def test_one_tap_is_noted(self):
        notice = self._notice()
        notice.action_note()
        self.assertTrue(notice.is_answered)
        self.assertEqual(notice.noted_by_id, self.salesperson)

    def test_noted_is_no_promise(self):
        notice = self._notice(1)
        self.assertEqual(notice.required_answer, "promise")
        notice.action_note()
        self.assertFalse(notice.is_answered)

    def test_two_taps_are_a_promise_of_the_whole_amount(self):
        notice = self._notice(1)
        with self.at():
            self._answer(notice).action_in_a_week()
        self.assertEqual(
            (notice.date_promised, notice.amount_promised), (self.today + timedelta(days=7), 1000.0)
        )
        self.assertTrue(notice.is_answered)
        promise = self._promises(notice.promise_ref)
        self.assertEqual((promise.user_id, promise.move_id), (self.salesperson, notice.move_id))

    def test_overdue_asks_for_a_reason(self):
        notice = self._notice(-1)
        self.assertEqual(notice.required_answer, "reason")
        with self.assertRaises(UserError), self.at():
            self._answer(notice).action_in_a_week()
        with self.at():
            self._answer(notice, reason="cash", note="Waits for a loan").action_in_a_week()
        self.assertTrue(notice.is_answered)
        self.assertEqual((notice.reason, notice.reason_note), ("cash", "Waits for a loan"))

    def test_an_answer_says_something(self):
        with self.assertRaises(UserError):
            self._answer(self._notice(1)).action_save()

    def test_no_promise_for_yesterday_or_of_nothing(self):
        notice = self._notice(1)
        with self.assertRaises(ValidationError):
            self._promise(notice, -1)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._promise(notice, 1, amount=-5.0)

    def test_only_who_was_told_or_the_desk_answers(self):
        notice = self._notice()
        with self.assertRaises(AccessError):
            notice.with_user(self.other_seller).action_note()
        with self.assertRaises(UserError):
            notice.with_user(self.sales_manager).action_note()
        with self.assertRaises(AccessError):
            notice.with_user(self.accountant).write({"is_answered": True})
        notice.with_user(self.clerk).action_note()
        self.assertEqual(notice.noted_by_id, self.clerk)

    def test_an_open_promise_suppresses_the_next_reminders_and_letters(self):
        notice = self._notice(1)
        self._promise(notice, 10)
        self._plan(self.today + timedelta(days=5))
        self.assertNotIn((3, "customer"), self._told())
        self.assertNotIn((0, "salesperson"), self._told())

    def test_a_promise_of_a_part_suppresses_nothing(self):
        notice = self._notice(1)
        self._promise(notice, 10, amount=400.0)
        self._plan(self.today + timedelta(days=1))
        self.assertIn((0, "salesperson"), self._told())

    def test_a_broken_promise_brings_the_next_stage_forward_once(self):
        notice = self._notice(1)  # due tomorrow: the stage of one day before
        self._promise(notice, 0)
        broken_on = self.today + timedelta(days=1)  # the day of the stage "due today"
        self._run(broken_on)
        ahead = self._notices(recipient=self.salesperson, planned_on=broken_on)
        self.assertEqual(ahead.stage_id, self._stage("after_1"))
        self.assertTrue(ahead.escalated)
        self.assertIn((1, "manager"), self._told())
        self.assertEqual(notice.promise_state, "broken")
        self._run(broken_on + timedelta(days=1))
        self.assertEqual(
            len(self._notices(recipient=self.salesperson, stage_id=self._stage("after_1").id)),
            1,
            "told already",
        )

    def test_how_a_customer_keeps_its_word(self):
        notice = self._notice(1)
        self.assertEqual((self.partner.reminder_promise_count, self.partner.reminder_kept_ratio), (0, 0.0))
        self._promise(notice, 1)
        self._receipt(1000.0, invoice=notice.sudo().move_id, on=self.today)
        other = self._notice(1, 300.0, day=self.today + timedelta(days=1))
        self._promise(other or self._notices(amount=300.0)[:1].with_user(self.salesperson), 0)
        self.env.invalidate_all()
        with self.at(self.today + timedelta(days=5)):
            self.assertEqual(self.partner.reminder_promise_count, 2)
            self.assertEqual(self.partner.reminder_kept_ratio, 0.5)

    def test_a_promise_stays_as_it_was_given(self):
        notice = self._notice(1)
        self._promise(notice, 3)
        promise = self._promises(notice.promise_ref)
        with self.assertRaises(UserError):
            promise.amount = 5.0
        with self.assertRaises(UserError):
            promise.with_user(self.clerk).unlink()
