"""A delivered line knows its review."""

from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    delivery_review_line_ids = fields.One2many(
        "delivery.review.line",
        "move_id",
        copy=False,
        groups="sales_backoffice_review.group_review_reader",
    )

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
