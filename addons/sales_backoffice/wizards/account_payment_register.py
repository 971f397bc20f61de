"""Asks when a commercial bill matures while its receipt is registered."""

from odoo import fields, models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    is_commercial_bill = fields.Boolean(related="journal_id.is_commercial_bill")
    bill_maturity_date = fields.Date(
        help="Day the commercial bill is paid. Without a date it counts as not matured.",
    )

    def _create_payment_vals_from_wizard(self, batch_result):
        # EXTENDS account
        vals = super()._create_payment_vals_from_wizard(batch_result)
        return vals | self._prepare_bill_vals()

    def _create_payment_vals_from_batch(self, batch_result):
        # EXTENDS account
        vals = super()._create_payment_vals_from_batch(batch_result)
        return vals | self._prepare_bill_vals()

    def _prepare_bill_vals(self):
        return {"bill_maturity_date": self.bill_maturity_date} if self.is_commercial_bill else {}
