"""Deliveries of orders pass the credit gate; returns never do."""

from odoo import api, models

from ..services.credit_gate import CreditRequest


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        # EXTENDS stock: also a move marked as done without its transfer
        delivering = (
            self.filtered(lambda move: move.state != "done") if vals.get("state") == "done" else self.browse()
        )
        result = super().write(vals)
        delivering._enforce_credit_on_delivery()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock: an import may bring moves done already
        moves = super().create(vals_list)
        moves.filtered(lambda move: move.state == "done")._enforce_credit_on_delivery()
        return moves

    def _action_synch_order(self):
        # EXTENDS sale_stock: goods added in the transfer have their order line only now
        added = self.filtered(lambda move: not move.sale_line_id)
        result = super()._action_synch_order()
        added._enforce_credit_on_delivery()
        return result

    def _enforce_credit_on_delivery(self):
        """Raise when the customers of these deliveries are over their credit, deliveries of today included."""
        deliveries = self.sudo().filtered(lambda move: move.location_dest_id.usage == "customer")
        orders = deliveries.sale_line_id.order_id | deliveries.picking_id.sale_id
        requests = [CreditRequest(order, "delivery", 0.0) for order in orders]
        self.env["credit.gate"]._enforce(requests)
