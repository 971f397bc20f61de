"""SQL of what was open on a past day, under the names the builders of credit control read from.

A residual of that day is the balance less what was matched until then; a delivery of that day was uninvoiced if no
invoice posted until then covers it. Nobody knows which drafts there were: of a past day none count.
"""

from odoo.tools import SQL

from odoo.addons.sales_backoffice.services.document_columns import select_columns
from odoo.addons.sales_backoffice.services.invoiced_quantities import (
    computed_once,
    invoiced_lines,
    moved_quantities,
)
from odoo.addons.sales_backoffice.services.order_documents import open_orders

RESIDUAL_BUCKET = SQL(
    """CASE WHEN line.residual > 0 THEN 'receivable'
            WHEN line.payment_id IS NOT NULL OR line.statement_line_id IS NOT NULL THEN 'payment'
            ELSE 'credit' END"""
)


def residuals(day):
    """Return the receivable lines posted until ``day`` with what was open of them that evening."""
    return SQL(
        """
        SELECT line.id, line.move_id, line.payment_id, line.statement_line_id, line.company_id, line.currency_id,
               line.date, line.date_maturity, contact.partner_id,
               line.amount_currency - COALESCE(matched.amount_currency, 0) AS residual,
               line.balance - COALESCE(matched.amount, 0) AS home_residual
          FROM account_account account
          JOIN account_move_line line ON line.account_id = account.id AND line.parent_state = 'posted'
               AND line.date <= %(day)s
          JOIN contact ON contact.id = line.partner_id
          LEFT JOIN LATERAL (
               SELECT SUM(match.amount) AS amount, SUM(match.amount_currency) AS amount_currency
                 FROM (
                   SELECT amount, debit_amount_currency AS amount_currency FROM account_partial_reconcile
                    WHERE debit_move_id = line.id AND max_date <= %(day)s
                    UNION ALL
                   SELECT -amount, -credit_amount_currency FROM account_partial_reconcile
                    WHERE credit_move_id = line.id AND max_date <= %(day)s
                 ) match
          ) matched ON TRUE
         WHERE account.account_type = 'asset_receivable'
        """,
        day=day,
    )


def past_receivables():
    """A of a past day, from the ``WITH`` query ``residual``."""
    return SQL(
        """
        SELECT %(columns)s
          FROM residual line
          JOIN account_move move ON move.id = line.move_id
         WHERE line.residual != 0
        """,
        columns=select_columns(
            bucket=RESIDUAL_BUCKET,
            partner_id=SQL("line.partner_id"),
            document_company_id=SQL("line.company_id"),
            currency_id=SQL("line.currency_id"),
            amount=SQL("line.residual::numeric"),
            date=SQL("COALESCE(move.invoice_date, line.date)"),
            date_maturity=SQL("COALESCE(line.date_maturity, line.date)"),
            delivery_date=SQL("COALESCE(move.delivery_date, move.invoice_date)"),
            statement_date=SQL("COALESCE(move.statement_signed_date, move.invoice_date)"),
            follows_term=SQL("move.move_type IN ('out_invoice', 'out_receipt')"),
            move_id=SQL("line.move_id"),
            line_id=SQL("line.id"),
            payment_id=SQL("line.payment_id"),
        ),
    )


def past_order_queries(day, tz):
    """Return ``item``, ``open_line``, ``open_order`` and ``moved`` as they were on the evening of ``day``."""
    return SQL(
        """
        order_line AS MATERIALIZED (%s),
        item AS MATERIALIZED (%s),
        open_line AS MATERIALIZED (%s),
        open_order AS MATERIALIZED (%s),
        moved AS MATERIALIZED (SELECT * FROM (%s) move WHERE %s)
        """,
        _lines(day, tz),
        _items(day),
        _open_lines(),
        open_orders(),
        moved_quantities(),
        _until(day, tz),
    )


def _until(day, tz):
    return SQL("(move.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date <= %s", tz, day)


def _lines(day, tz):
    """Return the lines of orders placed until ``day``, delivered as the transfers until then say."""
    return SQL(
        """
        SELECT line.id, line.order_id, line.product_id, line.product_uom_id, line.is_downpayment,
               line.price_unit, line.discount, contact.partner_id,
               sale.company_id, sale.currency_id, sale.date_order, sale.state, currency.decimal_places,
               line.price_total, line.product_uom_qty AS ordered,
               CASE WHEN line.qty_delivered_method = 'stock_move' THEN COALESCE(shipped.quantity, 0)
                    ELSE line.qty_delivered END AS delivered
          FROM sale_order_line line
          JOIN sale_order sale ON sale.id = line.order_id
          JOIN contact ON contact.id = sale.partner_invoice_id
          JOIN res_currency currency ON currency.id = sale.currency_id
          LEFT JOIN LATERAL (
               SELECT SUM(CASE WHEN destination.usage = 'customer' THEN 1 ELSE -1 END
                          * move.quantity * move_uom.factor / NULLIF(line_uom.factor, 0)) AS quantity
                 FROM stock_move move
                 JOIN stock_location source ON source.id = move.location_id
                 JOIN stock_location destination ON destination.id = move.location_dest_id
                 JOIN uom_uom move_uom ON move_uom.id = move.product_uom
                 JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
                WHERE move.sale_line_id = line.id AND move.state = 'done' AND move.product_id = line.product_id
                  AND %(until)s
                  AND CASE WHEN destination.usage = 'customer'
                           THEN move.origin_returned_move_id IS NULL OR move.to_refund
                           ELSE destination.usage != 'inventory' AND move.to_refund AND source.usage = 'customer' END
          ) shipped ON TRUE
         WHERE line.display_type IS NULL
           AND (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date <= %(day)s
        """,
        until=_until(day, tz),
        tz=tz,
        day=day,
    )


def _open_lines():
    """Return ``order_line`` with the quantities on posted and on draft invoices."""
    return SQL(
        """
        SELECT line.*, COALESCE(invoiced.posted, 0) AS posted, COALESCE(invoiced.posted, 0) AS invoiced
          FROM order_line line
          LEFT JOIN (%s) invoiced ON invoiced.line_id = line.id
        """,
        computed_once(invoiced_lines()),
    )


def _items(day):
    """Return the invoice lines of ``order_line`` posted until ``day``."""
    return SQL(
        """
        SELECT line.id AS line_id, line.order_id, line.is_downpayment, line.product_uom_id AS ordered_uom_id,
               ABS(line.price_unit) * (1 - COALESCE(line.discount, 0) / 100) AS ordered_price,
               item.quantity, item.product_uom_id, item.price_unit, item.discount, item.price_total,
               move.state, move.move_type, move.payment_state, move.credit_note_effect
          FROM order_line line
          JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
          JOIN account_move_line item ON item.id = link.invoice_line_id
          JOIN account_move move ON move.id = item.move_id
         WHERE move.state = 'posted' AND move.date <= %s
        """,
        day,
    )
