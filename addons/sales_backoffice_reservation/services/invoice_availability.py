"""What may still be reserved on order lines and deliveries."""

from odoo import api, models

from ..rules.quantities import Standing
from . import availability_sql

BASES = ("delivery", "order")


class InvoiceAvailability(models.AbstractModel):
    """Asked by reservations before they take a quantity and by invoices before they are posted."""

    _name = "invoice.availability"
    _inherit = ["invoice.quantity.guard"]
    _description = "Quantity Available for Invoicing"

    _source = "order_line_id"
    _guard = "reservation_guard"
    _taken = "quantity_in_line_uom"

    @api.model
    def _get_standings(self, order_lines):
        """Return ``{order line id: (Standing when delivered first, Standing when invoiced first)}``, freshly read."""
        if not order_lines:
            return {}
        self.env.flush_all()
        standings = {}
        for line_id, ordered, delivered, *rest in self.env.execute_query(
            availability_sql.standings(order_lines.ids)
        ):
            standings[line_id] = Standing(delivered, *rest), Standing(max(ordered, delivered), *rest)
        return standings

    @api.model
    def _get_standing(self, standings, order_line, basis):
        return standings[order_line.id][BASES.index(basis)]

    @api.model
    def _get_move_standings(self, order_lines):
        """Return ``{stock move id: Standing}`` of each delivery by itself, freshly read."""
        if not order_lines:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(availability_sql.move_standings(order_lines.ids))
        return {
            move_id: Standing(quantity, posted, 0.0, reserved)
            for move_id, _l, quantity, posted, reserved in rows
        }

    @api.model
    def _get_bounds(self, lines):
        standings = self._get_standings(lines.order_line_id)
        moves = self._get_move_standings(lines.filtered("stock_move_id").order_line_id)
        return [(line, self._get_own_bounds(line, standings, moves)) for line in lines]

    def _get_own_bounds(self, line, standings, moves):
        """Return what stands on the order line and, where the delivery is named, on that delivery."""
        bounds = [self._get_standing(standings, line.order_line_id, line.basis)]
        if line.stock_move_id:
            nothing = Standing(0.0, reserved=line.quantity_in_line_uom)
            bounds.append(moves.get(line.stock_move_id.id, nothing))
        return bounds

    def _explain(self, line, available):
        return self.env._(
            "%(product)s of %(document)s: only %(available)s %(uom)s can still be reserved, not %(asked)s.",
            document=line.stock_move_id.picking_id.name or line.order_id.name,
            **self._get_figures(line, available, line.order_line_id.product_uom_id),
        )
