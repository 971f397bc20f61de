"""A finished delivery is reserved from its own form."""

from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_reserve_invoice(self):
        """Reserve what of these deliveries is neither invoiced nor reserved."""
        rows = self.env["invoice.register"].search([("picking_id", "in", self.ids), ("unreserved", ">", 0)])
        return rows.action_reserve()
