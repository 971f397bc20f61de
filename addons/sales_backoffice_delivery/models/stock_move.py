"""What the customer signed for, per line of the delivery."""

from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    is_signed = fields.Boolean("Signed", copy=False, readonly=True, help="The signed quantity is known.")
    signed_quantity = fields.Float(
        "Signed Quantity", digits="Product Unit", copy=False, readonly=True, help="In the unit of the delivery."
    )
    rejected_quantity = fields.Float(
        "Rejected Quantity",
        digits="Product Unit",
        copy=False,
        readonly=True,
        help="Delivered, and not accepted by the customer.",
    )
    reject_reason_id = fields.Many2one(
        "delivery.reason", "Reason of the Rejection", copy=False, readonly=True, check_company=True
    )
