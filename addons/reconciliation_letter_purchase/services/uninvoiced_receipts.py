"""What was received from suppliers and not invoiced at the end of a day, in one statement for all of them."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.reconciliation_letter.services import uninvoiced_sql

READ = {
    "purchase.order": ("state", "company_id", "partner_id", "currency_id", "currency_rate"),
    "purchase.order.line": (
        "order_id",
        "product_id",
        "product_uom_id",
        "product_qty",
        "price_total",
        "price_unit",
        "discount",
        "qty_received_method",
        "display_type",
    ),
    "stock.move": (
        "state",
        "date",
        "purchase_line_id",
        "quantity",
        "product_uom",
        "to_refund",
        "origin_returned_move_id",
    ),
    "account.move": ("state", "date", "move_type"),
    "account.move.line": (
        "move_id",
        "purchase_line_id",
        "quantity",
        "product_uom_id",
        "price_unit",
        "discount",
    ),
    "res.partner": ("commercial_partner_id",),
}


class ReconciliationSnapshot(models.AbstractModel):
    _inherit = "reconciliation.snapshot"

    @api.model
    def _get_uninvoiced(self, kind, partners, cutoff, company):
        # EXTENDS reconciliation_letter
        rows = super()._get_uninvoiced(kind, partners, cutoff, company)
        if kind != "payable":
            return rows
        return rows + self._read_uninvoiced(
            partners,
            READ,
            self._get_received_lines(partners, company),
            self._get_received_moves(cutoff, company),
            uninvoiced_sql.invoices(
                SQL("JOIN account_move_line item ON item.purchase_line_id = line.id"),
                "in_refund",
                uninvoiced_sql.cancels_quantity(),
                cutoff,
            ),
        )

    @api.model
    def _get_received_lines(self, partners, company):
        """Return the order lines whose receipts count; services are no receipts."""
        return uninvoiced_sql.order_lines(
            "purchase_order_line",
            "purchase_order",
            "partner_id",
            "product_qty",
            SQL("document.state = 'purchase' AND line.qty_received_method = 'stock_moves'"),
            company,
            partners,
        )

    @api.model
    def _get_received_moves(self, cutoff, company):
        """Return what came in from suppliers and went back for good up to the cut-off."""
        return uninvoiced_sql.transfers(
            "purchase_line_id",
            "supplier",
            SQL("to_outside"),
            SQL("(to_outside OR from_outside) AND (move.origin_returned_move_id IS NULL OR move.to_refund)"),
            cutoff,
            self._get_transfer_tz(company),
        )
