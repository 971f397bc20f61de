"""The lower limit of the ledgers: the four figures by customer and month in one hand-written statement.

It knows one currency, one unit, no contracts, no returns, no down payments and no price-only credit notes, invoices as
a whole and not by line, write-offs and exchange differences no different from payments, and it splits nothing into
shares that have to add up.
"""

from odoo.tools import SQL


def by_hand():
    """Return the statement: what came in each month, and what was open at its end."""
    return SQL(
        """
        SELECT moved.*,
               SUM(ordered - delivered) OVER running AS open_orders,
               SUM(delivered - invoiced) OVER running AS uninvoiced,
               SUM(invoiced - collected) OVER running AS receivable
          FROM (
            SELECT customer, month, SUM(ordered) AS ordered, SUM(delivered) AS delivered,
                   SUM(invoiced) AS invoiced, SUM(collected) AS collected
              FROM (%s) part
             GROUP BY customer, month
          ) moved
        WINDOW running AS (PARTITION BY customer ORDER BY month)
        """,
        _parts(),
    )


def _parts():
    return SQL(
        """
        SELECT contact.commercial_partner_id AS customer, date_trunc('month', sale.date_order) AS month,
               line.price_total AS ordered, 0 AS delivered, 0 AS invoiced, 0 AS collected
          FROM sale_order_line line
          JOIN sale_order sale ON sale.id = line.order_id
          JOIN res_partner contact ON contact.id = sale.partner_invoice_id
         WHERE sale.state = 'sale'
         UNION ALL
        SELECT contact.commercial_partner_id, date_trunc('month', move.date), 0,
               ROUND(line.price_total / line.product_uom_qty * move.quantity, 2), 0, 0
          FROM stock_move move
          JOIN sale_order_line line ON line.id = move.sale_line_id
          JOIN sale_order sale ON sale.id = line.order_id
          JOIN res_partner contact ON contact.id = sale.partner_invoice_id
         WHERE move.state = 'done'
         UNION ALL
        SELECT commercial_partner_id, date_trunc('month', date::timestamp), 0, 0, amount_total_signed, 0
          FROM account_move
         WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
         UNION ALL
        SELECT contact.commercial_partner_id, date_trunc('month', line.date::timestamp), 0, 0, 0, -line.balance
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          JOIN account_move move ON move.id = line.move_id
          JOIN res_partner contact ON contact.id = line.partner_id
         WHERE account.account_type = 'asset_receivable'
           AND line.parent_state = 'posted'
           AND move.move_type NOT IN ('out_invoice', 'out_refund')
        """
    )
