"""One row per letter and stage: the proof that the partner was reminded, and that it was once."""

from odoo import fields, models


class ReconciliationReminder(models.Model):
    _name = "reconciliation.reminder"
    _description = "Reminder of a Reconciliation Letter"
    _inherit = ["reconciliation.recorded"]
    _order = "id desc"
    _rec_name = "letter_id"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    stage = fields.Integer(required=True, readonly=True)
    channel = fields.Selection(
        [("mail", "E-mail"), ("activity", "Phone or Text")], required=True, readonly=True
    )
    recipient = fields.Char("Address", readonly=True)
    date = fields.Datetime("Time", required=True, readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _stage_uniq = models.Constraint("UNIQUE (letter_id, stage)", "A partner is reminded once per stage.")
