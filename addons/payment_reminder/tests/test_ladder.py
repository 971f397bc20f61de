"""Which stage falls on which day: weekends, holidays, and weekend days that are worked."""

from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestLadder(ReminderCommon):
    def _due(self, day):
        return self._open_invoice((day - self.today).days)

    def _workday(self, day, kind):
        self.env["backoffice.workday"].create(
            {"date": day, "kind": kind, "name": "Holiday", "company_id": self.company.id}
        )

    def test_each_stage_of_the_ladder_on_its_day(self):
        table = [
            (7, -7), (6, -7), (3, -3), (2, -3), (1, -1), (0, 0), (-1, 1), (-2, 1), (-5, 1), (-7, 7), (-14, 7),
            (-30, 30), (-59, 30), (-60, 60),
        ]  # fmt: skip
        invoices = {days: self._open_invoice(days) for days, _stage in table}
        self._plan()
        for days, stage in table:
            with self.subTest(due_in=days):
                told = self._notices(move_id=invoices[days].id, recipient=self.salesperson)
                self.assertEqual(told.stage_id.mapped("offset_days"), [stage])

    def test_counsel_is_told_from_two_months_on(self):
        early, late = self._open_invoice(-30), self._open_invoice(-60)
        self._plan()
        self.assertFalse(self._notices(recipient=self.counsel, move_id=early.id))
        told = self._notices(recipient=self.counsel, move_id=late.id)
        self.assertEqual(
            (told.audience, told.stage_id.offset_days, told.required_answer), ("legal", 60, "none")
        )
        self.assertIn(
            self._notices(recipient=self.general_manager, move_id=late.id).audience, ("general_manager",)
        )

    def test_without_counsel_the_general_manager_is_told_once(self):
        self.company.reminder_legal_ids = False
        self.counsel.group_ids = [Command.unlink(self.env.ref("payment_reminder.group_reminder_legal").id)]
        late = self._open_invoice(-60)
        self._plan()
        notices = self._notices(move_id=late.id)
        self.assertEqual(len(notices.filtered(lambda notice: notice.user_id == self.general_manager)), 1)
        self.assertFalse(notices.filtered(lambda notice: notice.state == "unreachable"))

    def test_everybody_of_the_role_is_counsel_where_nobody_is_chosen(self):
        self.company.reminder_legal_ids = False
        self.assertEqual(self.company._get_reminder_staff("legal"), self.counsel)

    def test_the_stages_of_an_older_version_are_told_to_counsel(self):
        stages = self._stage("after_60") | self._stage("after_90")
        stages.to_legal = False
        stages[1].to_general_manager = False
        path = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-migration.py"
        spec = spec_from_file_location("migration", path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(stages.mapped("to_legal"), [True, False])

    def test_eight_days_before_nobody_is_told(self):
        self._open_invoice(8)
        self.assertFalse(self._plan())

    def test_everybody_is_told_the_stage_that_concerns_them(self):
        self._open_invoice(-31)
        self._plan()
        self.assertEqual(
            self._told(),
            {
                (30, "salesperson"),
                (15, "manager"),
                (15, "finance"),
                (30, "general_manager"),
                (30, "customer"),
            },
        )

    def test_before_due_a_weekend_moves_to_the_friday(self):
        # seven days before Saturday the 23rd is Saturday the 16th: told on Friday the 15th
        self._due(date(2026, 5, 23))
        self.assertFalse(self._plan(date(2026, 5, 14)))
        self.assertEqual(self._plan(date(2026, 5, 15)).stage_id, self._stage("before_7"))

    def test_after_due_a_weekend_moves_to_the_monday(self):
        # one day after Friday the 15th is Saturday the 16th: told on Monday the 18th
        self._due(date(2026, 5, 15))
        self._plan(date(2026, 5, 15))
        self.assertNotIn((1, "salesperson"), self._told())
        self._plan(date(2026, 5, 18))
        self.assertIn((1, "salesperson"), self._told())

    def test_a_holiday_moves_a_stage_like_a_weekend(self):
        for day in (14, 15):
            self._workday(date(2026, 5, day), "off")
        # due Thursday the 21st: seven days before is the holiday of the 14th, told on the 13th
        self._due(date(2026, 5, 21))
        self.assertEqual(self._plan(date(2026, 5, 13)).stage_id, self._stage("before_7"))

    def test_a_saturday_worked_for_a_holiday_is_a_working_day(self):
        self._workday(date(2026, 5, 16), "work")
        self._due(date(2026, 5, 15))
        self._plan(date(2026, 5, 16))
        self.assertIn((1, "salesperson"), self._told())

    def test_the_job_rests_on_days_off_and_before_its_hour(self):
        self._open_invoice(0)
        self._workday(self.today, "off")
        self._run()
        self.assertFalse(self._notices())
        self._run(self.today + timedelta(days=1), hour=8.9)
        self.assertFalse(self._notices())
        self._run(self.today + timedelta(days=1), hour=9)
        self.assertTrue(self._notices())

    def test_a_day_the_job_did_not_run_is_made_up_for(self):
        invoice = self._open_invoice(0)
        self._plan(self.today + timedelta(days=2))
        self.assertIn((1, "salesperson"), self._told(invoice))
        self.assertNotIn((0, "salesperson"), self._told(invoice), "one reminder, not all that were missed")

    def test_a_stage_tells_somebody_and_letters_follow_the_due_day(self):
        with self.assertRaises(ValidationError):
            self.env["reminder.stage"].create({"name": "Nobody", "offset_days": 5})
        with self.assertRaises(ValidationError):
            self._stage("after_3").offset_days = -3

    def test_the_rule_for_days_off_follows_the_days(self):
        stage = self.env["reminder.stage"].create({"name": "X", "offset_days": 5, "to_salesperson": True})
        self.assertEqual(stage.day_rule, "after")
        stage.offset_days = -5
        self.assertEqual(stage.day_rule, "before")

    def test_a_used_stage_is_archived_not_deleted(self):
        self._open_invoice(0)
        self._plan()
        with self.assertRaises(ValidationError):
            self._stage("due").unlink()
        self._stage("due").action_archive()
        self._open_invoice(0, 77.0)
        self._plan()
        self.assertNotIn((0, "salesperson"), self._told(self._notices(amount=77.0).move_id))
