"""A customer's online payment confirms a quotation only where its credit allows it."""

from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _get_credit_share(self, order):
        """Return what the transaction pays of ``order`` after the other orders it was made for."""
        self.ensure_one()
        if self.currency_id != order.currency_id:
            return 0.0
        others = (self.sale_order_ids - order).filtered(lambda other: other.state != "cancel")
        return min(self.amount, max(self.amount - sum(others.mapped("amount_total")), 0.0))

    def _check_amount_and_confirm_order(self):
        # EXTENDS sale: a refusal here would undo the booking of the customer's money
        quotations = self.sale_order_ids.filtered(
            lambda order: order.state in ("draft", "sent") and order._is_confirmation_amount_reached()
        )
        held = quotations._keep_held_acceptance()
        confirming = self.filtered(lambda transaction: not transaction.sale_order_ids & held)
        return super(PaymentTransaction, confirming)._check_amount_and_confirm_order()
