"""Lines of confirmed orders: raising them passes the credit gate, however they are written."""

from odoo import api, models

from ..services.order_documents import OPEN_LINE

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
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "credit.kept.fields"]

    _credit_kept = frozenset(
        {
            "price_subtotal",
            "price_tax",
            "price_total",
            "price_reduce_taxexcl",
            "price_reduce_taxinc",
            "invoice_lines",
            "qty_invoiced",
            "qty_delivered_method",
        }
    )
    _credit_kept_once_created = frozenset({"is_downpayment", "extra_tax_data"})

    _credit_open_idx = models.Index(f"(order_id) WHERE {OPEN_LINE}")

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
        shipped = self._get_shipped() if "qty_delivered" in vals and not self.env.su else self.browse()
        if shipped:
            # what left the house is what its transfers say
            (self - shipped).write(vals)
            return shipped.write(self._without_fields({"qty_delivered"}, vals))
        if not WATCHED & vals.keys():
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or [])
        orders = orders._get_unwatched_credit()
        before = orders._get_credit_commitments()
        result = super().write(vals)
        orders._enforce_credit_change(before)
        return result

    def _get_invoicing_hold(self):
        """Hook: return the sentence that says what keeps the line from being invoiced in full, or nothing."""
        self.ensure_one()
        return ""

    def _get_shipped(self):
        """Return the lines whose delivered quantity comes from transfers that are done."""
        return self.filtered(
            lambda line: (
                line.qty_delivered_method == "stock_move" and "done" in line.sudo().move_ids.mapped("state")
            )
        )

    @api.model
    def _get_credit_kept(self):
        # who writes invoices may link them from either side
        kept = super()._get_credit_kept()
        return kept - {"invoice_lines"} if self.env.user.has_group("account.group_account_invoice") else kept
