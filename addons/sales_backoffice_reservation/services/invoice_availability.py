"""What may still be reserved on order lines and deliveries, and the lock that makes the answer true."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, float_compare

from ..rules.quantities import Standing
from . import availability_sql

BASES = ("delivery", "order")


class OverReserved(ValidationError):
    """More was to be reserved than is available; nothing was changed."""


class InvoiceAvailability(models.AbstractModel):
    """Asked by reservations before they take a quantity and by invoices before they are posted.

    ``_claim`` first: it writes a row every rival writes, so that the second of two is replayed and reads
    what the first one did.
    """

    _name = "invoice.availability"
    _description = "Quantity Available for Invoicing"

    @api.model
    def _claim(self, order_lines):
        """Make every rival for these order lines wait, and be replayed."""
        if order_lines:
            self.env.execute_query(
                SQL(
                    """UPDATE sale_order_line SET reservation_guard = COALESCE(reservation_guard, 0) + 1
                        WHERE id IN (SELECT id FROM sale_order_line WHERE id = ANY(%s)
                                      ORDER BY id FOR NO KEY UPDATE)
                    RETURNING id""",
                    order_lines.ids,
                )
            )

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
    def _enforce(self, lines):
        """Raise unless what ``lines`` (of reservations, written already) take was available."""
        lines = lines.filtered(lambda line: line.reservation_id.state in availability_sql.HOLDING)
        order_lines = lines.order_line_id
        self._claim(order_lines)
        standings = self._get_standings(order_lines)
        moves = self._get_move_standings(lines.filtered("stock_move_id").order_line_id)
        refused = [reason for line in lines for reason in self._get_refusals(line, standings, moves)]
        if refused:
            raise OverReserved("\n".join(dict.fromkeys(refused)))

    def _get_refusals(self, line, standings, moves):
        order_line = line.order_line_id
        asked = line.quantity_in_line_uom
        standing = self._get_standing(standings, order_line, line.basis)
        if self._is_over(standing.excess):
            return [self._explain(line, asked, max(0.0, asked - standing.excess))]
        if line.stock_move_id:
            on_move = moves.get(line.stock_move_id.id, Standing(0.0, reserved=asked))
            if self._is_over(on_move.excess):
                return [self._explain(line, asked, max(0.0, asked - on_move.excess))]
        return []

    def _is_over(self, excess):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_compare(excess, 0.0, precision_digits=digits) > 0

    def _explain(self, line, asked, available):
        return self.env._(
            "%(product)s of %(document)s: only %(available)s %(uom)s can still be reserved, not %(asked)s.",
            product=line.product_id.display_name,
            document=line.stock_move_id.picking_id.name or line.order_id.name,
            available=f"{available:.6g}",
            asked=f"{asked:.6g}",
            uom=line.order_line_id.product_uom_id.name,
        )
