"""Orders that call off a contract."""

from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    contract_id = fields.Many2one(
        "sale.contract",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        ondelete="restrict",
        help="The contract this order calls off.",
    )
