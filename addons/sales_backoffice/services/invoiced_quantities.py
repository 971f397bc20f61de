"""SQL of what was invoiced and delivered on one sale order line (alias ``line``), in the line's own unit."""

from odoo.tools import SQL

# A credit note line below this share of the ordered price lowers a price, not a quantity: giving 5 of 100 back
# must not make ten delivered reams look uninvoiced again. The credit note can say otherwise.
PRICE_ONLY_SHARE = 0.5


def sign():
    """Return +1 for an invoice and -1 for a credit note."""
    return SQL("CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END")


def cancels_quantity():
    """Return whether a line of ``item`` on ``move`` changes the invoiced quantity of ``line``."""
    return SQL(
        """(move.move_type != 'out_refund'
            OR CASE COALESCE(move.credit_note_effect, 'auto')
                    WHEN 'quantity' THEN TRUE
                    WHEN 'price' THEN FALSE
                    ELSE ABS(item.price_unit) * (1 - COALESCE(item.discount, 0) / 100)
                         >= %s * ABS(line.price_unit) * (1 - COALESCE(line.discount, 0) / 100)
               END)""",
        PRICE_ONLY_SHARE,
    )


def invoiced_lines():
    """Return the quantities of ``line`` on posted invoices (less credit notes) and on draft invoices."""
    return SQL(
        """
        SELECT SUM(%(sign)s * item.quantity * %(factor)s) FILTER (
                   WHERE move.state = 'posted' OR move.payment_state = 'invoicing_legacy') AS posted,
               SUM(item.quantity * %(factor)s) FILTER (
                   WHERE move.state = 'draft' AND move.move_type != 'out_refund') AS draft
          FROM sale_order_line_invoice_rel link
          JOIN account_move_line item ON item.id = link.invoice_line_id
          JOIN account_move move ON move.id = item.move_id
          LEFT JOIN uom_uom item_uom ON item_uom.id = item.product_uom_id
          LEFT JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
         WHERE link.order_line_id = line.id
           AND move.state != 'cancel'
           AND %(cancels_quantity)s
        """,
        sign=sign(),
        factor=SQL("COALESCE(item_uom.factor / NULLIF(line_uom.factor, 0), 1)"),
        cancels_quantity=cancels_quantity(),
    )


def dropped_quantity(tz):
    """Return the deliveries of ``line`` net of what came back, with the returns that name no delivery.

    A return lowers the delivery it came from, whatever the day it arrived.
    """
    return SQL(
        """
        SELECT out_move.id AS move_id, out_move.picking_id,
               (out_move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date,
               (out_move.quantity * out_uom.factor - COALESCE((
                   SELECT SUM(back.quantity * back_uom.factor)
                     FROM stock_move back
                     JOIN uom_uom back_uom ON back_uom.id = back.product_uom
                    WHERE back.origin_returned_move_id = out_move.id
                      AND back.state = 'done'
                      AND back.to_refund
                      AND back.sale_line_id = line.id), 0)) / NULLIF(line_uom.factor, 0) AS quantity,
               COALESCE((
                   SELECT SUM(back.quantity * back_uom.factor)
                     FROM stock_move back
                     JOIN uom_uom back_uom ON back_uom.id = back.product_uom
                     JOIN stock_location back_from ON back_from.id = back.location_id
                    WHERE back.sale_line_id = line.id
                      AND back.origin_returned_move_id IS NULL
                      AND back.state = 'done'
                      AND back.to_refund
                      AND back_from.usage = 'customer'), 0) / NULLIF(line_uom.factor, 0) AS unlinked_returns
          FROM stock_move out_move
          JOIN uom_uom out_uom ON out_uom.id = out_move.product_uom
          JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
          JOIN stock_location destination ON destination.id = out_move.location_dest_id
         WHERE out_move.sale_line_id = line.id
           AND out_move.product_id = line.product_id
           AND out_move.state = 'done'
           AND destination.usage = 'customer'
           AND (out_move.origin_returned_move_id IS NULL OR out_move.to_refund)
        """,
        tz=tz,
    )
