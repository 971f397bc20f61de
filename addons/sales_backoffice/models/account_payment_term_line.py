"""How long an instalment of a payment term leaves the money out."""

from odoo import models
from odoo.tools import ormcache

from ..rules.credit_term import INVOICE_DAYS


class AccountPaymentTermLine(models.Model):
    _inherit = "account.payment.term.line"

    @ormcache("self.delay_type", "self.nb_days", "self.days_next_month")
    def _get_days_to_pay(self):
        """Return the days until it is due, for an invoice of each of ``INVOICE_DAYS``.

        Odoo is asked itself, day by day. The answer is kept by what it depends on, so a changed term needs no clearing.
        """
        return tuple((self._get_due_date(day) - day).days for day in INVOICE_DAYS)
