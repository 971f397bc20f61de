"""What happened to a contract within a period, beside the balances at its end."""

from odoo import fields, models


class ContractPeriodMixin(models.AbstractModel):
    _name = "contract.period.mixin"
    _description = "Execution within a Period"
    _inherit = ["contract.figures.mixin"]

    period_signed = fields.Monetary(
        "Signed in Period", readonly=True, help="Total of the contract when it was signed in the period."
    )
    period_ordered = fields.Monetary("Ordered in Period", readonly=True)
    period_delivered = fields.Monetary("Delivered in Period", readonly=True, help="Net of returns.")
    period_returned = fields.Monetary("Returned in Period", readonly=True)
    period_invoiced = fields.Monetary("Invoiced in Period", readonly=True, help="Net of credit notes.")
    period_collected = fields.Monetary("Collected in Period", readonly=True)
