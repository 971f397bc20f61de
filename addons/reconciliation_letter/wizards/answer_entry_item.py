"""One difference the partner points at, while an answer is entered."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.answer_form import Item, text
from ..rules.difference import REASONS


class ReconciliationAnswerEntryItem(models.TransientModel):
    _name = "reconciliation.answer.entry.item"
    _description = "Difference They Point At"

    entry_id = fields.Many2one("reconciliation.answer.entry", required=True, index=True, ondelete="cascade")
    letter_id = fields.Many2one(related="entry_id.letter_id")
    section_id = fields.Many2one(
        "reconciliation.letter.section", "Part of the Letter", domain="[('letter_id', '=', letter_id)]"
    )
    line_id = fields.Many2one(
        "reconciliation.letter.line", "Movement", domain="[('letter_id', '=', letter_id)]"
    )
    currency_id = fields.Many2one(related="section_id.currency_id")
    reference = fields.Char("Document")
    reason = fields.Selection(list(REASONS), required=True)
    ours = fields.Monetary("Our Amount", compute="_compute_ours", store=True, readonly=False)
    theirs = fields.Monetary("Their Amount")
    note = fields.Char()

    @api.depends("line_id")
    def _compute_ours(self):
        for item in self:
            item.ours = item.line_id.amount

    @api.onchange("line_id")
    def _onchange_line_id(self):
        self.section_id = self.line_id.section_id or self.section_id

    def _get_items(self):
        for item in self:
            letter = item.entry_id.letter_id
            section = item.line_id.section_id or item.section_id
            if not section and len(letter.section_ids) > 1:
                raise UserError(
                    self.env._(
                        "The letter has several currencies: choose the movement or the part of the letter of each "
                        "difference."
                    )
                )
            section = section or letter.section_ids
            if section.letter_id != letter:
                raise UserError(self.env._("The movement and the currency must be those of the letter."))
            yield Item(
                section.id,
                item.line_id.id or None,
                item.reason,
                item.ours,
                item.theirs,
                text(item.note, 500),
                text(item.reference, 64),
            )
