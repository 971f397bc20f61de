"""The lock that makes the answer to "what may still be taken" true, for order lines and for goods without order."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, float_compare

from .availability_sql import HOLDING


class OverReserved(ValidationError):
    """More was to be reserved than is available; nothing was changed."""


class QuantityGuard(models.AbstractModel):
    """Asked by reservations before they take a quantity.

    ``_claim`` first: it writes a row every rival writes, so that the second of two is replayed and reads what the
    first one did.
    """

    _name = "invoice.quantity.guard"
    _description = "Quantities Nobody Takes Twice"

    _source = None  # the field of the lines that names whose quantity they take
    _guard = None  # the column of that record every rival writes
    _taken = "quantity"  # the field of the lines with what they take, in the unit of the source

    @api.model
    def _claim(self, sources):
        """Make every rival for these sources wait, and be replayed."""
        if sources:
            self.env.execute_query(
                SQL(
                    """UPDATE %(table)s SET %(guard)s = COALESCE(%(guard)s, 0) + 1
                        WHERE id IN (SELECT id FROM %(table)s WHERE id = ANY(%(ids)s)
                                      ORDER BY id FOR NO KEY UPDATE)
                    RETURNING id""",
                    table=SQL.identifier(sources._table),
                    guard=SQL.identifier(self._guard),
                    ids=sources.ids,
                )
            )

    @api.model
    def _enforce(self, lines):
        """Raise unless what ``lines`` (of reservations, written already) take was available."""
        lines = lines.filtered(lambda line: line.reservation_id.state in HOLDING)
        self._claim(lines[self._source])
        refused = []
        for line, standings in self._get_bounds(lines):
            excess = next((found.excess for found in standings if self._is_over(found.excess)), None)
            if excess is not None:
                refused.append(self._explain(line, max(0.0, line[self._taken] - excess)))
        if refused:
            raise OverReserved("\n".join(dict.fromkeys(refused)))

    @api.model
    def _is_over(self, excess):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_compare(excess, 0.0, precision_digits=digits) > 0

    @api.model
    def _get_bounds(self, lines):
        """Return ``[(line, standings it must not exceed)]``, freshly read."""
        raise NotImplementedError

    def _explain(self, line, available):
        """Return the sentence that names what of ``line`` is still ``available``."""
        raise NotImplementedError

    def _get_figures(self, line, available, unit):
        """Return the values both sentences have; ``unit`` is that of the source."""
        return {
            "product": line.product_id.display_name,
            "available": f"{available:.6g}",
            "asked": f"{line[self._taken]:.6g}",
            "uom": unit.name,
        }
