"""What of an order line may be invoiced while its deliveries wait for review, and what its price is worth."""

from typing import Any, NamedTuple

from odoo import api, models

from odoo.addons.sales_backoffice_price.rules.price_guard import OFF, PriceInForce
from odoo.addons.sales_backoffice_price.services.price_gate import MODE_FIELDS

from ..rules import delivery_findings as rules


class PriceVerdict(NamedTuple):
    """The price guard's word on an order line."""

    reference: Any = PriceInForce()
    status: str = "unchecked"
    is_approved: bool = False
    net: float | None = None


UNPRICED = PriceVerdict()


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "delivery.review.waiting"]

    # === INVOICING === #

    @api.depends("move_ids.picking_id.date_done")
    def _compute_qty_to_invoice(self):
        # EXTENDS sale: unreviewed deliveries stay out of invoices
        result = super()._compute_qty_to_invoice()
        for line in self:
            waiting = line._get_waiting()
            if waiting:
                line.qty_to_invoice = line._get_settled_part(line.qty_to_invoice, waiting)
        return result

    def _compute_invoice_status(self):
        # EXTENDS sale_stock: what waits for review is neither to invoice nor invoiced
        result = super()._compute_invoice_status()
        for line in self:
            if line.invoice_status == "invoiced" and line._get_held_quantity():
                line.invoice_status = "no"
        return result

    @api.model
    def _get_credit_kept(self):
        # EXTENDS sales_backoffice: nobody writes past the review
        return super()._get_credit_kept() | {"qty_to_invoice"}

    def _is_by_order(self):
        return self.sudo().product_id.invoice_policy == "order"

    def _get_settled_part(self, core, waiting):
        """Return what of ``core``, the quantity to invoice or to credit without reviews, is settled."""
        done = rules.settled(self.product_uom_qty, self.qty_delivered, waiting, by_order=self._is_by_order())
        return rules.invoiceable(core, done, self.qty_invoiced)

    def _get_held_quantity(self):
        """Return how much is to be invoiced or credited and waits only because nobody reviewed it."""
        waiting = self._get_waiting()
        if not waiting:
            return 0.0
        core = (self.product_uom_qty if self._is_by_order() else self.qty_delivered) - self.qty_invoiced
        return self.product_uom_id.round(core - self._get_settled_part(core, waiting))

    def _get_invoicing_hold(self):
        # EXTENDS sales_backoffice
        hold = super()._get_invoicing_hold()
        if not self._get_held_quantity():
            return hold
        moves_sudo = self.sudo().move_ids.filtered(lambda move: move.state == "done")
        waiting = moves_sudo.picking_id.filtered(lambda picking: picking._awaits_review())
        reason = self.env._(
            "Not reviewed yet: %(deliveries)s.",
            deliveries=", ".join(waiting.mapped("name")) or self.order_id.name,
        )
        return f"{hold} {reason}".strip()

    def _exceeds_reviewed(self):
        """Return whether the invoices of the line, drafts included, hold more than what is left without the
        deliveries that wait for review."""
        self.ensure_one()
        waiting = self._get_waiting()
        if not waiting:
            return False
        unreviewed = max(waiting.left - waiting.back, 0.0)
        allowed = max(self.product_uom_qty, self.qty_delivered) - unreviewed
        return self.product_uom_id.compare(self.qty_invoiced, allowed) > 0

    def _credits_unreviewed(self, quantity):
        """Return whether crediting that much takes in goods that came back and wait for their review."""
        self.ensure_one()
        waiting = self._get_waiting()
        if not waiting or not waiting.back:
            return False
        allowed = rules.creditable(self.credit_posted_qty, self.qty_delivered, waiting.back)
        return self.product_uom_id.compare(quantity, allowed) > 0

    # === PRICE === #

    def _get_price_verdicts(self):
        """Return ``{line id: PriceVerdict}``: measured as the price guard does, so that both say the same."""
        guarded = self.filtered(lambda line: line.company_id.root_id.price_guard)
        reduced = guarded._get_lines_of_reduced_orders()
        references = (guarded | reduced)._get_prices_in_force()
        shares = {order: order.order_line._get_taken_off(references) for order in reduced.order_id}
        digits = self.env["decimal.precision"].precision_get("Product Price")
        figures = {
            line: line._measure_price(references[line], shares.get(line.order_id, 0.0), digits)
            for line in guarded
        }
        figures = self.env["sale.price.release.line"].sudo()._cover(figures, False)
        return {line.id: line._get_price_verdict(figure) for line, figure in figures.items()}

    def _get_lines_of_reduced_orders(self):
        """Return every line of the orders that carry a deduction: it lowers the price of the others."""
        reducing = self.search([("order_id", "in", self.order_id.ids), ("price_subtotal", "<", 0)])
        return reducing.order_id.order_line

    def _get_price_verdict(self, figure):
        mode = MODE_FIELDS.get(figure.status)
        ignored = mode and self.company_id.root_id[mode] == OFF
        status = "unchecked" if ignored or figure.status == "none" else figure.status
        return PriceVerdict(figure.reference, status, bool(figure.release), figure.net)
