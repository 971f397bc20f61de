"""Two workers at once, and workers killed in the middle. These tests commit, and take away again what they made."""

import tempfile
import uuid
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_base.tests.committing import CommittedCase
from odoo.addons.sms.tools.sms_api import SmsApi

TABLES = (
    "reminder_log",
    "reminder_message_notice_rel",
    "reminder_letter_line",
    "reminder_message",
    "reminder_notice",
    "reminder_letter",
    "sms_sms",
)
SETTINGS = (
    "reminder_active",
    "reminder_tz",
    "reminder_hour",
    "reminder_quiet_from",
    "reminder_quiet_to",
    "reminder_text_cap",
)


class ReminderRace(CommittedCase):
    def setUp(self):
        super().setUp()
        self.calls = Path(tempfile.mkstemp()[1])
        self.addCleanup(self.calls.unlink)
        self.committed(self._prepare)
        self.addCleanup(self.committed, self._take_away)

    def _prepare(self, env):
        """One salesperson with a phone, five customers who owe since today; nobody else is reminded of."""
        self.kept = {name: env.company[name] for name in SETTINGS}
        env.company.write(
            {
                "reminder_active": True,
                "reminder_hour": 0.0,
                "reminder_quiet_from": 0.0,
                "reminder_quiet_to": 0.0,
            }
        )
        self.today = env.company._get_reminder_now().date()
        self.worked = (
            env["backoffice.workday"]
            .create(
                {"date": self.today, "kind": "work", "name": uuid.uuid4().hex, "company_id": env.company.id}
            )
            .id
        )
        self.user = new_test_user(env, f"race_{uuid.uuid4().hex[:8]}", "backoffice_base.group_salesperson")
        self.user.partner_id.write({"phone": "+8613812345678", "email": False})
        self.user_id, self.user_partner_id = self.user.id, self.user.partner_id.id
        self.partner_ids = [self._owes(env, number).id for number in range(5)]

    def _owes(self, env, number):
        partner = env["res.partner"].create(
            {"name": f"Race {number}", "is_company": True, "user_id": self.user_id, "email": "r@example.com"}
        )
        line = {"name": "Paper", "quantity": 1, "price_unit": 100.0 + number, "tax_ids": [Command.clear()]}
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": date.today() - timedelta(days=30),
                "invoice_date_due": self.today,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        invoice.action_post()
        return partner

    def _take_away(self, env):
        """Delete what the test made, below the guards that rightly refuse it."""
        cr = env.cr
        cr.execute("SELECT id FROM reminder_notice WHERE partner_id = ANY(%s)", [self.partner_ids])
        notices = [row[0] for row in cr.fetchall()]
        cr.execute(
            "SELECT DISTINCT message_id FROM reminder_message_notice_rel WHERE notice_id = ANY(%s)", [notices]
        )
        messages = [row[0] for row in cr.fetchall()]
        cr.execute("DELETE FROM reminder_log WHERE notice_id = ANY(%s)", [notices])
        cr.execute("DELETE FROM reminder_message_notice_rel WHERE notice_id = ANY(%s)", [notices])
        cr.execute(
            "DELETE FROM mail_activity WHERE res_model = 'reminder.message' AND res_id = ANY(%s)", [messages]
        )
        cr.execute("DELETE FROM reminder_message WHERE id = ANY(%s)", [messages])
        cr.execute("DELETE FROM reminder_notice WHERE id = ANY(%s)", [notices])
        cr.execute("DELETE FROM sms_sms WHERE partner_id = %s", [self.user_partner_id])
        moves = env["account.move"].search([("partner_id", "in", self.partner_ids)])
        moves.button_draft()
        moves.with_context(force_delete=True).unlink()
        env["res.partner"].browse(self.partner_ids).unlink()
        env["res.users"].browse(self.user_id).unlink()
        env["res.partner"].browse(self.user_partner_id).unlink()
        env["backoffice.workday"].browse(self.worked).unlink()
        cr.execute("DELETE FROM reminder_progress WHERE company_id = %s", [env.company.id])
        env.company.write(self.kept)

    # --- what happened ------------------------------------------------------

    def _state(self):
        """Return (number of notices, states of the texts, number of texts the provider got)."""

        def work(env):
            notices = env["reminder.notice"].search(
                [("partner_id", "in", self.partner_ids), ("user_id", "=", self.user_id)]
            )
            texts = env["reminder.message"].search([("user_id", "=", self.user_id), ("channel", "=", "text")])
            return len(notices), sorted(texts.mapped("state"))

        return (*self.committed(work), len(self.calls.read_text().splitlines()))

    def _remind(self, env):
        env["reminder.job"]._cron_remind()

    def _provider(self):
        """A provider that notes every number it gets in a file, across processes."""

        def send(_api, messages, delivery_reports_url=False):
            numbers = [number for message in messages for number in message["numbers"]]
            with self.calls.open("a") as file:
                file.writelines(f"{number['uuid']}\n" for number in numbers)
            return [{"uuid": number["uuid"], "state": "success"} for number in numbers]

        return patch.object(SmsApi, "_send_sms_batch", send)

    def _run_and_die(self, before_the_provider, texts=1):
        """Remind in another process that is killed at the provider, before or after it took the text."""
        self.run_until_killed(f"""
                from odoo.addons.sms.tools.sms_api import SmsApi
                taken = []
                def send(self, messages, delivery_reports_url=False):
                    taken.append(1)
                    last = len(taken) >= {texts}
                    if last and {before_the_provider}:
                        die()
                    with open({str(self.calls)!r}, "a") as file:
                        file.write(messages[0]["numbers"][0]["uuid"] + "\\n")
                    if last:
                        die()
                    return [{{"uuid": messages[0]["numbers"][0]["uuid"], "state": "success"}}]
                SmsApi._send_sms_batch = send
                env["reminder.job"]._cron_remind()
        """)

    def _age_claims(self):
        self.committed(
            lambda env: env.cr.execute(
                "UPDATE reminder_message SET claimed_on = claimed_on - interval '20 minutes' WHERE user_id = %s",
                [self.user_id],
            )
        )


