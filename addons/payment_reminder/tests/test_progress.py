"""Runs that end in the middle: the next one goes on where the last ended, until everybody is looked at."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestProgress(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).reminder_active = False
        cls.customers = [cls._create_customer(f"Customer {number}") for number in range(7)]
        for partner in cls.customers:
            cls._open_invoice(0, partner=partner)

    def _run_short(self, chunk=2, day=None, commits=1):
        """Run with time for so many chunks; return the customers looked at by each step."""
        seen, left = {"drop": [], "plan": []}, [commits]
        planner, cron = self.registry["reminder.planner"], self.registry["ir.cron"]
        plan, drop = planner._plan_chunk, planner._drop_query
        plan_all, drop_all = planner._plan, planner._drop_settled

        def plan_chunk(self, company, today, partners, *args):
            seen["plan"] += partners
            return plan(self, company, today, partners, *args)

        def drop_query(self, company, today, partners):
            seen["drop"] += partners
            return drop(self, company, today, partners)

        def commit(cron, processed=0, *, remaining=None, **_options):
            cron.env.cr.commit()
            left[0] -= bool(processed)
            return 1.0 if left[0] > 0 else 0.0

        with (
            patch.object(planner, "_plan_chunk", plan_chunk),
            patch.object(planner, "_drop_query", drop_query),
            patch.object(planner, "_plan", lambda self, *args: plan_all(self, *args, chunk=chunk)),
            patch.object(planner, "_drop_settled", lambda self, *args: drop_all(self, *args, chunk=chunk)),
            patch.object(cron, "_commit_progress", commit),
        ):
            self._run(day)
        return seen

    def _digests(self):
        return self.env["reminder.message"].search(
            [
                ("channel", "=", "app"),
                ("user_id", "=", self.salesperson.id),
                ("company_id", "=", self.company.id),
            ]
        )

    def test_short_runs_reach_the_end_and_look_at_everybody_once(self):
        looked_at, runs = [], 0
        while not self._digests() and runs < 20:
            looked_at += self._run_short()["plan"]
            runs += 1
        ours = [partner.id for partner in self.customers]
        self.assertEqual([partner for partner in looked_at if partner in ours], ours)
        self.assertGreaterEqual(runs, 4)
        self.assertEqual(self._digests().notice_count, 7, "nobody gets half a digest")

    def test_what_was_settled_is_dropped_over_several_runs_too(self):
        self._run_short(commits=1000)
        self.env["reminder.notice"].search(
            [("partner_id", "in", [p.id for p in self.customers])]
        )._as_reminder().write({"state": "planned"})
        seen = []
        for _run in range(8):
            seen += self._run_short()["drop"]
            if len(seen) >= 7:
                break
        ours = [partner.id for partner in self.customers]
        self.assertEqual([partner for partner in seen if partner in ours], ours)

    def test_a_pass_that_ended_begins_anew(self):
        self._run_short(commits=1000)
        late = self._create_customer("Late")
        self._open_invoice(0, partner=late)
        self.assertIn(late.id, self._run_short(commits=1000)["plan"])

    def test_a_new_day_begins_anew(self):
        first = self._run_short()["plan"]
        self.assertTrue(first)
        self.assertEqual(self._run_short(day=self.today + timedelta(days=1))["plan"][: len(first)], first)

    def test_the_place_is_written_by_nobody(self):
        self._run_short()
        place = self.env["reminder.progress"].search([("company_id", "=", self.company.id)])
        self.assertTrue(place)
        for attack in (lambda: place.write({"step": 0}), lambda: place.unlink(), lambda: place.copy()):
            with self.assertRaisesRegex(Exception, "recorded"):
                attack()
