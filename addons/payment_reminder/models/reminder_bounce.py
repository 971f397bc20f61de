"""A mail that came back: noted at once, and taken up as soon as its message is not being sent any more."""

from odoo import fields, models


class ReminderBounce(models.Model):
    """The worker that is still sending holds the message, and the mail server may be faster than its commit."""

    _name = "reminder.bounce"
    _description = "Returned Reminder"
    _inherit = ["reminder.guard"]
    _order = "id desc"
    _rec_name = "address"
    _log_access = False

    date = fields.Datetime(required=True, default=fields.Datetime.now)
    key = fields.Char("Reference", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    address = fields.Char(help="Who could not be reached, also where the mail was forwarded to.")
    words = fields.Text(help="What the mail server said.")
    taken_on = fields.Datetime(index="btree_not_null")

    _open_idx = models.Index("(id) WHERE taken_on IS NULL")

    def _take_up(self):
        """Bring the messages that came back to failed; what is still being sent waits for its outcome."""
        messages = self.env["reminder.message"].search([("uuid", "in", self.mapped("key"))])
        by_key = {message.uuid: message for message in messages}
        for bounce in self:
            message = by_key.get(bounce.key, messages.browse())
            if message.state == "sending" or message and not message._lock_quietly():
                continue
            message._come_back(bounce.address)
            bounce._as_reminder().taken_on = fields.Datetime.now()
