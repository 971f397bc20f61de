"""Which journals hold commercial bills, whose money is not in before they mature."""

from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    is_commercial_bill = fields.Boolean(
        "Commercial Bills",
        help="Payments in this journal are commercial acceptance bills: until they mature they may still count "
        "against the customer's credit.",
    )
