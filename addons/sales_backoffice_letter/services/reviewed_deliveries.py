"""What the delivery review and the credit control say of deliveries and credit notes counts in letters too."""

from odoo import api, models
from odoo.tools import SQL


class ReconciliationSnapshot(models.AbstractModel):
    _inherit = "reconciliation.snapshot"

    @api.model
    def _get_held_pickings(self, partners, company):
        # EXTENDS reconciliation_letter_sale: where the company says so, what nobody reviewed stays out
        held = super()._get_held_pickings(partners, company)
        return held | self.env["stock.picking"]._get_unreviewed_pickings(company, partners)

    @api.model
    def _get_transfer_tz(self, company):
        # EXTENDS reconciliation_letter: the day of the deliveries' board
        return company.sudo().delivery_tz or super()._get_transfer_tz(company)

    @api.model
    def _get_quantity_credit_notes(self):
        # EXTENDS reconciliation_letter_sale: a credit note may say itself what it does
        self.env["account.move"].flush_model(["credit_note_effect"])
        return SQL(
            "CASE COALESCE(move.credit_note_effect, 'auto') WHEN 'quantity' THEN TRUE WHEN 'price' THEN FALSE"
            " ELSE %s END",
            super()._get_quantity_credit_notes(),
        )
