"""Lines of confirmed orders: raising them passes the credit gate, however they are written."""

from odoo import api, models

WATCHED = {
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "qty_delivered",
    "order_id",
    "is_downpayment",
    "display_type",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale
        order_ids = {vals.get("order_id") or self.env.context.get("default_order_id") for vals in vals_list}
        orders = self.env["sale.order"].browse(filter(None, order_ids))._get_unwatched_credit()
        before = orders._get_credit_commitments()
        lines = super().create(vals_list)
        orders._enforce_credit_change(before)
        return lines

    def write(self, vals):
        # EXTENDS sale
        if not WATCHED & vals.keys():
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or [])
        orders = orders._get_unwatched_credit()
        before = orders._get_credit_commitments()
        result = super().write(vals)
        orders._enforce_credit_change(before)
        return result
