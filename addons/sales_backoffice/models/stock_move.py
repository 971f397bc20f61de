"""Deliveries of orders pass the credit gate; returns never do."""

from odoo import api, models
from odoo.exceptions import UserError

from ..services.credit_gate import CreditRequest


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        # EXTENDS stock: also a move marked as done without its transfer
        self._check_delivery_kept(vals)
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

    def _check_delivery_kept(self, vals):
        """Goods that left for an order stay on it: unlinked, nobody would owe them."""
        if self.env.su or not {"state", "sale_line_id"} & vals.keys():
            return
        for move in self.filtered(lambda move: move.state == "done" and move.sale_line_id):
            moved = vals.get("sale_line_id", move.sale_line_id.id) != move.sale_line_id.id
            if moved or vals.get("state", "done") != "done":
                raise UserError(
                    self.env._(
                        "%(delivery)s is done and stays with its order; let the goods be returned instead.",
                        delivery=move.picking_id.name or move.reference,
                    )
                )

    def _action_synch_order(self):
        # EXTENDS sale_stock: goods added in the transfer have their order line only now
        added = self.filtered(lambda move: not move.sale_line_id)
        result = super()._action_synch_order()
        added._enforce_credit_on_delivery()
        return result

    def _enforce_credit_on_delivery(self):
        """Raise when the customers of these deliveries are over their credit, deliveries of today included."""
        if not self:
            return  # nearly always: moves are written many times before they are done
        # superuser: who ships need not be able to read the orders of every salesperson
        deliveries = self.sudo().filtered(lambda move: move.location_dest_id._is_outgoing())
        orders = deliveries.sale_line_id.order_id | deliveries.picking_id.sale_id
        self.env["credit.gate"]._enforce([CreditRequest(order, "delivery", 0.0) for order in orders])


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock: quantities may be added to a delivery that is done
        lines = super().create(vals_list)
        lines.move_id.filtered(lambda move: move.state == "done")._enforce_credit_on_delivery()
        return lines

    def write(self, vals):
        # EXTENDS stock: quantities of a done delivery may be raised
        raised = self.browse()
        if {"quantity", "product_uom_id"} & vals.keys():
            raised = self.filtered(
                lambda line: (
                    line.move_id.state == "done"
                    and ("product_uom_id" in vals or vals["quantity"] > line.quantity)
                )
            )
        result = super().write(vals)
        raised.move_id._enforce_credit_on_delivery()
        return result
