"""A customer's online payment confirms a quotation only where its credit allows it."""

from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        # EXTENDS sale: a refusal here would undo the booking of the customer's money
        quotations = self.sale_order_ids.filtered(
            lambda order: order.state in ("draft", "sent") and order._is_confirmation_amount_reached()
        )
        held = quotations._keep_held_acceptance()
        confirming = self.filtered(lambda transaction: not transaction.sale_order_ids & held)
        return super(PaymentTransaction, confirming)._check_amount_and_confirm_order()
