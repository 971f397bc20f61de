"""Letters to customers nobody looks after go to the salesperson of the last order."""

from odoo import api, models


class ReconciliationLetter(models.Model):
    _inherit = "reconciliation.letter"

    @api.model
    def _make(self, batch, partners):
        # EXTENDS reconciliation_letter
        letters = super()._make(batch, partners)
        if batch.kind == "receivable":
            letters.sudo().filtered(lambda letter: not letter.user_id)._fill_in_salesperson()
        return letters

    def _fill_in_salesperson(self):
        """Write the salesperson of the latest confirmed order; one search for all."""
        if not self:
            return
        rows = self.env["sale.order"]._read_group(
            [
                ("state", "=", "sale"),
                ("company_id", "in", self.company_id.ids),
                ("user_id", "!=", False),
                ("user_id.share", "=", False),
                ("partner_id.commercial_partner_id", "in", self.partner_id.ids),
                ("date_order", "<=", max(self.mapped("cutoff"))),
            ],
            ["partner_id", "user_id"],
            ["date_order:max"],
        )
        latest = {}
        for partner, user, _date in sorted(rows, key=lambda row: row[2]):
            latest[partner.commercial_partner_id] = user
        for user, letters in self.grouped(lambda letter: latest.get(letter.partner_id)).items():
            if user:
                letters.write({"user_id": user.id})
