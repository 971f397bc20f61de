"""What may still be excused of goods without order."""

from odoo import api, models

from ..rules.quantities import Standing
from . import unordered_sql
from .availability_sql import HOLDING


class GoodsAvailability(models.AbstractModel):
    """``invoice.availability`` for deliveries no order line knows."""

    _name = "invoice.goods.availability"
    _inherit = ["invoice.quantity.guard"]
    _description = "Goods Without Order Not Explained"

    _source = "stock_move_id"
    _guard = "exemption_guard"

    @api.model
    def _get_standings(self, moves):
        """Return ``{stock move id: Standing}`` of goods the customer keeps, freshly read."""
        if not moves:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(unordered_sql.standings(moves.ids, HOLDING))
        return {move_id: Standing(quantity, reserved=held) for move_id, quantity, held in rows}

    @api.model
    def _get_bounds(self, lines):
        standings = self._get_standings(lines.stock_move_id)
        return [
            (line, [standings.get(line.stock_move_id.id, Standing(0.0, reserved=line.quantity))])
            for line in lines
        ]

    def _explain(self, line, available):
        move = line.stock_move_id
        return self.env._(
            "%(product)s of %(delivery)s: only %(available)s %(uom)s can still be excused, not %(asked)s.",
            delivery=move.picking_id.name or move.display_name,
            **self._get_figures(line, available, line.product_uom_id),
        )
