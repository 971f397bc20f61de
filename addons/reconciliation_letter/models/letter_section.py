"""The part of a letter in one currency."""

from odoo import fields, models


class ReconciliationLetterSection(models.Model):
    _name = "reconciliation.letter.section"
    _description = "Currency of a Reconciliation Letter"
    _inherit = ["reconciliation.figures", "reconciliation.frozen"]
    _order = "letter_id, sequence, id"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(required=True)
    sequence = fields.Integer(readonly=True)
    line_ids = fields.One2many("reconciliation.letter.line", "section_id", "Movements", readonly=True)
    opening_change = fields.Monetary(
        readonly=True, help="How far the opening balance is from the closing balance of the letter before."
    )
    ledger_closing = fields.Monetary(
        readonly=True, help="Balance of the general ledger at the cut-off, in the currency of the section."
    )
    transferred = fields.Monetary(
        readonly=True,
        help="Matched with entries of another currency or partner: part of the balance here, not of the ledger.",
    )
    mark = fields.Char(readonly=True, help="Tells this set of entries from any other.")

    _currency_uniq = models.Constraint(
        "UNIQUE (letter_id, currency_id)", "A letter has one section per currency."
    )
