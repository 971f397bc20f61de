"""Texts of letters through the gateway of their company, and what its log says became of them."""

from odoo import api, models
from odoo.exceptions import UserError

# of the gateway's log: what the sending becomes
OUTCOMES = {
    "sending": "handed",
    "waiting": "handed",
    "accepted": "sent",
    "delivered": "sent",
    "undelivered": "bounced",
    "not_sent": "failed",
    "unknown": "unknown",
}


class ReconciliationDispatch(models.Model):
    _inherit = "reconciliation.dispatch"

    def _send_text(self):
        # EXTENDS reconciliation_letter
        if not self.company_id._get_sms_gateway():
            return super()._send_text()
        service, text = self.env["reconciliation.letter.text"], self.letter_id._get_text()
        problem = service._get_problem(self)
        if problem:
            return {"state": "failed", "text": text, "reason": problem, "date": False}
        key = service._queue(self, text)
        return {"state": "handed", "text": text, "text_key": key, "date": False}

    @api.model
    def _get_dead_texts(self, texts):
        """Return the queued texts whose link leads nowhere any more, or that left by hand or another text since."""
        rows_sudo = self.sudo().search([("text_key", "in", texts.mapped("uuid"))])  # as the senders
        alive = {row.text_key for row in rows_sudo if row._opens_letter() and not row._is_replaced()}
        return texts.filtered(lambda text: text.uuid not in alive)

    # --- buttons ------------------------------------------------------------

    def action_query_provider(self):
        """Ask the provider what became of texts nobody knows about; where it cannot say, they stay unknown."""
        self.letter_id.check_access("write")
        self.filtered(lambda row: row.state == "unknown")._get_log()._do_query()

    def action_open_log(self):
        """Open the text in the message log."""
        self.ensure_one()
        log = self._get_log()
        if not log:
            raise UserError(
                self.env._("It still waits in the queue: the message log has it once it is being sent.")
            )
        return log.sudo(False).get_formview_action()

    def _get_log(self):
        """Return the rows of the gateway's log (superuser: it is kept by the senders)."""
        keys = list(filter(None, self.mapped("text_key")))
        return self.env["sms.gateway.message"].sudo().search([("key", "in", keys)])

    # --- what became of texts -----------------------------------------------

    @api.model
    def _follow_log(self, messages):
        """Take over what the log says of texts of letters; what somebody decided here stays."""
        message_of = {message.key: message for message in messages}
        rows_sudo = self.sudo().search([("text_key", "in", list(message_of))])  # written by nobody by hand
        for row in rows_sudo:
            message = message_of[row.text_key]
            row._take_outcome(
                OUTCOMES[message.state],
                self._get_text_reason(message),
                text=message.body,
                sent_on=message.answered_at,
                arrived_on=message.state == "delivered" and message.delivered_at,
            )

    @api.model
    def _get_text_reason(self, message):
        """Return one sentence for who looks at the letter; none while all is well."""
        if OUTCOMES[message.state] in ("handed", "sent"):
            return False
        if message.state == "unknown":
            return self.env._(
                "Nobody knows whether it left: ask the provider or the partner before you send it again."
            )
        if message.failure == "cancelled":
            return self.env._("The link was closed or the letter replaced before it left; send it again.")
        label = dict(message._fields["failure"]._description_selection(self.env)).get(message.failure)
        return ": ".join(filter(None, (label, message.detail)))

    def _catch_up(self):
        # OVERRIDES reconciliation_letter: the log is asked, and the queue, which somebody may have emptied
        log, texts_sudo = self._get_log(), self.env["sms.sms"].sudo()  # worked off by the senders
        self._follow_log(log)
        domain = [("uuid", "in", self.mapped("text_key")), ("state", "in", ("outgoing", "process"))]
        known = {*log.mapped("key"), *texts_sudo.search(domain).mapped("uuid")}
        reason = self.env._("It was taken out of the queue before it left; send it again.")
        self.filtered(lambda row: row.text_key not in known)._amend({"state": "failed", "reason": reason})
