"""Their balance in one currency, while an answer is entered."""

from odoo import fields, models

from ..rules.difference import implied


class ReconciliationAnswerEntryBalance(models.TransientModel):
    _name = "reconciliation.answer.entry.balance"
    _description = "Their Balance in One Currency"

    entry_id = fields.Many2one("reconciliation.answer.entry", required=True, index=True, ondelete="cascade")
    section_id = fields.Many2one("reconciliation.letter.section", "Part of the Letter", required=True)
    currency_id = fields.Many2one(related="section_id.currency_id")
    ours = fields.Monetary("Our Balance", related="section_id.closing")
    theirs = fields.Monetary("Their Balance")

    def _get_theirs(self, items):
        """Return their balance; left as ours, it is ours and what they point at."""
        self.ensure_one()
        pairs = [(item.ours, item.theirs) for item in items if item.section_id == self.section_id.id]
        if not pairs or not self.currency_id.is_zero(self.theirs - self.ours):
            return self.theirs
        return implied(self.ours, pairs, self.currency_id.decimal_places)
