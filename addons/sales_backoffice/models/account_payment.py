"""When a bill received from a customer matures."""

from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    is_commercial_bill = fields.Boolean(related="journal_id.is_commercial_bill")
    bill_maturity_date = fields.Date(
        copy=False,
        tracking=True,
        help="Day the commercial bill is paid. Without a date it counts as not matured.",
    )
