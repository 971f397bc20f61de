"""Order lines: what of them is invoiced, and that raising a confirmed one passes the credit gate."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..rules import credit
from ..services.order_documents import OPEN_LINE, OPEN_QUANTITY

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

# what the quantities on invoices are made from: on either line, and on the invoice line alone
LINE_SOURCES = ("product_uom_id.factor", "price_unit", "discount")
ITEM_SOURCES = ("quantity", "move_id.state", "move_id.move_type", "move_id.credit_note_effect")


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
            "credit_posted_qty",
            "credit_invoiced_qty",
        }
    )
    _credit_kept_once_created = frozenset({"is_downpayment", "extra_tax_data"})

    credit_posted_qty = fields.Float(
        "Quantity on Posted Invoices",
        digits=(16, 8),
        compute="_compute_credit_invoiced",
        store=True,
        copy=False,
        help="Less what credit notes take back; an allowance on the price leaves the quantity invoiced.",
    )
    credit_invoiced_qty = fields.Float(
        "Quantity on Invoices, Drafts Included",
        digits=(16, 8),
        compute="_compute_credit_invoiced",
        store=True,
        copy=False,
        help="Delivered or ordered beyond this is neither receivable nor on a draft invoice.",
    )

    _credit_open_idx = models.Index(f"(order_id) WHERE {OPEN_LINE}")

    def init(self):
        if self.env.cr.connection.server_version >= 140000:  # older ones keep no statistics on expressions
            self.env.cr.execute(
                SQL(
                    "CREATE STATISTICS IF NOT EXISTS sale_order_line_credit_open_stat ON (%s) FROM sale_order_line",
                    SQL(OPEN_QUANTITY),
                )
            )
        return super().init()

    @api.depends(*LINE_SOURCES, *(f"invoice_lines.{name}" for name in (*LINE_SOURCES, *ITEM_SOURCES)))
    def _compute_credit_invoiced(self):
        """Stored, so that finding what is open reads no invoices; ``store_invoiced_quantities`` is the same in SQL."""
        for line in self:
            covered = [line._get_credit_covered(item) for item in line.invoice_lines]
            line.credit_posted_qty = sum(posted for posted, _draft in covered)
            line.credit_invoiced_qty = sum(posted + draft for posted, draft in covered)

    def _get_credit_covered(self, item):
        """Return how much of the line an invoice line covers: when posted, and as a draft."""
        move, is_credit = item.move_id, item.move_id.move_type == "out_refund"
        if is_credit and self._is_credit_allowance(item):
            return 0.0, 0.0
        factor = (item.product_uom_id.factor or 1.0) / (self.product_uom_id.factor or 1.0)
        quantity = item.quantity * (factor if item.product_uom_id and self.product_uom_id else 1.0)
        if move.state == "posted" or move.payment_state == "invoicing_legacy":
            return (-quantity if is_credit else quantity), 0.0
        return 0.0, (quantity if move.state == "draft" and not is_credit else 0.0)

    def _is_credit_allowance(self, item):
        price = abs(item.price_unit) * (1 - item.discount / 100)
        ordered_price = abs(self.price_unit) * (1 - self.discount / 100)
        return credit.is_price_only(price, ordered_price, item.move_id.credit_note_effect)

    @api.constrains("is_downpayment", "product_id", "product_uom_qty", "qty_delivered")
    def _check_down_payment_sells_nothing(self):
        """Odoo deducts a down payment from the invoice: with a quantity of its own, nobody need have paid it."""
        for line in self.filtered(lambda line: line.is_downpayment and not line.display_type):
            if line.product_id.type == "consu":
                raise ValidationError(
                    self.env._(
                        "%(product)s is goods and no down payment; enter it on an ordinary line.",
                        product=line.product_id.display_name,
                    )
                )
            if line.product_uom_qty or line.qty_delivered:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is a down payment, and those have no quantity: make them with “Create Invoice”.",
                        line=line.name,
                    )
                )

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
