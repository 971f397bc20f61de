"""Workers that stop between two chunks of a plan, or with a letter in the hands of the mail server."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .test_race import ReminderRace


@tagged("post_install", "-at_install")
class TestReminderKilled(ReminderRace):
    def test_killed_between_two_chunks_of_the_plan(self):
        """What was planned stays; the next run plans the others, and tells everybody once."""
        self.run_until_killed("""
            planner = type(env["reminder.planner"])
            plan, plan_all, chunks = planner._plan_chunk, planner._plan, []
            def plan_chunk(self, company, today, partners, *args):
                if chunks:
                    die()
                chunks.append(partners)
                return plan(self, company, today, partners, *args)
            planner._plan_chunk = plan_chunk
            planner._plan = lambda self, company, today: plan_all(self, company, today, chunk=2)
            env["reminder.job"]._take_steps(env.company, env.company._get_reminder_now().date())
        """)
        self.assertEqual(self._state(), (2, [], 0))
        looked_at, planner = [], self.registry["reminder.planner"]
        plan = planner._plan_chunk

        def plan_chunk(planner, company, today, partners, *args):
            looked_at.extend(partners)
            return plan(planner, company, today, partners, *args)

        with self._provider(), patch.object(planner, "_plan_chunk", plan_chunk):
            self.committed(self._remind)
        self.assertEqual(looked_at, self.partner_ids[2:], "it goes on where the dead one ended")
        self.assertEqual(self._state(), (5, ["sent"] * 5, 5))

    def test_stopped_between_two_chunks_tells_nobody_half(self):
        """Where time runs out, the run says what is left and writes no digest yet."""
        planner = self.registry["reminder.planner"]
        plan, reports = planner._plan, []

        def in_small_chunks(planner, company, today):
            return plan(planner, company, today, chunk=2)

        def no_time(cron, processed=0, *, remaining=None, **_options):
            cron.env.cr.commit()
            reports.append((processed, remaining))
            return 0

        with self._provider(), patch.object(planner, "_plan", in_small_chunks):
            with patch.object(self.registry["ir.cron"], "_commit_progress", no_time):
                self.committed(self._remind)
            self.assertEqual(self._state(), (2, [], 0))
            self.assertEqual(reports[-2:], [(0, 5), (2, None)])
            self.committed(self._remind)
        self.assertEqual(self._state(), (5, ["sent"] * 5, 5))

    # --- letters ------------------------------------------------------------

    def test_a_letter_the_mail_server_took_before_the_death_is_never_sent_twice(self):
        self.addCleanup(self.committed, self._take_letters_away)
        letter_id = self.committed(self._queue_letter)
        self._send_letter_and_die()
        self.assertEqual(self._letter_state(letter_id), ("queued", ["sending"]))
        self._age_letter(letter_id)
        for _run in range(2):
            self._send_what_is_left()
        self.assertEqual(self._letter_state(letter_id), ("unknown", ["unknown"]))
        self.assertEqual(len(self.calls.read_text().splitlines()), 1)

    def _queue_letter(self, env):
        """Queue the letter to the first customer, as of ten days later, past all days off."""
        later = self.today + timedelta(days=10)
        env["res.partner"].browse(self.partner_ids[1:]).write(
            {"reminder_exempt": True, "reminder_exempt_reason": "Only the first one"}
        )
        env["reminder.planner"]._plan(env.company, later)
        notices = env["reminder.notice"].search([("partner_id", "in", self.partner_ids)])
        (notices.filtered(lambda notice: notice.audience != "customer"))._as_reminder().write(
            {"state": "dropped", "state_reason": "cancelled"}
        )
        letter = env["reminder.letter.writer"]._write_letters(env.company, later)
        letter.by_text = False
        env["reminder.letter.writer"]._queue_letters(letter)
        return letter.id

    def _send_letter_and_die(self):
        self.run_until_killed(f"""
            server = type(env["ir.mail_server"])
            type(env["reminder.letter"])._prepare_file = lambda letters: None
            server._disable_send = lambda *args: False
            server._connect__ = lambda *args, **kwargs: None
            def send_email(self, message, *args, **kwargs):
                with open({str(self.calls)!r}, "a") as file:
                    file.write(message["To"] + "\\n")
                die()
            server.send_email = send_email
            env["reminder.message"]._send_ready(env.company)
        """)

    def _send_what_is_left(self):
        def send_email(_server, message, *args, **kwargs):
            with self.calls.open("a") as file:
                file.write(message["To"] + "\n")
            return message["Message-Id"]

        def work(env):
            env["reminder.message"]._mark_dead()
            env["reminder.message"]._send_ready(env.company)

        server = self.registry["ir.mail_server"]
        with (
            patch.object(server, "_disable_send", lambda *args: False),
            patch.object(server, "_connect__", lambda *args, **kwargs: None),
            patch.object(server, "send_email", send_email),
        ):
            self.committed(work)

    def _letter_state(self, letter_id):
        def work(env):
            letter = env["reminder.letter"].browse(letter_id)
            return letter.state, letter.message_sent_ids.mapped("state")

        return self.committed(work)

    def _age_letter(self, letter_id):
        self.committed(
            lambda env: env.cr.execute(
                "UPDATE reminder_message SET claimed_on = claimed_on - interval '20 minutes' WHERE letter_id = %s",
                [letter_id],
            )
        )

    def _take_letters_away(self, env):
        """Delete the letters below the guards that rightly refuse it."""
        cr = env.cr
        letters = env["reminder.letter"].search([("partner_id", "in", self.partner_ids)])
        messages = letters.message_sent_ids
        for record in (letters, messages):
            args = [record._name, record.ids]
            cr.execute("DELETE FROM mail_activity WHERE res_model = %s AND res_id = ANY(%s)", args)
            cr.execute("DELETE FROM mail_followers WHERE res_model = %s AND res_id = ANY(%s)", args)
            cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id = ANY(%s)", args)
        cr.execute("DELETE FROM reminder_log WHERE message_id = ANY(%s)", [messages.ids])
        cr.execute("DELETE FROM reminder_message_notice_rel WHERE message_id = ANY(%s)", [messages.ids])
        cr.execute("DELETE FROM reminder_message WHERE id = ANY(%s)", [messages.ids])
        cr.execute("DELETE FROM reminder_letter_line WHERE letter_id = ANY(%s)", [letters.ids])
        cr.execute("UPDATE reminder_notice SET letter_id = NULL WHERE letter_id = ANY(%s)", [letters.ids])
        cr.execute("DELETE FROM reminder_letter WHERE id = ANY(%s)", [letters.ids])
