"""What may still be excused of goods without order, and the lock that makes the answer true."""

from odoo import api, models
from odoo.tools import SQL, float_compare

from ..rules.quantities import Standing
from . import unordered_sql
from .availability_sql import HOLDING
from .invoice_availability import OverReserved


class GoodsAvailability(models.AbstractModel):
    """``invoice.availability`` for deliveries no order line knows."""

    _name = "invoice.goods.availability"
    _description = "Goods Without Order Not Explained"

    @api.model
    def _claim(self, moves):
        """Make every rival for these deliveries wait, and be replayed."""
        if moves:
            self.env.execute_query(
                SQL(
                    """UPDATE stock_move SET exemption_guard = COALESCE(exemption_guard, 0) + 1
                        WHERE id IN (SELECT id FROM stock_move WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE)
                    RETURNING id""",
                    moves.ids,
                )
            )

    @api.model
    def _get_standings(self, moves):
        """Return ``{stock move id: Standing}`` of goods the customer keeps, freshly read."""
        if not moves:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(unordered_sql.standings(moves.ids, HOLDING))
        return {move_id: Standing(quantity, reserved=held) for move_id, quantity, held in rows}

    @api.model
    def _enforce(self, goods):
        """Raise unless what ``goods`` (written already) excuse was open."""
        goods = goods.filtered(lambda line: line.reservation_id.state in HOLDING)
        self._claim(goods.stock_move_id)
        standings = self._get_standings(goods.stock_move_id)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        refused = [
            self._explain(line, max(0.0, line.quantity - excess))
            for line in goods
            if float_compare(
                excess := standings.get(line.stock_move_id.id, Standing(0.0, reserved=line.quantity)).excess,
                0.0,
                precision_digits=digits,
            )
            > 0
        ]
        if refused:
            raise OverReserved("\n".join(dict.fromkeys(refused)))

    def _explain(self, line, available):
        return self.env._(
            "%(product)s of %(delivery)s: only %(available)s %(uom)s can still be excused, not %(asked)s.",
            product=line.product_id.display_name,
            delivery=line.stock_move_id.picking_id.name or line.stock_move_id.display_name,
            available=f"{available:.6g}",
            asked=f"{line.quantity:.6g}",
            uom=line.product_uom_id.name,
        )
