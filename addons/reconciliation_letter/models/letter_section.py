"""The part of a letter in one currency."""

from odoo import fields, models

from odoo.addons.backoffice_base.rules.amount_words import amount_in_words


class ReconciliationLetterSection(models.Model):
    _name = "reconciliation.letter.section"
    _description = "Currency of a Reconciliation Letter"
    _inherit = ["reconciliation.figures", "reconciliation.frozen"]
    _order = "letter_id, sequence, id"
    _log_access = False  # the letter says who made it when
    _rec_name = "currency_id"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, ondelete="cascade"
    )  # found by the index of the constraint below
    company_id = fields.Many2one(related="letter_id.company_id")
    currency_id = fields.Many2one(required=True)
    sequence = fields.Integer(readonly=True)
    line_ids = fields.One2many("reconciliation.letter.line", "section_id", "Movements", readonly=True)
    opening_change = fields.Monetary(
        readonly=True, help="How far the opening balance is from the closing balance of the letter before."
    )
    ledger_closing = fields.Monetary(
        "Ledger Balance",
        readonly=True,
        help="Balance of the general ledger at the cut-off, in the currency of the section.",
    )
    transferred = fields.Monetary(
        "Settled Elsewhere",
        readonly=True,
        help="Matched with entries of another currency or partner: part of the balance here, not of the ledger.",
    )
    mark = fields.Char(readonly=True, help="Tells this set of entries from any other.")

    _currency_uniq = models.Constraint(
        "UNIQUE (letter_id, currency_id)", "A letter has one section per currency."
    )

    def _get_words(self):
        """Return the closing balance in words, in the language of the letter."""
        self.ensure_one()
        lang = self.letter_id.lang or "en_US"
        if lang.startswith("zh"):
            words = amount_in_words(self.closing, lang)
            own = self.currency_id == self.company_id.currency_id
            return words if own else f"{self.currency_id.name} {words}"
        currency = self.currency_id.with_context(lang=lang)
        amount = self.letter_id._format_amount(abs(self.closing), currency)
        return currency.amount_to_text(abs(self.closing)) if currency.currency_unit_label else amount

    def _get_demanded(self):
        """Return what the demand clause may ask for: late, and not covered by what was paid or credited."""
        self.ensure_one()
        return self.currency_id.round(
            max(0.0, min(self.overdue - self.advance - self.deduction, self.closing))
        )

    def _is_zero(self, amount):
        return self.currency_id.is_zero(amount)

    def _get_arithmetic_gap(self):
        """Return the sentence that says where the figures do not add up, if they do not."""
        self.ensure_one()
        moved = self.opening + self.debit - self.credit + self.adjust
        listed = self.opening + sum(self.line_ids.mapped("amount"))
        parts = self.invoiced_open + self.uninvoiced - self.advance - self.deduction
        if all(self._is_zero(total - self.closing) for total in (moved, listed, parts)):
            return ""
        return self.env._(
            "closing %(closing)s, but opening and movements make %(moved)s, the lines %(listed)s, "
            "what is open %(parts)s.",
            closing=self.closing,
            moved=self.currency_id.round(moved),
            listed=self.currency_id.round(listed),
            parts=self.currency_id.round(parts),
        )

    def _get_ledger_gap(self, found):
        """Return the sentence that says how the ledger now differs; ``found``: balance, transferred, mark."""
        self.ensure_one()
        balance, transferred, mark = found
        letter = self.letter_id
        now, then = balance + transferred, self.closing - self.uninvoiced
        if not self._is_zero(now - then):
            return self.env._(
                "the ledger has %(now)s, the letter %(then)s.",
                now=letter._format_amount(now, self.currency_id),
                then=letter._format_amount(then, self.currency_id),
            )
        if mark != self.mark:
            return self.env._("entries up to the cut-off changed, the balance is the same.")
        return ""
