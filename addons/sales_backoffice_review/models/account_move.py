"""Neither an invoice nor a credit note written by hand takes in what nobody reviewed."""

from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS account
        self.filtered(lambda move: move.move_type == "out_invoice")._check_deliveries_reviewed()
        self.filtered(lambda move: move.move_type == "out_refund")._check_returns_reviewed()
        return super()._post(soft)

    def _check_deliveries_reviewed(self):
        """Raise when the invoices hold more of an order line than is left without its unreviewed deliveries."""
        lines_sudo = self.sudo().invoice_line_ids.sale_line_ids
        held = [line.order_id for line in lines_sudo if line._exceeds_reviewed()]
        if held:
            raise UserError(
                self.env._(
                    "Deliveries of %(orders)s wait for their review and cannot be invoiced yet.",
                    orders=", ".join(dict.fromkeys(order.name for order in held)),
                )
            )

    def _check_returns_reviewed(self):
        """Raise when the credit notes take back goods that nobody reviewed; an invoice reversed in full passes."""
        seen, partial_sudo = set(), self.browse().sudo()
        for move_sudo in self.sudo():
            if move_sudo.reversed_entry_id in seen or not move_sudo._reverses_in_full():
                partial_sudo |= move_sudo
            seen.add(move_sudo.reversed_entry_id)
        credited = partial_sudo._get_credited_quantities()
        held = [line.order_id for line, quantity in credited.items() if line._credits_unreviewed(quantity)]
        if held:
            raise UserError(
                self.env._(
                    "Goods of %(orders)s came back and wait for their review: they are credited afterwards. "
                    "An allowance on the price is marked as such under “Effect on Quantities”.",
                    orders=", ".join(dict.fromkeys(order.name for order in held)),
                )
            )

    def _get_credited_quantities(self):
        """Return ``{order line: quantity}`` of goods on the documents, in its unit, without allowances."""
        found = defaultdict(float)
        for item in self.invoice_line_ids:
            for line in item.sale_line_ids.filtered("product_uom_id"):  # a down payment has none
                if item.move_type == "out_refund" and line._is_credit_allowance(item):
                    continue
                unit = item.product_uom_id or line.product_uom_id
                found[line] += unit._compute_quantity(item.quantity, line.product_uom_id, round=False)
        return found

    def _reverses_in_full(self):
        """Return whether the credit note takes back one invoice as a whole, and is the first to do so."""
        self.ensure_one()
        invoice = self.reversed_entry_id
        if not invoice or self.currency_id.compare_amounts(self.amount_total, invoice.amount_total):
            return False
        if any(other.state == "posted" for other in invoice.reversal_move_ids - self):
            return False
        mine, whole = self._get_credited_quantities(), invoice._get_credited_quantities()
        return mine.keys() == whole.keys() and not any(
            line.product_uom_id.compare(mine[line], whole[line]) for line in mine
        )
