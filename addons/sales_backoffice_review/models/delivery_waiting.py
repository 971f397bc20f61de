"""How much of an order line was delivered, or came back, and was not reviewed."""

from typing import NamedTuple

from odoo import models

from odoo.addons.backoffice_base.rules.company_day import moment_of


class Waiting(NamedTuple):
    """What waits for review, in the unit of the order line."""

    left: float = 0.0
    back: float = 0.0


class DeliveryReviewWaiting(models.AbstractModel):
    _name = "delivery.review.waiting"
    _description = "What of an Order Line Waits for Review"

    def _get_waiting(self):
        """Return what of the line waits for review as ``Waiting``; None when nothing does.

        Goods entered as delivered without a transfer wait as well: there is nothing yet that could be reviewed.
        """
        self.ensure_one()
        line_sudo = self.sudo()
        company = line_sudo.company_id
        if line_sudo.state != "sale" or not company or not company._holds_unreviewed():
            return None
        if line_sudo.qty_delivered_method != "stock_move":
            return None
        outgoing, incoming = (
            moves.filtered(lambda move: move.state == "done")
            for moves in line_sudo._get_outgoing_incoming_moves()
        )
        if (outgoing | incoming).product_id - line_sudo.product_id:
            return line_sudo._get_waiting_parts(outgoing, incoming)
        left = line_sudo._sum_unreviewed(outgoing) + line_sudo._get_delivered_by_hand(outgoing, incoming)
        back = line_sudo._sum_unreviewed(incoming)
        return Waiting(left, back) if left or back else None

    def _get_waiting_parts(self, outgoing, incoming):
        """Return what waits of a product delivered in parts: all of it, as long as any part does."""
        left = self.qty_delivered if any(move._awaits_review() for move in outgoing) else 0.0
        back = self.qty_invoiced if any(move._awaits_review() for move in incoming) else 0.0
        return Waiting(left, back) if left or back else None

    def _sum_unreviewed(self, moves):
        return sum(
            self._convert_moved(move, move.quantity)
            - self._convert_moved(move, move._get_reviewed_quantity())
            for move in moves
            if move._awaits_review()
        )

    def _convert_moved(self, move, quantity):
        return move.product_uom._compute_quantity(quantity, self.product_uom_id, rounding_method="HALF-UP")

    def _get_delivered_by_hand(self, outgoing, incoming):
        """Return what was written as delivered and never moved, on lines since reviews began."""
        company = self.company_id
        if (outgoing | incoming) or not self.create_date or self.qty_delivered <= 0:
            return 0.0
        start = moment_of(company.delivery_review_start, 0, company.delivery_tz)
        return self.qty_delivered if self.create_date >= start else 0.0
