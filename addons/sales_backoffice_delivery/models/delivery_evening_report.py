"""What the sales manager reads in the evening: today's deliveries, trouble first. Once per company and day."""

import logging

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.backoffice_base.rules.company_day import moment_of

from ..rules import progress

_logger = logging.getLogger(__name__)
SECTIONS = ("exception", "delayed", "unsigned", "no_receipt", "difference", "signed")


class DeliveryEveningReport(models.Model):
    """The row is the intention: it is written with the mails in one transaction, and its day is unique."""

    _name = "delivery.evening.report"
    _description = "Evening Report of Deliveries"
    _order = "date desc, id desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    date = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        [("sent", "Sent"), ("no_recipient", "Nobody to Send To")], required=True, readonly=True
    )
    sent_on = fields.Datetime(readonly=True)
    recipient_ids = fields.Many2many("res.partner", string="Recipients", readonly=True)
    problem = fields.Char(readonly=True, help="Why somebody did not get it.")
    mail_ids = fields.Many2many("mail.mail", string="Mails", readonly=True, groups="base.group_system")
    body = fields.Html(readonly=True, sanitize=False)
    total_count = fields.Integer("Deliveries", readonly=True)
    exception_count = fields.Integer("Exceptions", readonly=True)
    delayed_count = fields.Integer("Delayed", readonly=True)
    unsigned_count = fields.Integer("Not Signed", readonly=True)
    signed_count = fields.Integer("Signed", readonly=True)

    _date_uniq = models.UniqueIndex("(company_id, date)", "There is one evening report per company and day.")

    @api.depends("date")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._("Evening Report %(date)s", date=report.date or "")

    # --- scheduled ----------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send the reports that are due; safe to run twice, in two workers, and to be killed."""
        cron = self.env["ir.cron"]
        company_ids = self.env["res.company"].search([("active", "=", True)]).ids
        cron._commit_progress(remaining=len(company_ids))
        for company_id in company_ids:
            company = self.env["res.company"].browse(company_id)
            try:
                if company.try_lock_for_update(allow_referencing=True) and self._is_due(company):
                    self._do_report(company)
            except SerializationFailure:
                _logger.info("The evening report of company %s was just sent elsewhere.", company_id)
                self.env.cr.rollback()
            except UserError:
                _logger.exception("The evening report of company %s failed; the others go on.", company_id)
                self.env.cr.rollback()
            if not cron._commit_progress(1):
                break

    @api.model
    def _is_due(self, company):
        """Tell whether the hour has come on a working day and nobody reported yet."""
        day = company._get_delivery_day()
        if fields.Datetime.now() < moment_of(day, company.delivery_report_hour, company.delivery_tz):
            return False
        if not self.env["backoffice.workday"]._is_working_day(company, day):
            return False
        return not self.search_count([("company_id", "=", company.id), ("date", "=", day)], limit=1)

    # --- the report ---------------------------------------------------------

    @api.model
    def _do_report(self, company, day=None):
        """Write the report of a day (today) and queue its mails, in one transaction."""
        day = day or company._get_delivery_day()
        sections = self._get_sections(company, day)
        people, problem = self._get_readers(company)
        report = self.create(
            {
                "company_id": company.id,
                "date": day,
                "state": "sent" if people else "no_recipient",
                "problem": problem,
                "sent_on": fields.Datetime.now(),
                "recipient_ids": [fields.Command.set(people.partner_id.ids)],
                "body": self._render(company, day, sections, people[:1].lang or company.partner_id.lang),
                "total_count": len(set().union(*(rows.ids for rows in sections.values()))),
                "exception_count": len(sections["exception"]),
                "delayed_count": len(sections["delayed"]),
                "unsigned_count": len(sections["unsigned"]),
                "signed_count": len(sections["signed"]),
            }
        )
        mails = self.env["mail.mail"].create([report._prepare_mail_vals(user, sections) for user in people])
        report.mail_ids = mails
        return report

    def _prepare_mail_vals(self, user, sections):
        """Return the mail to one reader, in the language of the reader."""
        report = self.with_context(lang=user.lang)
        return {
            "subject": report.env._(
                "%(company)s: deliveries of %(date)s, %(exceptions)s exceptions, %(unsigned)s not signed",
                company=self.company_id.name,
                date=self.date,
                exceptions=self.exception_count,
                unsigned=self.unsigned_count,
            ),
            "body_html": report._render(self.company_id, self.date, sections, user.lang),
            "email_to": user.email_formatted,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "auto_delete": False,
            "model": self._name,
            "res_id": self.id,
        }

    @api.model
    def _render(self, company, day, sections, lang):
        labels = self.with_context(lang=lang)._get_section_labels()
        return (
            self.env["ir.qweb"]
            .with_context(lang=lang or "en_US", tz=company.delivery_tz)
            ._render(
                "sales_backoffice_delivery.evening_report",
                {
                    "company": company,
                    "day": day,
                    "sections": [
                        (labels[name], sections[name].with_context(lang=lang, tz=company.delivery_tz))
                        for name in SECTIONS
                    ],
                },
            )
        )

    @api.model
    def _get_section_labels(self):
        return {
            "exception": self.env._("Exceptions"),
            "delayed": self.env._("Late"),
            "unsigned": self.env._("Not Signed Yet"),
            "no_receipt": self.env._("Signed without Picture of the Receipt"),
            "difference": self.env._("Signed Otherwise than Delivered"),
            "signed": self.env._("Signed Today"),
        }

    @api.model
    def _get_readers(self, company):
        """Return ``(users, problem)``: whom the company names, or its sales managers, and who of them gets nothing."""
        # superuser: the settings of a company are read by the job
        return company._get_report_readers(company.sudo().delivery_report_user_ids, self._name)

    @api.model
    def _get_sections(self, company, day):
        """Return ``{section: deliveries}`` of the day and of earlier days not signed yet."""
        board = self.env["delivery.board"].with_context(tz=company.delivery_tz)
        since = moment_of(day, 0.0, company.delivery_tz)
        until = moment_of(day, 24.0, company.delivery_tz)
        ours = Domain("company_id", "=", company.id)
        open_ones = Domain("delivery_progress", "!=", progress.SIGNED) & Domain(
            "planned_departure", "<=", until
        )
        signed = Domain("delivery_progress", "=", progress.SIGNED) & Domain("signed_on", ">=", since)
        rows = {
            "exception": board.search(ours & Domain("has_delivery_exception", "=", True)),
            "unsigned": board.search(ours & open_ones),
            "signed": board.search(ours & signed),
        }
        return {
            **rows,
            "delayed": rows["unsigned"].filtered("is_late"),
            "no_receipt": rows["signed"].filtered(lambda delivery: not delivery.has_signed_receipt),
            "difference": rows["signed"].filtered("has_difference"),
        }
