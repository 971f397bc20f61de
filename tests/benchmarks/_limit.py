"""The lower limit: the exposure A + B + C + D of customers in one hand-written statement.

No switches, groups, terms, currencies, credit notes that reopen quantities or down payments: what the figures would
cost if they knew only this data set.
"""

from odoo.tools import SQL


def exposure(customers=None):
    """Return the statement for the ids of some customers, or for all: ``(customer, exposure)``."""

    def of(column):
        return SQL("TRUE") if customers is None else SQL("%s = ANY(%s)", column, customers)

    return SQL(
        """
        SELECT part.customer, SUM(part.amount) AS exposure
          FROM (
            SELECT contact.commercial_partner_id AS customer, line.amount_residual AS amount
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_partner contact ON contact.id = line.partner_id
             WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
               AND line.reconciled IS NOT TRUE AND %(of_line)s
             UNION ALL
            SELECT contact.commercial_partner_id,
                   ROUND(line.price_total * (GREATEST(line.product_uom_qty, line.qty_delivered) - line.qty_invoiced)
                         / line.product_uom_qty, 2)
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN res_partner contact ON contact.id = sale.partner_invoice_id
             WHERE sale.state = 'sale'
               AND line.display_type IS NULL
               AND GREATEST(line.product_uom_qty, line.qty_delivered) > line.qty_invoiced
               AND %(of_order)s
             UNION ALL
            SELECT move.commercial_partner_id, move.amount_total
              FROM account_move move
             WHERE move.state = 'draft' AND move.move_type = 'out_invoice' AND %(of_draft)s
          ) part
         GROUP BY part.customer
        """,
        of_line=of(SQL("line.partner_id")),
        of_order=of(SQL("contact.commercial_partner_id")),
        of_draft=of(SQL("move.commercial_partner_id")),
    )
