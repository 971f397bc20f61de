"""Which payment terms ask for the money before the goods leave."""

from odoo import fields, models


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    is_prepaid_term = fields.Boolean(
        "Cash Before Delivery",
        help="Orders on this term take no credit: they are confirmed without a credit check, and delivered only "
        "once they are paid or the customer's credit covers them.",
    )

    def _get_longest_days(self):
        """Return after how many days the last instalment is due, as far as days can say it."""
        return max(self.line_ids.mapped("nb_days"), default=0)
