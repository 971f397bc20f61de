"""The scheduled action: plan, write, send, clear up. Every step may be run twice, in two workers, and be killed."""

import logging

import psycopg2

from odoo import api, models

_logger = logging.getLogger(__name__)

TRIES = 5


class ReminderJob(models.AbstractModel):
    _name = "reminder.job"
    _description = "Scheduled Reminders"

    @api.model
    def _cron_remind(self):
        """Remind in every company that wants it."""
        self._replayed(self._clear_up)
        for company in self.env["res.company"].search([("reminder_active", "=", True)]):
            if self.with_company(company)._remind(company) is False:
                break  # no time left: another company would report its own progress instead

    @api.model
    def _clear_up(self):
        """Tell what dead workers left behind, and what came back while it was being sent."""
        self.env["reminder.message"]._mark_dead()
        self.env["reminder.bounce"].search([("taken_on", "=", False)], order="id")._take_up()
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _remind(self, company):
        """Send what earlier runs left, then plan, write and send; False where time ran out."""
        if self._send(company) is False:
            return False
        now = company._get_reminder_now()
        if self._is_time_to_plan(company, now) and self._take_steps(company, now.date()) is False:
            return False  # no time left: the next run goes on, nobody gets half a digest
        return self._send(company)

    @api.model
    def _get_steps(self):
        """Return the steps of a pass, in order."""
        planner, letters = self.env["reminder.planner"], self.env["reminder.letter.writer"]
        return (
            planner._drop_settled,
            planner._plan,
            letters._clean_drafts,
            self.env["reminder.writer"]._write_digests,
            letters._write_letters,
        )

    @api.model
    def _take_steps(self, company, today):
        """Go on with the pass of the day where an earlier run was stopped; one that ended begins anew."""
        done, _last = self.env["reminder.progress"]._get_place(company, today)
        for number in range(done, len(self._get_steps())):
            if self._replayed(self._take_step, number, company, today) is False:
                return False
        return True

    @api.model
    def _take_step(self, number, company, today):
        steps = self._get_steps()
        if steps[number](company, today) is False:
            return False
        self.env["reminder.progress"]._set_place(company, today, (number + 1) % len(steps))
        return self.env["ir.cron"]._commit_progress() or True

    @api.model
    def _send(self, company):
        return company._is_reminder_quiet() or self.env["reminder.message"]._send_ready(company)

    @api.model
    def _is_time_to_plan(self, company, now):
        """On working days, from the hour of the digest on; never in a copied database."""
        if self.env["ir.config_parameter"].sudo().get_param("database.is_neutralized"):
            return False
        is_late_enough = now.hour + now.minute / 60 >= company.reminder_hour
        return is_late_enough and self.env["backoffice.workday"]._is_working_day(company, now.date())

    @api.model
    def _replayed(self, step, *args):
        """Run a step that commits as it goes; where another worker did the same at once, run it again.

        What it committed stays, and is found done by the second run.
        """
        for attempt in range(1, TRIES + 1):
            try:
                return step(*args)
            except (psycopg2.errors.SerializationFailure, psycopg2.errors.UniqueViolation):
                if attempt == TRIES:
                    raise
                _logger.info("Reminders: another worker was at it, attempt %s", attempt)
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
        return None
