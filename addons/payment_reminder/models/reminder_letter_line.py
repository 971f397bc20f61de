"""What a letter asks to be paid, frozen when it leaves."""

from odoo import fields, models


class ReminderLetterLine(models.Model):
    _name = "reminder.letter.line"
    _description = "Item of a Dunning Letter"
    _inherit = ["reminder.guard"]
    _order = "date_due, id"

    letter_id = fields.Many2one("reminder.letter", required=True, index=True, ondelete="restrict")
    notice_id = fields.Many2one("reminder.notice", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="letter_id.partner_id", store=True, index=True)
    document = fields.Char()
    date_due = fields.Date("Due")
    days = fields.Integer("Days Overdue")
    currency_id = fields.Many2one(related="letter_id.currency_id")
    amount = fields.Monetary("Open Amount")
    is_dropped = fields.Boolean("Taken Out", help="Paid, disputed or exempt before the letter left.")
