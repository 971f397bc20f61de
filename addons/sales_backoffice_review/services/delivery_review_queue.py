"""Puts yesterday's deliveries and returns into the queue, and keeps the findings of open reviews fresh."""

import logging
from typing import NamedTuple

from psycopg2 import errors

from odoo import api, fields, models

from odoo.addons.backoffice_base.rules import workdays
from odoo.addons.backoffice_base.rules.company_day import day_of, moment_of
from odoo.addons.backoffice_base.rules.fingerprint import fingerprint

from ..models.delivery_review_line import _BY_QUEUE
from ..rules import delivery_findings as rules
from .delivery_review_changes import BATCH, GOODS
from .delivery_review_facts import codes_text
from .delivery_rows import Transfer, insert, transfer_rows, unqueued

_logger = logging.getLogger(__name__)

CHUNK = 500
# so often in a row the same deliveries may be taken by others before something is wrong with them
RETRIES = 5
# another worker queued the same deliveries, or wrote a row of ours
TAKEN = (errors.UniqueViolation, errors.SerializationFailure)
# findings that are the same in these need not be written again
SAME = {"facts_hash", "finding_codes", "finding_count", "no_receipt_count"}
# a receipt that comes later is what everybody waits for
AWAITED = {"no_receipt"}


class Calendar(NamedTuple):
    """When a company's deliveries are due."""

    tz: str
    hour: float
    adjustments: dict

    def due_after(self, day):
        return workdays.add_working_days(day, 1, self.adjustments)


