"""Told once, or known not to be: outcomes, quiet hours, copies of the database, the desk."""

from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_path

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestSending(ReminderCommon):
    def _text(self, answer="success", **run):
        """Send one text; return its message."""
        self.put_link_into_texts()
        self._open_invoice(0)
        self._run(answer=answer, **run)
        return self._messages(channel="text")

    def test_a_text_is_sent_once(self):
        message = self._text()
        self.assertEqual((message.state, message.address), ("sent", "+8613812345678"))
        self.assertTrue(message.sent_on and message.uuid)
        self.assertEqual(self.env["sms.sms"].search([("uuid", "=", message.uuid)]).state, "pending")
        self.assertFalse(self._run(hour=11))

    def test_a_refusal_is_a_failure(self):
        message = self._text("insufficient_credit")
        self.assertEqual((message.state, message.failure), ("failed", "Insufficient Credit"))

    def test_an_outcome_nobody_knows_is_never_sent_again_by_itself(self):
        message = self._text("server_error")
        self.assertEqual(message.state, "unknown")
        self.assertFalse(self._run(hour=12), "not even by the next run")
        self.assertNotIn(message.body, [body for _number, body in self._run(self.today + timedelta(days=1))])

    def test_what_another_worker_sent_meanwhile_is_not_put_off(self):
        message = self._text()
        message._put_off(ValueError("no such font"))
        self.assertEqual((message.state, message.tries, message.failure), ("sent", 0, False))

    def test_one_bad_answer_does_not_touch_the_others(self):
        """Of five texts the provider breaks down at the fourth: three sent, one unknown, one sent."""
        calls = []

        def answer(_number):
            calls.append(1)
            if len(calls) == 4:
                raise ValueError("not JSON")
            return "success"

        for amount in (5.0, 4.0, 3.0, 2.5, 2.0):
            self._open_invoice(0, amount)
        self._run(answer=answer)
        self.assertEqual(
            self._messages(channel="text").sorted("id").mapped("state"), ["sent"] * 3 + ["unknown"] + ["sent"]
        )
        self.assertEqual(len(calls), 5)

    def test_without_a_number_it_is_an_item_on_the_desk(self):
        self.salesperson.partner_id.phone = False
        message = self._text()
        self.assertEqual((message.state, message.reason), ("unreachable", "no_phone"))
        self.assertEqual(message.activity_ids.user_id, self.supervisor)
        self.assertEqual(self._notices().state, "told", "the list in the application told it")

    def test_who_stays_out_of_reach_is_one_item_on_the_desk(self):
        self.salesperson.partner_id.phone = False
        first = self._text()
        self._run(self.today + timedelta(days=1))
        last = self._messages(channel="text", user_id=self.salesperson.id) - first
        self.assertEqual((first.state, first.activity_ids.ids, last.state), ("cancelled", [], "unreachable"))

    def test_who_opted_out_gets_no_text(self):
        self.env["phone.blacklist"]._add(["+8613812345678"])
        message = self._text()
        self.assertEqual((message.state, message.reason), ("unreachable", "opted_out"))

    def test_quiet_hours_wait(self):
        self.company.write({"reminder_quiet_from": 8.0, "reminder_quiet_to": 12.0})
        message = self._text(hour=10)
        self.assertEqual(message.state, "ready")
        self.assertEqual(len(self._run(hour=12)), 1)
        self.assertEqual(message.state, "sent")

    def test_a_copied_database_sends_nothing(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", "1")
        self._open_invoice(0)
        self.assertFalse(self._run())
        self.assertFalse(self._messages())

    def test_neutralising_takes_back_what_waits(self):
        """Also what the gateway took over: the original sends it, and hears of it."""
        self.company.write({"reminder_quiet_from": 8.0, "reminder_quiet_to": 12.0})
        message = self._text(hour=10)
        for state in ("ready", "sending", "handed"):
            with self.subTest(state):
                message._as_reminder().write({"state": state})
                self.env.flush_all()
                self.env.cr.execute(Path(file_path("payment_reminder/data/neutralize.sql")).read_text())
                self.env.invalidate_all()
                self.assertEqual((message.state, self.company.reminder_active), ("cancelled", False))

    def test_what_a_dead_worker_left_is_unknown(self):
        message = self._text()
        with self.at(hour=10):
            message._as_reminder().write({"state": "sending", "claimed_on": fields.Datetime.now()})
        self._run(hour=10.2)
        self.assertEqual(message.state, "sending", "its worker may still be at it")
        self._run(hour=11)
        self.assertEqual(message.state, "unknown")
        self.assertEqual(message.activity_ids.user_id, self.supervisor)

    def test_the_desk_reads_its_own_language(self):
        """The scheduled action has another one."""
        self.env["res.lang"]._activate_lang("zh_TW")
        self.supervisor.lang = "zh_TW"
        message = self._text("server_error")
        note = message.with_context(lang="zh_TW")._get_desk_note("unknown")
        self.assertNotEqual(note, message.with_context(lang="en_US")._get_desk_note("unknown"))
        self.assertIn(note, message.activity_ids.note)

    # --- the desk -----------------------------------------------------------

    def test_the_desk_says_it_arrived(self):
        message = self._text("server_error")
        message.with_user(self.clerk).action_arrived()
        self.assertEqual(message.state, "sent")
        log = self.env["reminder.log"].search([("message_id", "=", message.id)])
        self.assertEqual(log.mapped("event"), ["cleared", "unknown"])
        self.assertEqual(log[0].by_id, self.clerk)

    def test_the_desk_sends_again_as_a_new_message(self):
        message = self._text("server_error")
        message.with_user(self.clerk).action_send_again()
        self.assertEqual(len(self._run(hour=12)), 1)
        again = self._messages(channel="text") - message
        self.assertEqual((message.state, again.state, again.attempt), ("cancelled", "sent", 1))
        self.assertNotEqual(message.uuid, again.uuid)
        with self.assertRaises(UserError):
            message.with_user(self.clerk).action_send_again()

    def test_a_completed_number_is_used_when_sent_again(self):
        self.salesperson.partner_id.phone = False
        message = self._text()
        self.salesperson.partner_id.phone = "13900001111"
        message.with_user(self.clerk).action_send_again()
        self.assertEqual(self._run(hour=12)[0][0], "+8613900001111")
        self.assertFalse(message.activity_ids)

    def test_the_desk_told_by_word_of_mouth(self):
        message = self._text("insufficient_credit")
        message.with_user(self.clerk).action_told_otherwise()
        self.assertEqual((message.state, message.channel), ("sent", "call"))

    def test_only_the_desk_decides(self):
        message = self._text("server_error")
        for name in ("action_arrived", "action_send_again", "action_told_otherwise"):
            with self.subTest(name=name), self.assertRaises(UserError):
                getattr(message.with_user(self.salesperson), name)()

    def test_messages_are_written_by_nobody(self):
        message = self._text()
        for attack in (
            lambda: message.write({"state": "ready"}),
            lambda: message.with_context(reminder_token=True).write({"state": "ready"}),
            lambda: message.copy(),
            lambda: message.unlink(),
        ):
            with self.assertRaises(AccessError):
                attack()
