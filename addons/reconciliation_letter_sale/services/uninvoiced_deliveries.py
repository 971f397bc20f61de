"""What was delivered to customers and not invoiced at the end of a day, in one statement for all of them."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.reconciliation_letter.services import uninvoiced_sql

READ = {
    "sale.order": ("state", "company_id", "partner_invoice_id", "currency_id", "currency_rate"),
    "sale.order.line": (
        "order_id",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "price_total",
        "price_unit",
        "discount",
        "qty_delivered_method",
        "is_downpayment",
        "display_type",
        "invoice_lines",
    ),
    "stock.move": (
        "state",
        "date",
        "sale_line_id",
        "quantity",
        "product_uom",
        "to_refund",
        "origin_returned_move_id",
    ),
    "account.move": ("state", "date", "move_type"),
    "account.move.line": ("move_id", "quantity", "product_uom_id", "price_unit", "discount"),
    "res.partner": ("commercial_partner_id",),
}


class ReconciliationSnapshot(models.AbstractModel):
    _inherit = "reconciliation.snapshot"

    @api.model
    def _get_uninvoiced(self, kind, partners, cutoff, company):
        # EXTENDS reconciliation_letter
        rows = super()._get_uninvoiced(kind, partners, cutoff, company)
        if kind != "receivable":
            return rows
        return rows + self._read_uninvoiced(
            partners,
            READ,
            self._get_delivered_lines(partners, company),
            self._get_delivered_moves(partners, cutoff, company),
            uninvoiced_sql.invoices(
                SQL(
                    """JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
                   JOIN account_move_line item ON item.id = link.invoice_line_id"""
                ),
                "out_refund",
                self._get_quantity_credit_notes(),
                cutoff,
            ),
        )

    @api.model
    def _get_delivered_lines(self, partners, company):
        """Return the order lines whose deliveries count; services and down payments are no deliveries."""
        return uninvoiced_sql.order_lines(
            "sale_order_line",
            "sale_order",
            "partner_invoice_id",
            "product_uom_qty",
            SQL(
                "document.state = 'sale' AND line.qty_delivered_method = 'stock_move' "
                "AND line.is_downpayment IS NOT TRUE"
            ),
            company,
            partners,
        )

    @api.model
    def _get_delivered_moves(self, partners, cutoff, company):
        """Return what went out to customers and came back for good up to the cut-off."""
        return uninvoiced_sql.transfers(
            "sale_line_id",
            "customer",
            SQL("NOT to_outside"),
            SQL(
                """(move.picking_id IS NULL OR move.picking_id <> ALL(%s))
               AND CASE WHEN to_outside THEN move.origin_returned_move_id IS NULL OR move.to_refund
                        ELSE move.to_refund AND from_outside END""",
                self._get_held_pickings(partners, company).ids,
            ),
            cutoff,
            self._get_transfer_tz(company),
        )

    # --- hooks ------------------------------------------------------------------

    @api.model
    def _get_held_pickings(self, partners, company):
        """Return deliveries that stay out of letters for now; ``partners`` may be ``None``."""
        return self.env["stock.picking"]

    @api.model
    def _get_quantity_credit_notes(self):
        """Return, as SQL on ``item``, ``move`` and ``line``, which credit note lines give a quantity back."""
        return uninvoiced_sql.cancels_quantity()
