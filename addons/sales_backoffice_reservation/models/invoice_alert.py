"""Alerts before planned dates and cut-offs, each given once, as activities."""

from datetime import timedelta
from typing import Any, NamedTuple

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.backoffice_base.rules.periods import add_months, month_end

from ..rules import calendar
from ..services.availability_sql import HOLDING

PLANNED_STAGES = (-3, 0, 1)
DAY_STAGES = (-5, -2, 0)
CATCH_UP_DAYS = 5  # so long after the end of the month the list of that month is still given


class Alert(NamedTuple):
    """One alert that is due: what it is about, which stage of which day, who is told."""

    res_model: str
    res_id: int
    stage: str
    day: Any
    user_id: int
    summary: str


class InvoiceAlert(models.Model):
    """The log: what stands here was said and is not said again."""

    _name = "invoice.alert"
    _description = "Invoice Alert Given"
    _order = "id desc"
    _rec_name = "stage"

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    stage = fields.Char(required=True, readonly=True)
    what = fields.Char(
        "About", compute="_compute_what", help="Which day the alert was about, and how near it was."
    )
    day = fields.Date("Of", required=True, readonly=True, help="The day the alert was about.")
    user_id = fields.Many2one("res.users", "Told", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _once = models.UniqueIndex("(res_model, res_id, stage, day)", "This alert was given already.")

    @api.depends("stage")
    @api.depends_context("lang")
    def _compute_what(self):
        labels = {
            "planned": self.env._("Planned date"),
            "cutoff": self.env._("Invoice cut-off"),
            "reconcile": self.env._("Reconciliation"),
            "payment": self.env._("Payment"),
            "month_end": self.env._("List at the end of the month"),
            "unreserved": self.env._("No invoice reserved"),
        }
        for alert in self:
            name = next((name for name in labels if (alert.stage or "").startswith(name)), False)
            days = alert.stage[len(name) :] if name else ""
            alert.what = (
                self._get_nearness(labels[name], int(days)) if days else labels.get(name, alert.stage)
            )

    @api.model
    def _get_nearness(self, label, days):
        if not days:
            return self.env._("%s: on the day", label)
        if days < 0:
            return self.env._("%(label)s: %(days)s days before", label=label, days=-days)
        return self.env._("%(label)s: %(days)s days after", label=label, days=days)

    @api.model
    def _cron_alert(self):
        """Give every alert that is due; safe to run twice, in two workers, and to be killed."""
        cron = self.env["ir.cron"]
        alerts = self._get_due()
        cron._commit_progress(remaining=len(alerts))
        for alert in alerts:
            self._give_once(alert)
            if not cron._commit_progress(1):
                break

    def _give_once(self, alert):
        """Note the alert and schedule its activity, in one transaction; a rival's alert is left alone."""
        record = self.env[alert.res_model].browse(alert.res_id).exists()
        if not record or self._is_given(alert):
            return
        if not self._note(alert, record.company_id):
            return  # another worker was first
        record.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=alert.user_id,
            summary=alert.summary,
            date_deadline=alert.day,
        )

    def _note(self, alert, company):
        """Write the alert into the log; False when it stands there already or a rival is writing it."""
        try:
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO invoice_alert (res_model, res_id, stage, day, user_id, company_id,
                                                      create_uid, create_date, write_uid, write_date)
                           VALUES (%(model)s, %(id)s, %(stage)s, %(day)s, %(user)s, %(company)s,
                                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC')
                           ON CONFLICT DO NOTHING
                        RETURNING id""",
                        model=alert.res_model,
                        id=alert.res_id,
                        stage=alert.stage,
                        day=alert.day,
                        user=alert.user_id,
                        company=company.id or None,
                        uid=self.env.uid,
                    ),
                    log_exceptions=False,
                )
                return bool(self.env.cr.fetchone())
        except SerializationFailure:
            return False

    def _is_given(self, alert):
        keys = ("res_model", "res_id", "stage", "day")
        return bool(self.search_count([(key, "=", getattr(alert, key)) for key in keys], limit=1))

    # --- what is due --------------------------------------------------------

    @api.model
    def _get_due(self):
        """Return the alerts that are due and were not given."""
        found = []
        for company in self.env["res.company"].search(Domain.TRUE):
            at_work = self.with_company(company).with_context(tz=company._get_company_tz())
            today = company._get_company_day()
            found += at_work._get_planned_alerts(company, today)
            found += at_work._get_calendar_alerts(company, today)
            found += at_work._get_month_end_alerts(company, today)
            found += at_work._get_waiting_alerts(company, today)
        given = {
            (log.res_model, log.res_id, log.stage, log.day)
            for log in self.search([("day", "in", list({alert.day for alert in found}))])
        }
        return [alert for alert in found if alert[:4] not in given]

    def _get_planned_alerts(self, company, today):
        """Reservations not issued yet: three days before their date, on the day, and the day after."""
        domain = Domain("company_id", "=", company.id) & Domain("state", "in", HOLDING)
        domain &= Domain("planned_date", "<=", today - timedelta(days=min(PLANNED_STAGES)))
        alerts = []
        for document in self.env["invoice.reservation"].search(domain):
            stage = calendar.stage_reached(today, document.planned_date, PLANNED_STAGES)
            user, translated = self._get_reader(document.user_id, company)
            summary = translated._("Invoice planned for %s", document.planned_date)
            if stage > 0:
                summary = translated._("Not invoiced on the planned day, %s", document.planned_date)
            name = f"planned{stage:+d}"
            alerts.append(Alert(document._name, document.id, name, document.planned_date, user.id, summary))
        return alerts

    def _get_calendar_alerts(self, company, today):
        """Five and two days before a day of a customer's calendar, and on it, while something is open for it.

        Until the cut-off deliveries have to be invoiced; for the reconciliation they or what is owed matter; on the
        day of payment what is owed.
        """
        waiting, owing = self._get_waiting_customers(company), self._get_owing_customers(company)
        alerts = []
        for record in self.env["invoice.calendar"].search(
            [("company_id", "=", company.id), ("partner_id", "in", [*waiting | owing])]
        ):
            for name, day, concerned in (
                ("cutoff", record.next_cutoff, waiting),
                ("reconcile", record.next_reconcile, waiting | owing),
                ("payment", record.next_payment, owing),
            ):
                stage = calendar.stage_reached(today, day, DAY_STAGES) if day else None
                if stage is None or record.partner_id.id not in concerned:
                    continue
                user, translated = self._get_reader(record.partner_id.user_id, company)
                summary = self._get_day_summary(translated, name, record.partner_id.name, day)
                alerts.append(Alert(record._name, record.id, f"{name}{stage:+d}", day, user.id, summary))
        return alerts

    def _get_waiting_customers(self, company):
        """Return the ids of the customers with deliveries not invoiced."""
        groups = self.env["invoice.register"]._read_group(
            [("company_id", "=", company.id), ("open_quantity", ">", 0)], ["partner_id"]
        )
        return {partner.id for (partner,) in groups}

    def _get_owing_customers(self, company):
        """Return the ids of the customers with receivables not paid."""
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
                ("reconciled", "=", False),
                ("partner_id", "!=", False),
            ],
            ["partner_id"],
            having=[("amount_residual:sum", ">", 0)],
        )
        return {partner.id for (partner,) in groups}

    def _get_day_summary(self, translated, name, customer, day):
        values = {"customer": customer, "day": day}
        if name == "cutoff":
            return translated._(
                "%(customer)s takes invoices until %(day)s; deliveries are not invoiced yet", **values
            )
        if name == "reconcile":
            return translated._("%(customer)s agrees the account on %(day)s: have it ready", **values)
        return translated._("%(customer)s pays on %(day)s: make sure the invoices are there", **values)

    def _get_month_end_alerts(self, company, today):
        """The list of what was delivered and not invoiced, on the last worked day of the month."""
        end = month_end(today)
        if today < self.env["backoffice.workday"]._shift(company, end, -1):
            end = month_end(add_months(today, -1))
            if (today - end).days > CATCH_UP_DAYS:
                return []
        watch = self.env["invoice.watch"].search([("company_id", "=", company.id)])
        if not watch or not watch.open_amount:
            return []
        user, translated = self._get_reader(self.env["res.users"], company)
        summary = translated._(
            "Month-end: %(amount)s delivered and not invoiced, %(unexplained)s of it unexplained",
            amount=company.currency_id.format(watch.open_amount),
            unexplained=company.currency_id.format(watch.unexplained_amount),
        )
        return [Alert(watch._name, watch.id, "month_end", end, user.id, summary)]

    def _get_waiting_alerts(self, company, today):
        """Deliveries nobody reserved within the days the company allows."""
        latest = today - timedelta(days=company.invoice_unreserved_days)
        domain = [("company_id", "=", company.id), ("unreserved", ">", 0), ("delivered_on", "<", latest)]
        rows = self.env["invoice.register"].search(domain)
        alerts = []
        for source, waiting in rows.grouped(lambda row: row.picking_id or row.order_id).items():
            if not source:
                alerts += self._get_loose_alerts(company, waiting)
                continue
            day = min(waiting.mapped("delivered_on"))
            user, translated = self._get_reader((waiting.order_id.user_id or waiting.user_id)[:1], company)
            summary = translated._("Delivered on %s, no invoice reserved", day)
            alerts.append(Alert(source._name, source.id, "unreserved", day, user.id, summary))
        return alerts

    def _get_loose_alerts(self, company, waiting):
        """Goods that left on no transfer have no document of their own: the company's row tells of them, day by day."""
        watch = self.env["invoice.watch"].search([("company_id", "=", company.id)])
        user, translated = self._get_reader(self.env["res.users"], company)
        alerts = []
        for day, rows in waiting.grouped("delivered_on").items() if watch else ():
            summary = translated._(
                "Delivered on %(day)s without transfer or order, not explained: %(products)s",
                day=day,
                products=", ".join(rows.product_id.with_env(translated).mapped("display_name")),
            )
            alerts.append(Alert(watch._name, watch.id, "unreserved", day, user.id, summary))
        return alerts

    def _get_reader(self, user, company):
        """Return who is told, and an environment that speaks that person's language."""
        reader = self._get_responsible(user, company)
        return reader, self.with_context(lang=reader.lang).env

    def _get_responsible(self, user, company):
        """Return ``user`` when it works for the company, else a supervisor, else the administrator."""
        if user and user.active and not user.share and company in user.company_ids:
            return user
        members = self.env["backoffice.approval.rule"]._get_members(
            self.env.ref("backoffice_base.group_supervisor"), company
        )
        administrator = self.env.ref("base.user_admin")
        return (members - self.env.ref("base.user_root") - administrator)[:1] or administrator