class DeliveryReviewQueue(models.AbstractModel):
    _name = "delivery.review.queue"
    _description = "Queue of Delivery Reviews"
    _inherit = ["delivery.review.changes"]

    # --- every morning ------------------------------------------------------

    @api.model
    def _cron_queue(self, chunk=CHUNK):
        """Queue what was validated before today and is not queued yet; safe to run twice, at once, and to be killed."""
        cron = self.env["ir.cron"]
        for company in self.env["res.company"].sudo().search([("delivery_review", "=", True)]):
            service = self.with_company(company)
            failures = 0
            while failures < RETRIES and (pickings := service._get_unqueued(company, chunk)):
                try:
                    service._queue(pickings)
                    self.env.flush_all()
                except TAKEN as error:
                    self.env.cr.rollback()
                    failures += 1
                    level = logging.ERROR if failures == RETRIES else logging.INFO
                    _logger.log(level, "%s could not be queued, taken elsewhere: %s", pickings.ids, error)
                    continue
                failures = 0
                if not cron._commit_progress(len(pickings), remaining=len(pickings)):
                    return
            service._shift_due(company)
            service._refresh_open(company)
            service._check_changes(company)

    @api.model
    def _get_unqueued(self, company, limit, before=None):
        """Return the transfers that belong into the queue and are not in it."""
        self.env["stock.picking"].flush_model(["state", "date_done", "company_id"])
        self.env["stock.move"].flush_model(["state", "picking_id", "quantity"])
        self.env["delivery.review"].flush_model(["picking_id"])
        tz = company.delivery_tz
        before = before or moment_of(day_of(fields.Datetime.now(), tz), 0, tz)
        start = moment_of(company.delivery_review_start, 0, tz)
        rows = self.env.execute_query(unqueued(company.id, start, before, limit))
        return self.env["stock.picking"].sudo().browse(row[0] for row in rows)

    # --- making reviews -----------------------------------------------------

    @api.model
    def _queue(self, pickings):
        """Make one review for each of these transfers of one company; return the reviews."""
        pickings = (
            self.env["stock.picking"].sudo().browse(pickings.ids)
        )  # read together, wherever they are from
        company = pickings.company_id
        calendar = self._get_calendar(company)
        lines = self.with_company(company).env["delivery.review.facts"]._get_lines(pickings)
        vals_list = [
            self._prepare_transfer_vals(transfer, lines[transfer.picking_id], calendar)
            | self._prepare_summary(lines[transfer.picking_id], company)
            for transfer in map(Transfer._make, self.env.execute_query(transfer_rows(pickings.ids)))
        ]
        reviews = self.sudo().env["delivery.review"]
        reviews = reviews.browse(insert(reviews, vals_list))
        insert(
            self.sudo().env["delivery.review.line"],
            [
                {**line.vals, "company_id": company.id, "review_id": review_id}
                for review_id, vals in zip(reviews.ids, vals_list, strict=True)
                for line in lines[vals["picking_id"]]
            ],
        )
        pickings.invalidate_recordset(["delivery_review_ids", "delivery_review_state", "can_queue_review"])
        self.env["stock.move"].invalidate_model(["delivery_review_line_ids"], flush=False)
        return self.env["delivery.review"].browse(reviews.ids)

    @api.model
    def _get_calendar(self, company):
        return Calendar(
            company.delivery_tz,
            company.delivery_review_due_hour,
            self.env["backoffice.workday"]._adjustments(company),
        )

    @api.model
    def _shift_due(self, company):
        """Move on what would fall due on a day that became a day off since it was queued; what is late stays late."""
        calendar = self._get_calendar(company)
        today = day_of(fields.Datetime.now(), calendar.tz)
        waiting = self.env["delivery.review"].sudo()
        waiting = waiting.search(
            [("company_id", "=", company.id), ("state", "=", "open"), ("due_day", ">=", today)]
        )
        for day, reviews in waiting.grouped("due_day").items():
            due = workdays.shift_to_working_day(day, 1, calendar.adjustments)
            if due != day:
                reviews._write_by_flow({"due_day": due, "due_on": moment_of(due, calendar.hour, calendar.tz)})

    @api.model
    def _prepare_transfer_vals(self, transfer, lines, calendar):
        """Return what a review keeps of its transfer."""
        day = day_of(transfer.done, calendar.tz)
        due = calendar.due_after(day)
        return {
            "name": transfer.name,
            "picking_id": transfer.picking_id,
            "company_id": transfer.company_id,
            "state": "open",
            "is_return": all(line.row.is_return for line in lines),
            "partner_id": transfer.customer_id,
            "user_id": transfer.salesperson_id,
            "order_id": transfer.order_id,
            "validated_on": transfer.done,
            "delivery_day": day,
            "due_day": due,
            "due_on": moment_of(due, calendar.hour, calendar.tz),
        }

    @api.model
    def _prepare_summary(self, lines, company):
        """Return what a review keeps of all its lines."""
        codes = [{code for code, _reason in line.found} for line in lines]
        every = set().union(*codes)
        return {
            "result": rules.result_of(every),
            "gravity": min((rules.BY_GRAVITY.index(code) for code in every), default=len(rules.BY_GRAVITY)),
            "finding_codes": codes_text(every),
            "line_count": len(lines),
            "finding_count": sum(map(bool, codes)),
            **{f"{code}_count": sum(code in own for own in codes) for code in rules.BY_GRAVITY},
            "price_difference": self._sum_differences(lines, company),
            "facts_hash": self._get_hash(lines),
            "checked_on": self.env.cr.now(),
        }

    @api.model
    def _sum_differences(self, lines, company):
        total = 0.0
        for line in lines:
            currency = self.env["res.currency"].browse(line.row.currency_id or [])
            amount = line.vals["price_difference"]
            if amount and currency and currency != company.currency_id:
                amount = currency._convert(amount, company.currency_id, company, fields.Date.today())
            total += amount
        return company.currency_id.round(total)

    @api.model
    def _get_hash(self, lines):
        """Return a proof of what was judged; a receipt that arrives later does not disturb it."""
        kept = [
            [
                *(line.vals[name] for name in GOODS),
                line.row.line_id,
                line.row.ordered_product_id,
                line.vals["ordered_quantity"],
                line.vals["net_price"],
                line.vals["discount"],
                line.vals["tax_keys"],
                sorted(reason for _code, reason in line.found if reason not in AWAITED),
            ]
            for line in sorted(lines, key=lambda line: line.row.move_id)
        ]
        return fingerprint({"lines": kept})

    # --- fresh findings -----------------------------------------------------

    @api.model
    def _get_fresh(self, reviews):
        """Return ``{review: [ReviewedLine]}`` as the sources are now, whatever the company."""
        fresh = {}
        for company, own in reviews.sudo().grouped("company_id").items():
            facts = self.with_company(company).env["delivery.review.facts"]
            lines = facts._get_lines(own.picking_id) if own else {}
            fresh |= {review: lines[review.picking_id.id] for review in own}
        return fresh

    @api.model
    def _get_stale(self, reviews):
        """Return the reviews whose findings are no longer what their sources say."""
        stale = reviews.browse()
        for review_sudo, lines in self._get_fresh(reviews).items():
            if review_sudo.facts_hash != self._get_hash(lines):
                stale |= reviews.browse(review_sudo.id)
        return stale

    @api.model
    def _refresh(self, reviews):
        """Compute the findings of open reviews again."""
        for review_sudo, lines in self._get_fresh(reviews).items():
            if review_sudo.state == "open":
                self._rewrite(review_sudo, lines)

    @api.model
    def _refresh_open(self, company):
        """Bring the findings of every review that waits up to date: receipts arrive, orders are corrected."""
        waiting = self.env["delivery.review"].sudo()
        waiting = waiting.search([("company_id", "=", company.id), ("state", "=", "open")])
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            self._refresh(batch)
            self.env["ir.cron"]._commit_progress(len(batch), remaining=len(waiting))

    @api.model
    def _rewrite(self, review_sudo, lines):
        """Keep ``lines`` as the findings of a review; a handling stays while it still answers all there is."""
        summary = self._prepare_summary(lines, review_sudo.company_id)
        if all(review_sudo[name] == value for name, value in summary.items() if name in SAME):
            review_sudo._write_by_flow({"checked_on": summary["checked_on"]})
            return
        review_sudo._write_by_flow(summary)
        kept = {line.move_id.id: line for line in review_sudo.line_ids}
        for line in lines:
            old = kept.pop(line.row.move_id, None)
            if old is None:
                self._add_line(review_sudo, line)
                continue
            known = {reason for _code, reason in old.reasons or []}
            news = {reason for _code, reason in line.found} - known
            old._write_by_queue(line.vals | ({"handling": False} if news else {}))
        for gone in kept.values():
            gone.unlink()

    @api.model
    def _add_line(self, review_sudo, line):
        vals = {**line.vals, "review_id": review_sudo.id, "company_id": review_sudo.company_id.id}
        return self.sudo().env["delivery.review.line"].with_context(queue_token=_BY_QUEUE).create(vals)
