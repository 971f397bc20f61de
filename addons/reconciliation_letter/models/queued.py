"""Messages that leave from a queue of our own: each is claimed, and the claim kept, before it leaves."""

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

STALE_MINUTES = 10  # what takes longer died with its worker
#: What the mail server says of a message, and what its row becomes.
OUTCOMES = {"bounce": "bounced", "exception": "failed", "sent": "sent"}


class ReconciliationQueued(models.AbstractModel):
    """Rows with a ``state``, an ``_amend`` that writes it and a ``_send`` that makes the one sending.

    A worker killed in between leaves “sending”: nobody knows whether it left, and it is not repeated by itself.
    """

    _name = "reconciliation.queued"
    _description = "Queue of reconciliation letters"

    _queue_state = "queued"

    @api.model
    def _queue_domain(self):
        """Return the rows that wait to be sent by the program."""
        return [("state", "=", self._queue_state)]

    @api.model
    def _cron_send(self, limit=200):
        """Make the queued sendings, each claimed and committed before it is made."""
        cron = self.env["ir.cron"]
        self._find_the_dead()
        domain = self._queue_domain()
        ids = self.search(domain, order="id", limit=limit).ids
        cron._commit_progress(remaining=self.search_count(domain))
        for row in self.browse(ids):
            claimed = row._claim()
            if claimed:
                claimed._send()
            if not cron._commit_progress(1):
                break

    def _claim(self):
        """Take the one row for sending; the claim is committed and the row is locked again on return."""
        try:
            row = self.try_lock_for_update().filtered(lambda row: row.state == self._queue_state)
        except psycopg2.errors.SerializationFailure:  # taken since our snapshot
            row = self.browse()
        if not row:
            self.env.cr.rollback()  # also gives back a useless lock
            return row
        row._amend({"state": "sending"})
        row._after_claim()
        self.env["ir.cron"]._commit_progress()  # the claim survives a crash
        # waiting, not skipping: another worker may just be finding out that it came too late
        query = SQL("SELECT id FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(self._table), row.id)
        self.env.execute_query(query)
        return row.filtered(lambda row: row.state == "sending")

    def _after_claim(self):
        """Hook: what is kept together with the claim."""

    @api.model
    def _find_stale(self, *states):
        """Return the rows in ``states`` nobody touched for a while, locked."""
        stale = fields.Datetime.subtract(fields.Datetime.now(), minutes=STALE_MINUTES)
        return self.search([("state", "in", states), ("write_date", "<", stale)]).try_lock_for_update()

    @api.model
    def _follow(self, notifications):
        """Take over what the mail server said of the messages of letters."""
        rows = self.sudo().search([("mail_message_id", "in", notifications.mail_message_id.ids)])
        for row in rows:
            found = notifications.filtered(lambda one, row=row: one.mail_message_id == row.mail_message_id)
            state = OUTCOMES.get(found[:1].notification_status)
            if state:
                row._amend({"state": state, "reason": found[:1].failure_reason or False})
