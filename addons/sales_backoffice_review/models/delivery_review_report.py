"""The morning's report to the sales manager: exceptions first, once per company and day."""

import base64
import logging
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.backoffice_base.rules.company_day import day_of, moment_of

from ..services.delivery_review_queue import TAKEN

_logger = logging.getLogger(__name__)

XLSX = "sales_backoffice_review.delivery_review"


class DayContent(NamedTuple):
    """The reviews a report speaks of, the gravest first."""

    earlier: Any  # due on earlier days, still open
    differing: Any  # due on the day, with findings
    waiting: Any  # due on the day, without findings, still open
    passed: Any  # due on the day, reviewed without findings

    @property
    def due(self):
        return self.differing | self.waiting | self.passed

    @property
    def all(self):
        return self.earlier | self.due


class DeliveryReviewReport(models.Model):
    """A row is made with its mails in one transaction: there is never a second one, and never a row without mail."""

    _name = "delivery.review.report"
    _description = "Delivery Review Report"
    _order = "day desc, id desc"
    _rec_name = "day"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    day = fields.Date(required=True, readonly=True, help="The day the reviews were due.")
    sent_on = fields.Datetime(readonly=True)
    user_ids = fields.Many2many("res.users", string="Sent To", readonly=True)
    mail_ids = fields.Many2many("mail.mail", readonly=True, groups="base.group_system")
    problem = fields.Char(readonly=True, help="Why somebody did not get it.")
    due_count = fields.Integer("Due", readonly=True)
    reviewed_count = fields.Integer("Reviewed", readonly=True)
    on_time_count = fields.Integer("On Time", readonly=True)
    finding_count = fields.Integer("With Findings", readonly=True)
    waiting_count = fields.Integer("Not Reviewed", readonly=True)
    earlier_count = fields.Integer("Left from Earlier Days", readonly=True)

    _day_uniq = models.UniqueIndex("(company_id, day)", "The report of a day is sent once.")

    @api.depends("day", "company_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report.day or ''} {report.company_id.name or ''}".strip()

    # === WHAT IT SAYS === #

    @api.model
    def _get_content(self, company, day):
        """Return what the present user may read of a day."""
        reviews = self.env["delivery.review"].with_context(active_test=False)
        mine = Domain("company_id", "=", company.id)
        due = reviews.search(mine & Domain("due_day", "=", day), order="gravity, id")
        earlier = Domain("due_day", "<", day) & Domain("state", "=", "open")
        differing = due.filtered(lambda review: review.result != "passed")
        waiting = (due - differing).filtered(lambda review: review.state == "open")
        return DayContent(
            reviews.search(mine & earlier, order="gravity, due_on, id"),
            differing,
            waiting,
            due - differing - waiting,
        )

    @api.model
    def _prepare_counts(self, content):
        due = content.due
        return {
            "due_count": len(due),
            "reviewed_count": len(due.filtered(lambda review: review.state == "reviewed")),
            "on_time_count": sum(due.mapped("on_time")),
            "finding_count": len(content.differing),
            "waiting_count": len(due.filtered(lambda review: review.state == "open")),
            "earlier_count": len(content.earlier),
        }

    # === SENDING === #

    @api.model
    def _cron_send(self):
        """Send the report of today where it is due or everything is reviewed; once, whoever else tries."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].sudo().search([("delivery_review", "=", True)])
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                day = self._get_day_to_send(company)
                if day:
                    self._send(company, day)
                    self.env.flush_all()
            except TAKEN:
                self.env.cr.rollback()
                _logger.info("The delivery review report was sent by another worker meanwhile.")
            except UserError:
                self.env.cr.rollback()
                _logger.exception("The review report of company %s failed; the others go on.", company.id)
            cron._commit_progress(1)

    @api.model
    def _get_day_to_send(self, company):
        """Return today when its report is to be sent now, else None."""
        now = fields.Datetime.now()
        day = day_of(now, company.delivery_tz)
        if self.sudo().search_count([("company_id", "=", company.id), ("day", "=", day)], limit=1):
            return None
        if not self.env["backoffice.workday"]._is_working_day(company, day):
            return None
        content = self.sudo()._get_content(company, day)
        if not content.all:
            return None
        is_due = now >= moment_of(day, company.delivery_review_due_hour, company.delivery_tz)
        return day if is_due or self._is_done(company, content) else None

    @api.model
    def _is_done(self, company, content):
        """Return whether nothing is left to review, nor to queue."""
        if any(review.state == "open" for review in content.all):
            return False
        return not self.env["delivery.review.queue"]._get_unqueued(company, 1)

    @api.model
    def _send(self, company, day):
        """Make the report of a day and the mails that carry it, together."""
        self = self.sudo().with_company(company)
        users, problem = company._get_delivery_review_readers()
        content = self._get_content(company, day)
        report = self.create(
            {
                "company_id": company.id,
                "day": day,
                "sent_on": fields.Datetime.now(),
                "user_ids": [fields.Command.set(users.ids)],
                "problem": problem,
                **self._prepare_counts(content),
            }
        )
        report.flush_recordset()  # who comes second fails here, before anything is rendered
        report.mail_ids = self.env["mail.mail"].union(*(report._make_mail(user) for user in users))
        content.all._write_by_flow({"reported_on": report.sent_on})
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return report

    def _make_mail(self, user):
        """Return a mail in the words of one reader, with what this reader may see."""
        self.ensure_one()
        context = {"lang": user.lang or "en_US", "tz": self.company_id.delivery_tz}
        reader = self.with_user(user).with_context(**context, allowed_company_ids=self.company_id.ids)
        content = reader._get_content(self.company_id, self.day)
        body = reader.env["ir.qweb"]._render(
            "sales_backoffice_review.report_mail_body",
            {"report": self.with_context(**context), "content": content, "env": reader.env},
        )
        subject = reader.env._(
            "Delivery review %(day)s: %(findings)s with findings, %(waiting)s not reviewed",
            day=fields.Date.to_string(self.day),
            findings=self.finding_count,
            waiting=self.waiting_count + self.earlier_count,
        )
        data, _kind = reader.env["ir.actions.report"]._render_xlsx(XLSX, content.all.ids, {})
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{subject.partition(':')[0]}.xlsx",
                "datas": base64.b64encode(data),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": body,
                "email_from": self.company_id.email_formatted or user.email_formatted,
                "recipient_ids": [fields.Command.set(user.partner_id.ids)],
                "attachment_ids": [fields.Command.set(attachment.ids)],
                "auto_delete": False,
            }
        )

    # === BUTTONS === #

    def action_open_reviews(self):
        """Show the reviews the report spoke of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_review.delivery_review_action"
        )
        return action | {
            "domain": [("company_id", "=", self.company_id.id), ("due_day", "=", self.day)],
            "context": {},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A report that was sent is not deleted."))