@tagged("post_install", "-at_install")
class TestReminderRace(ReminderRace):
    def test_two_workers_at_once_tell_everything_once(self):
        with self._provider():
            self.race(self._remind, self._remind, replayed=False)
        self.assertEqual(self._state(), (5, ["sent"] * 5, 5))

    def test_two_workers_plan_what_was_dropped_once(self):
        def plan_and_drop(env):
            env["reminder.planner"]._plan(env.company, self.today)
            notices = env["reminder.notice"].search([("partner_id", "in", self.partner_ids)])
            notices._as_reminder().write({"state": "dropped", "state_reason": "settled"})
            return len(notices)

        self.assertEqual(self.committed(plan_and_drop), 5)
        with self._provider():
            self.race(self._remind, self._remind, replayed=False)
        self.assertEqual(self._state(), (5, ["sent"] * 5, 5))

    def test_two_workers_take_up_what_came_back_once(self):
        self.addCleanup(self.committed, self._forget_bounces)
        with self._provider():
            self.committed(self._remind)
        self.committed(self._come_back)

        def clear_up(env):
            env["reminder.job"]._replayed(env["reminder.job"]._clear_up)

        self.race(clear_up, clear_up, replayed=False)
        self.assertEqual(self._state(), (5, ["failed"] + ["sent"] * 4, 5))

        def noted(env):
            text = env["reminder.message"].search([("user_id", "=", self.user_id), ("state", "=", "failed")])
            log = env["reminder.log"].search([("message_id", "=", text.id), ("event", "=", "failed")])
            return len(log), len(text.activity_ids), bool(self._bounces(env).taken_on)

        self.assertEqual(self.committed(noted), (1, 1, True))

    def _bounces(self, env):
        keys = env["reminder.message"].search([("user_id", "=", self.user_id)]).mapped("uuid")
        return env["reminder.bounce"].search([("key", "in", [key for key in keys if key])])

    def _come_back(self, env):
        domain = [("user_id", "=", self.user_id), ("channel", "=", "text")]
        message = env["reminder.message"].search(domain, order="part", limit=1)
        env["reminder.bounce"]._as_reminder().create(
            {"key": message.uuid, "company_id": message.company_id.id, "address": "r@example.com"}
        )

    def _forget_bounces(self, env):
        env.cr.execute("DELETE FROM reminder_bounce WHERE id = ANY(%s)", [self._bounces(env).ids])

    def test_running_again_tells_nothing_again(self):
        with self._provider():
            self.committed(self._remind)
            self.committed(self._remind)
        self.assertEqual(self._state(), (5, ["sent"] * 5, 5))

    def test_killed_after_the_provider_took_it(self):
        self._check_death(before_the_provider=False, taken=1)

    def test_killed_before_the_provider_took_it(self):
        self._check_death(before_the_provider=True, taken=0)

    def _check_death(self, before_the_provider, taken):
        """The text in the air is never sent again, and says so; the others are sent by the next run."""
        self._run_and_die(before_the_provider)
        self.assertEqual(self._state(), (5, ["ready"] * 4 + ["sending"], taken))
        with self._provider():
            self.committed(self._remind)
            self.assertEqual(self._state(), (5, ["sending"] + ["sent"] * 4, taken + 4))
            self._age_claims()
            self.committed(self._remind)
        self.assertEqual(self._state(), (5, ["sent"] * 4 + ["unknown"], taken + 4))

        def on_desk(env):
            text = env["reminder.message"].search([("user_id", "=", self.user_id), ("state", "=", "unknown")])
            log = env["reminder.log"].search([("message_id", "=", text.id)])
            return len(text.activity_ids), set(log.mapped("event"))

        self.assertEqual(self.committed(on_desk), (1, {"unknown"}))

    def test_what_was_sent_before_the_death_stays_sent(self):
        self._run_and_die(before_the_provider=False, texts=3)
        self.assertEqual(self._state(), (5, ["ready"] * 2 + ["sending"] + ["sent"] * 2, 3))
