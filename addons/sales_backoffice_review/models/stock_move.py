"""A delivered line knows its review."""

from odoo import fields, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = "stock.move"

    delivery_review_line_ids = fields.One2many(
        "delivery.review.line",
        "move_id",
        copy=False,
        groups="sales_backoffice_review.group_review_reader",
    )

    def write(self, vals):
        # EXTENDS stock: what was delivered with one delivery is not slipped into another, past its review
        if "picking_id" in vals and not self.env.su:
            moved = self.filtered(
                lambda move: (
                    move.state == "done"
                    and move.picking_id.id != vals["picking_id"]
                    and move._crosses_to_customer()
                )
            )
            if moved:
                raise UserError(
                    self.env._(
                        "%(deliveries)s: validated already, its goods stay where they are.",
                        deliveries=", ".join(moved.picking_id.mapped("name")) or moved[:1].reference,
                    )
                )
        return super().write(vals)

    def _crosses_to_customer(self):
        """Return whether the goods went to a customer, or came back from one."""
        self.ensure_one()
        return (self.location_id.usage == "customer") != (self.location_dest_id.usage == "customer")

    def _get_reviewed_quantity(self):
        """Return how much of the delivered quantity was reviewed: no more than the reviewer saw."""
        self.ensure_one()
        picking = self.picking_id
        if not picking or not self._crosses_to_customer():
            return self.quantity
        if picking._awaits_review():
            return 0.0
        if not picking.delivery_review_ids:
            return self.quantity  # delivered before reviews began
        return min(self.quantity, self.delivery_review_line_ids[:1].quantity)

    def _awaits_review(self):
        """Return whether anything of the delivered quantity was not reviewed."""
        self.ensure_one()
        return self._get_reviewed_quantity() < self.quantity
