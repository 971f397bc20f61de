"""What became of a text the gateway took over."""

from odoo import fields, models

# of the gateway's log: what the reminder becomes
OUTCOMES = {
    "accepted": "sent",
    "delivered": "sent",
    "undelivered": "failed",
    "not_sent": "failed",
    "unknown": "unknown",
}


class ReminderMessage(models.Model):
    _inherit = "reminder.message"

    channel = fields.Selection(selection_add=[("robot", "Group Robot")], ondelete={"robot": "cascade"})

    def action_query_provider(self):
        """Ask the provider what became of texts nobody knows about; where it cannot say, they stay unknown."""
        self._check_on_desk("unknown")
        # superuser: the desk decides about reminders, the log of the gateway is written by the senders
        self.env["sms.gateway.message"].sudo().search([("key", "in", self.mapped("uuid"))])._do_query()

    def _follow_gateway(self, state, words):
        """Take over what the provider said; what the desk decided stays."""
        self.ensure_one()
        target = OUTCOMES.get(state)
        if not target or self.state not in ("handed", "unknown", "sent") or self.state == target:
            return
        cleared = self.state == "unknown" and target == "sent"
        self._set_outcome(target, event="cleared" if cleared else None, failure=words)
        if cleared:
            self.activity_feedback(["payment_reminder.mail_activity_desk"])
        self._report_trouble()
