"""Hundreds to send, in chunks, over as many runs as it takes: each once, and the progress says what is left."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models import ir_cron

from ..models import reminder_message
from .common import ReminderCommon

MANY, CHUNK, SHORT = 300, 7, 0.2


@tagged("post_install", "-at_install")
class TestMany(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).reminder_active = False
        # by the real clock: time runs out in these tests
        cls.company.write({"reminder_hour": 0.0, "reminder_quiet_from": 0.0, "reminder_quiet_to": 0.0})

    def _create_ready(self, company=None):
        """Texts of one digest that wait to be sent."""
        values = {
            "company_id": (company or self.company).id,
            "kind": "digest",
            "channel": "text",
            "day": "2026-05-13",
            "recipient_id": self.salesperson.partner_id.id,
            "user_id": self.salesperson.id,
            "address": "+8613812345678",
        }
        Message = self.env["reminder.message"]._as_reminder()
        return Message.create([{**values, "part": part, "body": f"Text {part}"} for part in range(MANY)])

    def _run_job(self, seconds):
        """Run the scheduled action as the server does; return its reports ``(processed, remaining)``."""
        progress = []
        commit = self.registry["ir.cron"]._commit_progress

        def committing(cron, processed=0, *, remaining=None, **options):
            left = commit(cron, processed, remaining=remaining, **options)
            row = self.env["ir.cron.progress"].sudo().with_env(cron.env)
            row = row.browse(cron.env.context.get("ir_cron_progress_id"))
            progress.append((processed, row.remaining))
            return left

        self.env.flush_all()
        with (
            patch.object(self.registry["ir.cron"], "_commit_progress", committing),
            patch.object(ir_cron, "MIN_TIME_PER_JOB", seconds),
            patch.object(reminder_message, "CHUNK", CHUNK),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("payment_reminder.cron_remind").method_direct_trigger()
        self.env.invalidate_all()
        return progress

    def test_one_run_with_time_enough(self):
        messages = self._create_ready()
        with self.texts() as sent:
            progress = self._run_job(600)
        self.assertEqual(sorted(body for _number, body in sent), sorted(messages.mapped("body")))
        self.assertEqual(set(messages.mapped("state")), {"sent"})
        self.assertEqual(sum(processed for processed, _left in progress), MANY)
        left = [remaining for processed, remaining in progress if processed]
        self.assertEqual(left, list(range(MANY - 1, -1, -1)))

    def test_runs_that_end_in_the_middle_go_on_and_send_nothing_twice(self):
        messages, runs = self._create_ready(), 0
        with self.texts() as sent:
            while "ready" in messages.mapped("state"):
                before = len(sent)
                self._run_job(SHORT)
                runs += 1
                self.assertGreater(len(sent), before, "every run gets further")
                self.assertLess(runs, MANY)
        self.assertGreater(runs, 2)
        self.assertEqual((len(sent), len({body for _number, body in sent})), (MANY, MANY))

    def test_what_is_left_is_reported_and_called_for_soon(self):
        self._create_ready()
        with self.texts() as sent:
            progress = self._run_job(0)
        self.assertEqual(progress[-1][1], MANY - len(sent))
        self.assertTrue(0 < len(sent) < MANY)

    def test_what_is_left_goes_before_new_plans(self):
        self._create_ready()
        with self.texts(), patch.object(self.registry["reminder.planner"], "_plan") as plan:
            self._run_job(0)
        plan.assert_not_called()

    def test_another_company_waits_for_its_turn(self):
        other = self._create_company()
        other.write({"reminder_active": True, "reminder_hour": 0.0, "reminder_quiet_from": 0.0})
        other.reminder_quiet_to = 0.0
        first, second = self._create_ready(), self._create_ready(other)
        with self.texts() as sent:
            self.assertGreater(self._run_job(0)[-1][1], 0, "never reported as done")
            for _run in range(3):
                self._run_job(600)
        self.assertEqual(set((first | second).mapped("state")), {"sent"})
        self.assertEqual(len(sent), 2 * MANY)
