"""Their balance in one currency, while an answer is entered."""

from odoo import fields, models


class ReconciliationAnswerEntryBalance(models.TransientModel):
    _name = "reconciliation.answer.entry.balance"
    _description = "Their Balance in One Currency"

    entry_id = fields.Many2one("reconciliation.answer.entry", required=True, ondelete="cascade")
    section_id = fields.Many2one("reconciliation.letter.section", "Part of the Letter", required=True)
    currency_id = fields.Many2one(related="section_id.currency_id")
    ours = fields.Monetary("Our Balance", related="section_id.closing")
    theirs = fields.Monetary("Their Balance")
