"""Order lines that call off a line of a contract."""

from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    contract_line_id = fields.Many2one(
        "sale.contract.line",
        index="btree_not_null",
        ondelete="restrict",
        help="The line of the contract this line calls off.",
    )
