"""A finished delivery is reserved from its own form, and stays with its customer."""

from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "delivered.kept.fields"]

    _delivered_kept = frozenset({"partner_id"})

    def write(self, vals):
        for pickings, writable in self._get_writable(vals):
            super(StockPicking, pickings).write(writable)
        return True

    def _get_told_moves(self):
        return self.move_ids

    def action_reserve_invoice(self):
        """Reserve what of these deliveries is neither invoiced nor reserved."""
        rows = self.env["invoice.register"].search([("picking_id", "in", self.ids), ("unreserved", ">", 0)])
        return rows.action_reserve()
