"""Whose goods were delivered, and how many, stays as it was when they left."""

from odoo import models


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "delivered.kept.fields"]

    _delivered_kept = frozenset(
        {
            "company_id",
            "location_dest_id",
            "location_id",
            "move_id",
            "owner_id",
            "product_id",
            "product_uom_id",
            "quantity",
            "quantity_product_uom",
        }
    )

    def write(self, vals):
        for lines, writable in self._get_writable(vals):
            super(StockMoveLine, lines).write(writable)
        return True

    def _get_told_moves(self):
        return self.move_id
