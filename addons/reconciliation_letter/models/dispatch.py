"""The proof of each sending: channel, time, recipient and what became of it."""

from odoo import fields, models

CHANNELS = [("mail", "E-mail"), ("print", "Paper"), ("text", "Text Message")]
DISPATCH_STATES = [
    ("queued", "Waiting"),
    ("sending", "Being Sent"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("bounced", "Bounced"),
    ("failed", "Failed"),
    ("unknown", "Unknown, Check"),
]


class ReconciliationDispatch(models.Model):
    _name = "reconciliation.dispatch"
    _description = "Sending of a Reconciliation Letter"
    _order = "id desc"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    state = fields.Selection(
        DISPATCH_STATES, "Status", required=True, readonly=True, default="queued", index=True
    )
    recipient = fields.Char("Address", readonly=True, help="The e-mail address or phone number then.")
    user_id = fields.Many2one("res.users", "By", readonly=True)
    date = fields.Datetime("Time", readonly=True)
    reason = fields.Char(readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, ondelete="restrict")
    reminder = fields.Boolean(readonly=True, help="Sent because the partner had not answered.")
