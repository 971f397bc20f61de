"""Notices when a delivery or its order is changed after the review."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.backoffice_base.rules.company_day import moment_of

# A transaction writes the moment it began: what began shortly before a check may have ended after it.
OVERLAP = timedelta(hours=1)
BATCH = 500
# what a correction of the delivery itself changes, whatever it leads to
GOODS = ("move_id", "product_id", "quantity", "uom_id", "is_return")


class DeliveryReviewChanges(models.AbstractModel):
    """A reviewed delivery is not rewritten. A later change is marked on it; one that shows a difference nobody
    judged, or that corrects the delivery itself, puts it back into the queue."""

    _name = "delivery.review.changes"
    _description = "Changes after a Delivery Review"

    @api.model
    def _check_changes(self, company):
        """Look at the reviews of ``company`` whose sources were written since they were checked last."""
        touched = self._get_touched(company)
        while touched:
            batch, touched = touched[:BATCH], touched[BATCH:]
            for review_sudo, lines in self._get_fresh(batch).items():
                self._judge_change(review_sudo, lines)
            batch.sudo()._write_by_flow({"checked_on": self.env.cr.now()})
            self.env["ir.cron"]._commit_progress(len(batch), remaining=len(touched))

    @api.model
    def _get_touched(self, company):
        """Return the closed reviews of late whose transfer, order or lines were written since they were checked."""
        self.env.flush_all()
        since = fields.Date.today() - timedelta(days=company.delivery_review_watch_days)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT review.id
                  FROM delivery_review review
                  JOIN stock_picking picking ON picking.id = review.picking_id
                  LEFT JOIN stock_move move ON move.picking_id = picking.id
                  LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
                  LEFT JOIN sale_order sale ON sale.id = line.order_id
                 WHERE review.company_id = %(company_id)s
                   AND review.state = 'reviewed'
                   AND review.reviewed_on >= %(since)s
                   AND GREATEST(picking.write_date, move.write_date, line.write_date, sale.write_date)
                       > review.checked_on - %(overlap)s
                 ORDER BY review.id
                """,
                company_id=company.id,
                since=since,
                overlap=OVERLAP,
            )
        )
        return self.env["delivery.review"].browse(row[0] for row in rows)

    @api.model
    def _judge_change(self, review_sudo, lines):
        now = self._get_hash(lines)
        if now in (review_sudo.facts_hash, review_sudo.changed_hash):
            return
        if self._has_news(review_sudo, lines):
            self._put_back(review_sudo, lines)
        else:
            review_sudo._write_by_flow({"changed_on": fields.Datetime.now(), "changed_hash": now})
            review_sudo.message_post(
                body=self.env._("Changed after the review; no new difference came of it.")
            )

    @api.model
    def _has_news(self, review_sudo, lines):
        """Return whether there is something nobody judged: a new difference, or other goods than were reviewed."""
        kept = {line.move_id.id: line for line in review_sudo.line_ids}
        if kept.keys() != {line.row.move_id for line in lines}:
            return True
        for line in lines:
            old = kept[line.row.move_id]
            known = {reason for _code, reason in old.reasons or []}
            if {reason for _code, reason in line.found} - known:
                return True
            if any(_plain(old[name]) != line.vals[name] for name in GOODS):
                return True
        return False

    @api.model
    def _put_back(self, review_sudo, lines):
        """Queue a reviewed delivery again: due the next working day, as if it was delivered today."""
        reviewer, calendar = review_sudo.reviewed_by_id, self._get_calendar(review_sudo.company_id)
        today = fields.Date.context_today(self.with_context(tz=calendar.tz))
        due = calendar.due_after(today)
        due_on = moment_of(due, calendar.hour, calendar.tz)
        vals = review_sudo._prepare_move_vals("open") | {"due_day": due, "due_on": due_on}
        review_sudo._write_by_flow({**vals, "state": "open"})
        self._rewrite(review_sudo, lines)
        review_sudo.picking_id._recompute_invoiceable()
        review_sudo.message_post(
            body=self.env._(
                "Changed after %(reviewer)s reviewed it: to be reviewed again.", reviewer=reviewer.name or "—"
            )
        )


def _plain(value):
    return value.id if isinstance(value, models.BaseModel) else value
