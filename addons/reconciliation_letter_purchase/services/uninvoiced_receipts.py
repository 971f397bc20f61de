"""What was received from suppliers and not invoiced at the end of a day, in one statement for all of them."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.reconciliation_letter.rules.uninvoiced import Uninvoiced
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
        for model, names in READ.items():
            self.env[model].flush_model(names)
        statement = uninvoiced_sql.open_deliveries(
            self._get_received_lines(partners, company),
            self._get_received_moves(cutoff, company),
            self._get_billed_items(cutoff),
        )
        with self._joined_by_hash(partners):
            found = self.env.execute_query(statement)
        return [*rows, *(self._prepare_received(*row) for row in found)]

    @api.model
    def _prepare_received(self, partner, currency, date, reference, picking, amount, base):
        model = "stock.picking" if picking else False
        return Uninvoiced(
            partner, currency, date, reference or "", model, picking, float(amount), float(base or 0)
        )

    @api.model
    def _get_received_lines(self, partners, company):
        """Return the order lines whose receipts count; services are no receipts."""
        limit = (
            SQL("TRUE") if partners is None else SQL("partner.commercial_partner_id = ANY(%s)", partners.ids)
        )
        return SQL(
            """
            SELECT line.id, partner.commercial_partner_id AS partner_id, purchase.currency_id, line.product_id,
                   line.product_uom_id AS uom_id,
                   ABS(line.price_unit) * (1 - COALESCE(line.discount, 0) / 100) AS net_price,
                   COALESCE(line.price_total / NULLIF(line.product_qty, 0),
                            line.price_unit * (1 - COALESCE(line.discount, 0) / 100))::float8 AS price,
                   currency.decimal_places AS places, base.decimal_places AS base_places,
                   COALESCE(NULLIF(purchase.currency_rate, 0), 1) AS rate
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
              JOIN res_partner partner ON partner.id = purchase.partner_id
              JOIN res_currency currency ON currency.id = purchase.currency_id
              JOIN res_currency base ON base.id = %(base)s
             WHERE purchase.state = 'purchase' AND purchase.company_id = %(company)s AND line.display_type IS NULL
               AND line.qty_received_method = 'stock_moves' AND %(limit)s
            """,
            base=company.currency_id.id,
            company=company.id,
            limit=limit,
        )

    @api.model
    def _get_received_moves(self, cutoff, company):
        """Return what came in from suppliers and went back for good up to the cut-off."""
        return SQL(
            """
            SELECT line.id AS line_id, move.id, move.picking_id, move.reference,
                   (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date, %(quantity)s AS quantity,
                   move.location_dest_id IN (%(outside)s) AS is_back, move.origin_returned_move_id AS origin_id
              FROM order_line line
              JOIN stock_move move ON move.purchase_line_id = line.id AND move.product_id = line.product_id
             WHERE move.state = 'done'
               AND (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date <= %(cutoff)s
               AND CASE WHEN move.location_dest_id IN (%(outside)s)
                        THEN move.origin_returned_move_id IS NULL OR move.to_refund
                        ELSE move.location_id IN (%(outside)s)
                             AND (move.origin_returned_move_id IS NULL OR move.to_refund) END
            """,
            tz=self._get_receipt_tz(company),
            quantity=uninvoiced_sql.in_unit_of_line(SQL("move.quantity"), SQL("move.product_uom")),
            outside=SQL(
                "SELECT id FROM stock_location WHERE usage = 'supplier' OR (usage = 'transit' AND company_id IS NULL)"
            ),
            cutoff=cutoff,
        )

    @api.model
    def _get_billed_items(self, cutoff):
        """Return what suppliers invoiced of the lines, credit notes of goods taken off, up to the cut-off."""
        return SQL(
            """
            SELECT line.id AS line_id,
                   SUM(%(quantity)s * CASE WHEN move.move_type = 'in_refund' THEN -1 ELSE 1 END) AS quantity
              FROM order_line line
              JOIN account_move_line item ON item.purchase_line_id = line.id
              JOIN account_move move ON move.id = item.move_id
             WHERE move.state = 'posted' AND move.date <= %(cutoff)s
               AND (move.move_type <> 'in_refund' OR %(cancels)s)
             GROUP BY line.id
            """,
            quantity=uninvoiced_sql.in_unit_of_line(SQL("item.quantity"), SQL("item.product_uom_id")),
            cutoff=cutoff,
            cancels=uninvoiced_sql.cancels_quantity(),
        )

    @api.model
    def _get_receipt_tz(self, company):
        """Return the time zone in which the moment of a receipt becomes a day."""
        return company.sudo().partner_id.tz or self.env.user.tz or "UTC"
