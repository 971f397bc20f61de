"""SQL of what was invoiced and delivered on sale order lines, in the unit of the line."""

from odoo.tools import SQL

from ..rules.credit import PRICE_ONLY_SHARE


def computed_once(query):
    """Return sums to be joined: expecting few rows, the planner would add them up again for each row beside them."""
    return SQL("WITH sums AS MATERIALIZED (%s) SELECT * FROM sums", query)


def sign():
    """Return +1 for an invoice and -1 for a credit note."""
    return SQL("CASE WHEN item.move_type = 'out_refund' THEN -1 ELSE 1 END")


def cancels_quantity():
    """Return whether an ``item`` changes the invoiced quantity of its line: ``rules.credit.is_price_only`` in SQL."""
    return SQL(
        """(item.move_type != 'out_refund'
            OR CASE COALESCE(item.credit_note_effect, 'auto')
                    WHEN 'quantity' THEN TRUE
                    WHEN 'price' THEN FALSE
                    ELSE ABS(item.price_unit) * (1 - COALESCE(item.discount, 0) / 100) >= %s * item.ordered_price
               END)""",
        PRICE_ONLY_SHARE,
    )


def invoiced_items(lines):
    """Return the invoice lines of order lines.

    By their keys: there are few, and the planner would rather read every invoice line there is.
    """
    return SQL(
        """
        SELECT line.id AS line_id, line.order_id, line.is_downpayment, line.product_uom_id AS ordered_uom_id,
               ABS(line.price_unit) * (1 - COALESCE(line.discount, 0) / 100) AS ordered_price,
               item.quantity, item.product_uom_id, item.price_unit, item.discount, item.price_total,
               move.state, move.move_type, move.payment_state, move.credit_note_effect
          FROM %s line
         CROSS JOIN LATERAL (
               SELECT invoice_line_id FROM sale_order_line_invoice_rel WHERE order_line_id = line.id OFFSET 0
         ) link
         CROSS JOIN LATERAL (
               SELECT move_id, quantity, product_uom_id, price_unit, discount, price_total
                 FROM account_move_line
                WHERE id = link.invoice_line_id
               OFFSET 0
         ) item
         CROSS JOIN LATERAL (
               SELECT state, move_type, payment_state, credit_note_effect
                 FROM account_move
                WHERE id = item.move_id
               OFFSET 0
         ) move
         WHERE move.state != 'cancel' OR move.payment_state = 'invoicing_legacy'
        """,
        lines,
    )


def invoiced_lines():
    """Return per line the quantities on posted invoices (less credit notes) and on draft invoices."""
    return SQL(
        """
        SELECT item.line_id,
               SUM(%(sign)s * item.quantity * %(factor)s) FILTER (
                   WHERE item.state = 'posted' OR item.payment_state = 'invoicing_legacy') AS posted,
               SUM(item.quantity * %(factor)s) FILTER (
                   WHERE item.state = 'draft' AND item.move_type != 'out_refund'
                         AND item.payment_state IS DISTINCT FROM 'invoicing_legacy') AS draft
          FROM item
          LEFT JOIN uom_uom item_uom ON item_uom.id = item.product_uom_id
          LEFT JOIN uom_uom line_uom ON line_uom.id = item.ordered_uom_id
         WHERE %(cancels_quantity)s
         GROUP BY item.line_id
        """,
        sign=sign(),
        factor=SQL("COALESCE(item_uom.factor / NULLIF(line_uom.factor, 0), 1)"),
        cancels_quantity=cancels_quantity(),
    )


def store_invoiced_quantities():
    """Fill in what ``sale.order.line`` keeps of every line, for lines that were there before the columns."""
    return SQL(
        """
        WITH item AS MATERIALIZED (%s), invoiced AS MATERIALIZED (%s)
        UPDATE sale_order_line line
           SET credit_posted_qty = ROUND(COALESCE(invoiced.posted, 0), 8),
               credit_invoiced_qty = ROUND(COALESCE(invoiced.posted, 0) + COALESCE(invoiced.draft, 0), 8)
          FROM invoiced
         WHERE invoiced.line_id = line.id
        """,
        invoiced_items(SQL("sale_order_line")),
        invoiced_lines(),
    )


def moved_quantities():
    """Return what was moved, in or out, for the lines delivered beyond their posted invoices."""
    return SQL(
        """
        SELECT line.id AS line_id, line.order_id, line.posted, line.decimal_places, line.ordered,
               line.price_total, line.price_unit, line.discount,
               move.id, move.picking_id, move.date, move.to_refund,
               move.origin_returned_move_id AS origin_id, move.product_id = line.product_id AS is_product,
               move.location_id IN (%(customers)s) AS is_back, move.location_dest_id IN (%(customers)s) AS is_out,
               move.quantity * CASE WHEN move.product_uom = line.product_uom_id THEN line_uom.factor
                                    ELSE (SELECT factor FROM uom_uom WHERE id = move.product_uom) END AS quantity,
               NULLIF(line_uom.factor, 0) AS line_factor
          FROM open_line line
          JOIN stock_move move ON move.sale_line_id = line.id AND move.state = 'done'
          JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
         WHERE line.delivered > line.posted
        """,
        customers=SQL("SELECT id FROM stock_location WHERE usage = 'customer'"),
    )


LINKED_RETURNS = SQL(
    """
    SELECT line_id, origin_id, SUM(quantity) AS quantity
      FROM moved
     WHERE to_refund AND origin_id IS NOT NULL
     GROUP BY line_id, origin_id
    """
)
UNLINKED_RETURNS = SQL(
    """
    SELECT line_id, SUM(quantity) AS quantity
      FROM moved
     WHERE to_refund AND origin_id IS NULL AND is_back
     GROUP BY line_id
    """
)


def dropped_quantities(tz):
    """Return the deliveries of each line net of what came back, with the returns that name no delivery.

    A return lowers the delivery it came from, whatever the day it arrived.
    """
    return SQL(
        """
        SELECT delivery.line_id, delivery.line_id AS id, delivery.order_id, delivery.posted,
               delivery.decimal_places, delivery.ordered, delivery.price_total, delivery.price_unit, delivery.discount,
               delivery.id AS move_id, delivery.picking_id,
               (delivery.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date,
               (delivery.quantity - COALESCE(back.quantity, 0)) / delivery.line_factor AS quantity,
               COALESCE(unlinked.quantity, 0) / delivery.line_factor AS unlinked_returns
          FROM moved delivery
          LEFT JOIN (%(back)s) back ON back.line_id = delivery.line_id AND back.origin_id = delivery.id
          LEFT JOIN (%(unlinked)s) unlinked ON unlinked.line_id = delivery.line_id
         WHERE delivery.is_product
           AND delivery.is_out
           AND (delivery.origin_id IS NULL OR delivery.to_refund)
        """,
        tz=tz,
        back=computed_once(LINKED_RETURNS),
        unlinked=computed_once(UNLINKED_RETURNS),
    )
