"""Which payment terms ask for the money before the goods leave, and how long the others leave it out."""

from odoo import fields, models

from ..rules.credit_term import days_of_rule, is_longer


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    is_prepaid_term = fields.Boolean(
        "Cash Before Delivery",
        help="Orders on this term take no credit: they are confirmed without a credit check, and delivered only "
        "once they are paid or the customer's credit covers them.",
    )

    def _get_days_to_pay(self):
        """Return the days until the last instalment is due, for each of ``INVOICE_DAYS``; none without a term."""
        instalments = [line._get_days_to_pay() for line in self.line_ids]
        return tuple(map(max, zip(days_of_rule(0), *instalments, strict=True)))

    def _is_longer_than(self, other):
        """Return whether an invoice of any day is due later than on ``other``; without a term it is due at once."""
        return is_longer(self._get_days_to_pay(), other._get_days_to_pay())
