"""How a letter reaches the partner, and the proof of it."""

from odoo import fields, models


class ReconciliationLetterSending(models.AbstractModel):
    """The part of a letter that sends it."""

    _name = "reconciliation.letter.sending"
    _description = "Sending of a reconciliation letter"

    dispatch_ids = fields.One2many("reconciliation.dispatch", "letter_id", "Sendings", readonly=True)
    sent_on = fields.Datetime("First Sent", readonly=True, copy=False)
    delivered_on = fields.Datetime("Delivered", readonly=True, copy=False)
