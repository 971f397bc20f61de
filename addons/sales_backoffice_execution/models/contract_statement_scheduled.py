"""Statements that prepare themselves, and filed ones that are compared with the books again and again."""

import logging
from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from odoo.addons.backoffice_base.rules.periods import period_of

from ..rules.rotation import share_of_tonight

_logger = logging.getLogger(__name__)

KINDS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
NIGHTLY_MONTHS = 13  # statements of so many months are compared every night, older ones in turn
STALE_DAYS = 6
RACED = (psycopg2.errors.SerializationFailure, psycopg2.errors.UniqueViolation)


class ContractStatementScheduled(models.AbstractModel):
    """Each draft and each comparison is a transaction of its own: a killed job goes on where it was."""

    _name = "contract.statement.scheduled"
    _description = "Scheduled Work on Contract Statements"

    # --- drafts -----------------------------------------------------------------

    @api.model
    def _cron_prepare(self):
        """Prepare the drafts of the periods that are over, once each, then compare what is filed."""
        for company in self._get_companies_with_contracts():
            for period in self._get_periods_over(company):
                self._prepare_draft(company, period)
                self.env["ir.cron"]._commit_progress(1)
        self._cron_compare()

    @api.model
    def _get_companies_with_contracts(self):
        groups = self.env["sale.contract"].sudo()._read_group([("date_signed", "!=", False)], ["company_id"])
        return [company for (company,) in groups]

    @api.model
    def _get_periods_over(self, company):
        """Return the periods that have ended, or end today, and have no statement, oldest first.

        The latest of each kind, and those missed since the first statement of the kind: what was before the company
        began with statements is left to whoever wants it. A draft somebody made of an old period begins nothing.
        """
        today, missing = fields.Date.context_today(self), []
        known = self.sudo().with_context(active_test=False).search([("company_id", "=", company.id)])
        for kind, _label in KINDS:
            of_kind = known.filtered(lambda statement, kind=kind: statement.kind == kind)
            taken = {*of_kind.mapped("date_from")}
            period = period_of(today, kind)
            period = period if period.end <= today else period.previous()
            begun = of_kind.filtered(lambda statement: statement._begins_statements())
            first = min(begun.mapped("date_from"), default=period.start)
            while period.start >= first:
                if period.start not in taken:
                    missing.append(period)
                period = period.previous()
        return sorted(missing, key=lambda period: (period.end, period.start))

    def _begins_statements(self):
        self.ensure_one()
        return self.state != "draft" or self.create_uid._is_superuser()

    @api.model
    def _prepare_draft(self, company, period):
        """Create the draft of a period; nothing when another worker has just done it, or nothing happened in it."""
        vals = {"company_id": company.id, "kind": period.kind, "day": period.end}
        statements = self.sudo().with_company(company)
        if not statements.new(vals)._has_books():
            return self.browse()
        try:
            with self.env.cr.savepoint():
                statement = statements.create(vals)
                statement._ask_to_review()
        except psycopg2.errors.UniqueViolation:
            _logger.info("The statement %s of %s is there already.", period.label, company.name)
            return self.browse()
        return statement

    def _ask_to_review(self):
        """Put the draft on the list of a supervisor of the company."""
        reader = self._get_supervisor()
        statement = self.with_context(lang=reader.lang)
        summary = statement.env._("Check and submit the contract statement %(name)s", name=self.name)
        statement._put_on_list(reader, "mail.mail_activity_data_todo", self.date_due, summary)

    def _get_supervisor(self):
        """Return whom work on the statement is given to; nobody when nobody has the role."""
        group = self.env.ref("backoffice_base.group_supervisor")
        people = self.env["backoffice.approval.rule"]._get_members(group, self.company_id)
        return (people.filtered(lambda user: not user._is_superuser()) or people)[:1]

    def _put_on_list(self, reader, activity_type, deadline, summary, note=""):
        if reader:
            self.activity_schedule(activity_type, deadline, summary, note, user_id=reader.id)

    # --- comparing ----------------------------------------------------------------

    @api.model
    def _cron_compare(self):
        """Compare every filed statement at least once a week, those of the last thirteen months every night."""
        cron = self.env["ir.cron"]
        ids = self._get_due_to_compare().ids
        cron._commit_progress(remaining=len(ids))
        for statement_id in ids:
            self._compare_alone(statement_id)
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_due_to_compare(self):
        """Return the recent statements and tonight's share of the older ones, compared longest ago first."""
        today = fields.Date.context_today(self)
        since = fields.Date.subtract(today, months=NIGHTLY_MONTHS)
        filed = Domain("state", "in", ("approved", "bound"))
        statements = self.sudo().with_context(active_test=False)
        recent = statements.search(filed & Domain("date_to", ">=", since))
        older = statements.search(filed & Domain("date_to", "<", since), order="compared_on NULLS FIRST, id")
        stale = fields.Datetime.now() - timedelta(days=STALE_DAYS)
        overdue = older.filtered(lambda statement: not statement.compared_on or statement.compared_on < stale)
        due = recent | older[: share_of_tonight(len(older), len(overdue))]
        return due.sorted(lambda statement: (bool(statement.compared_on), statement.compared_on or stale))

    @api.model
    def _compare_alone(self, statement_id):
        """Compare one statement; leave it to whoever is comparing it just now."""
        statement_sudo = self.sudo().browse(statement_id).exists()
        try:
            if statement_sudo and statement_sudo.try_lock_for_update(allow_referencing=True):
                statement_sudo._compare_or_report()
                self.env.flush_all()
        except RACED:
            _logger.info("The statement %s was just compared elsewhere.", statement_id)
            self.env.cr.rollback()

    def _compare_or_report(self):
        """Compare the one statement; what is wrong with it is put on a list and keeps no other from its turn."""
        try:
            with self.env.cr.savepoint():
                self._compare()
                self._get_failures().unlink()
        except Exception as error:  # pylint: disable=broad-except
            if isinstance(error, RACED):
                raise
            _logger.exception("The statement %s could not be compared; the others go on.", self.id)
            self._report_failure(error)

    def _get_failures(self):
        return self.activity_search(["mail.mail_activity_data_warning"])

    def _report_failure(self, error):
        """Put the failure on the list of a supervisor, once for as long as it lasts."""
        if self._get_failures():
            return
        reader = self._get_supervisor()
        statement = self.with_context(lang=reader.lang)
        summary = statement.env._("%(name)s could not be compared with the books", name=self.name)
        note = statement.env._(
            "It is tried again every night, and this note goes away by itself once it works. What went wrong: "
            "%(error)s",
            error=str(error) or type(error).__name__,
        )
        today = fields.Date.context_today(self)
        statement._put_on_list(
            reader, "mail.mail_activity_data_warning", today, summary, plaintext2html(note)
        )
