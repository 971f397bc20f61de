"""Works the queue off: intention recorded and committed, provider called, answer recorded and committed."""

import logging
import time
from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from ..rules import life

_logger = logging.getLogger(__name__)

BATCH = 100
_SPARE = 5  # seconds a run leaves unused
_RETRIES = 5


class SmsGatewaySender(models.AbstractModel):
    _name = "sms.gateway.sender"
    _description = "Sender of texts"

    @api.model
    def _run(self):
        """Send what waits, account by account; one sender per account at any time."""
        self.env["message.robot"]._close_dead()
        # archived ones too: what was cut off while they were still used has to be told
        for account in self.env["sms.gateway.account"].search([("active", "in", [True, False])]):
            with self._alone(account) as alone:
                if alone:
                    self._close_dead(account)
                    self._work(account)

    @contextmanager
    def _alone(self, account):
        taken = account._take_turn()
        try:
            yield taken
        except Exception:
            self.env.cr.rollback()  # the connection must be able to give the turn back
            raise
        finally:
            if taken:
                account._leave_turn()

    def _close_dead(self, account):
        """Whoever holds the turn knows that nobody else is sending: what still says so was cut off in the middle."""
        dead = self.env["sms.gateway.message"].search(
            [("account_id", "=", account.id), ("channel", "=", "sms"), ("state", "=", "sending")]
        )
        if dead:
            _logger.warning("%s texts were cut off while they were sent: %s", len(dead), dead.ids)
            words = self.env._("The server stopped before the answer arrived.")
            dead._move("unknown", failure="unknown", detail=words)
            self._commit()

    def _work(self, account):
        if account._get_problem() or account._is_paused():
            return
        Text = self.env["sms.sms"]
        pacer, provider = account._get_pacer(time.monotonic()), account._get_provider()
        Text._wake_queue(fields.Datetime.add(fields.Datetime.now(), minutes=10))  # if this run dies
        last, goes_on = 0, True
        while goes_on:
            domain = [*Text._gateway_domain(account), ("id", ">", last)]
            texts = Text.search(domain, limit=BATCH, order="id")
            if not texts:
                break
            last = texts[-1].id
            self._commit(remaining=Text.search_count(domain))
            goes_on = self._send_batch(account, texts, provider, pacer)
        self._wake_for_next_try(account)

    def _send_batch(self, account, texts, provider, pacer):
        """Send a batch; return whether there is reason and time to go on."""
        sorter = self.env["sms.gateway.sorter"]
        parcels, failures = sorter._sort(account, texts)
        left = self._commit(sorter._refuse(account, failures) if failures else 0)
        for text_id, parcel in parcels.items():
            pause = pacer.wait(time.monotonic())
            if left < _SPARE + pause:
                return False
            self._rest(pause)
            message = self._claim(account, text_id, parcel)
            if not message:
                continue
            pacer.note(time.monotonic())
            outcome = provider.send(parcel)
            left = self._record(account.id, message.id, outcome)
            if outcome.stops_account:
                return self._pause(account)
        return True

    @staticmethod
    def _rest(pause):
        time.sleep(pause)

    def _pause(self, account):
        """The next text would meet the same fate: leave the provider alone for a while."""
        account._plan_pause()
        self.env["sms.sms"]._wake_queue(account.paused_until)
        self._commit(remaining=0)
        return False

    def _claim(self, account, text_id, parcel):
        """Record and commit the intention to send one text; nothing when it is not ours to send any more."""
        domain = [*self.env["sms.sms"]._gateway_domain(account), ("gateway_account_id.enabled", "=", True)]
        try:
            text = self.env["sms.sms"].browse(text_id).try_lock_for_update().filtered_domain(domain)
            message = self._intend(account, text, parcel) if text else None
        except SerializationFailure:  # taken by another connection since our snapshot
            message = None
        if not message:
            self.env.cr.rollback()  # also gives back a useless row lock
            return None
        self._commit()
        return message

    def _intend(self, account, text, parcel):
        Log = self.env["sms.gateway.message"]
        values = self.env["sms.gateway.sorter"]._prepare_log_vals(account, text, parcel)
        message = Log.search([("key", "=", text.uuid)])
        if not message:
            message = Log.create({**values, "state": "sending", "attempts": 1})
            message._tell()
            return message
        if life.may_send(message.state):
            return message._move("sending", **values, attempts=message.attempts + 1)
        # the queue says "waiting", the log says "sent": the log is right
        self.env["sms.sms"]._follow_log(message)
        self._commit()
        return None

    def _record(self, account_id, message_id, outcome):
        """Write the answer down, whatever else changes the row meanwhile; return the seconds left."""
        for attempt in range(_RETRIES):
            account = self.env["sms.gateway.account"].browse(account_id)
            message = self.env["sms.gateway.message"].browse(message_id)
            try:
                if message.state == "sending":
                    message._record(outcome, most=account.max_attempts)
                elif outcome.reference:  # a receipt was faster
                    message.reference = outcome.reference
                if outcome.state != "accepted" or account.last_error or not account.last_success_at:
                    account._note_outcome(outcome)  # else every text would write the same row
                return self._commit(1)
            except SerializationFailure:
                self.env.cr.rollback()
                if attempt == _RETRIES - 1:
                    raise
        return 0

    def _wake_for_next_try(self, account):
        text = self.env["sms.sms"].search(
            [
                ("gateway_account_id", "=", account.id),
                ("state", "=", "outgoing"),
                ("gateway_next_try", "!=", False),
            ],
            order="gateway_next_try",
            limit=1,
        )
        if text:
            self.env["sms.sms"]._wake_queue(text.gateway_next_try)
            self._commit()

    def _commit(self, processed=0, *, remaining=None):
        self.env.flush_all()
        return self.env["ir.cron"]._commit_progress(processed, remaining=remaining)
