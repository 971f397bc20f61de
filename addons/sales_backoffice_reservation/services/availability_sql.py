"""SQL of what is delivered, invoiced and reserved on sale order lines, in the unit of the line.

The rule on credit notes that only lower a price is that of the credit control.
"""

from odoo.tools import SQL

from odoo.addons.sales_backoffice.services import invoiced_quantities

#: Reservations in these states keep their quantity from everybody else.
HOLDING = ("draft", "submitted", "approved", "rejected", "revoked", "issuing")
#: Of these it may be said that the delivery is taken care of.
COVERING = ("draft", "submitted", "approved", "issuing")
#: These have, or had, an invoice.
INVOICED = ("issuing", "issued", "delivered", "signed", "reversed")


def converted(quantity, unit, wanted=SQL("line.product_uom_id")):  # noqa: B008  a constant
    """Return a quantity in the unit of the line, rounded as Odoo rounds what it delivered in another unit.

    The factors are looked up only where the units differ.
    """
    return SQL(
        """CASE WHEN %(unit)s = %(wanted)s THEN %(quantity)s::float8
                ELSE ROUND((%(quantity)s::float8 * COALESCE(
                    (SELECT factor::float8 FROM uom_uom WHERE id = %(unit)s)
                    / NULLIF((SELECT factor::float8 FROM uom_uom WHERE id = %(wanted)s), 0), 1))::numeric,
                    COALESCE((SELECT MIN(digits) FROM decimal_precision WHERE name = 'Product Unit'), 2))::float8
           END""",
        quantity=quantity,
        unit=unit,
        wanted=wanted,
    )


def items():
    """Return the invoice lines of ``order_line`` with the reservation they stand for."""
    return SQL(
        """
        SELECT line.id AS line_id, item.reservation_line_id,
               ABS(line.price_unit) * (1 - COALESCE(line.discount, 0) / 100) AS ordered_price,
               item.price_unit, item.discount, move.id AS move_id, move.state, move.move_type,
               COALESCE(document.state = 'issuing' AND document.move_id = move.id, FALSE) AS is_reserved,
               move.payment_state, move.credit_note_effect,
               %s AS quantity
          FROM order_line line
          JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
          JOIN account_move_line item ON item.id = link.invoice_line_id
          JOIN account_move move ON move.id = item.move_id AND move.state != 'cancel'
          LEFT JOIN invoice_reservation_line reserved ON reserved.id = item.reservation_line_id
          LEFT JOIN invoice_reservation document ON document.id = reserved.reservation_id
        """,
        converted(SQL("item.quantity"), SQL("item.product_uom_id")),
    )


def invoiced():
    """Return per line what is posted, and what is on drafts that no reservation made."""
    return SQL(
        """
        SELECT item.line_id,
               SUM(%(sign)s * item.quantity) FILTER (WHERE item.is_posted) AS posted,
               SUM(item.quantity) FILTER (
                   WHERE item.state = 'draft' AND item.move_type != 'out_refund'
                     AND NOT item.is_reserved) AS drafted
          FROM counted item
         GROUP BY item.line_id
        """,
        sign=invoiced_quantities.sign(),
    )


def counted():
    """Return the items that change the invoiced quantity of their line."""
    return SQL(
        """
        SELECT item.*, item.state = 'posted' OR item.payment_state = 'invoicing_legacy' AS is_posted
          FROM item
         WHERE %s
        """,
        invoiced_quantities.cancels_quantity(),
    )


def issued():
    """Return per reservation line what its posted invoice still invoices, red letters taken off."""
    return SQL(
        """
        SELECT item.reservation_line_id, SUM(%s * item.quantity) AS posted
          FROM counted item
         WHERE item.is_posted AND item.reservation_line_id IS NOT NULL
         GROUP BY item.reservation_line_id
        """,
        invoiced_quantities.sign(),
    )


def held():
    """Return per reservation line its quantity and what became of it."""
    return SQL(
        """
        SELECT reserved.id, reserved.order_line_id AS line_id, reserved.stock_move_id, reserved.reservation_id,
               reserved.quantity_in_line_uom::float8 AS quantity, document.state = ANY(%(holding)s) AS is_held,
               CASE WHEN document.kind = 'no_invoice' THEN document.state = 'approved'
                    ELSE document.state = ANY(%(covering)s) AND document.planned_date IS NOT NULL
               END AS is_covered,
               document.kind = 'no_invoice' AS is_no_invoice,
               GREATEST(COALESCE(issued.posted, 0), 0) AS posted
          FROM order_line line
          JOIN invoice_reservation_line reserved ON reserved.order_line_id = line.id
          JOIN invoice_reservation document ON document.id = reserved.reservation_id
          LEFT JOIN issued ON issued.reservation_line_id = reserved.id
         WHERE document.state != 'cancelled'
        """,
        holding=list(HOLDING),
        covering=list(COVERING),
    )


def moved():
    """Return what was moved for the lines, in or out, in the unit of the line.

    Other products of a kit are told apart later: joined by them as well, the planner would expect few rows.
    """
    return SQL(
        """
        SELECT line.id AS line_id, move.id, move.picking_id, move.date, move.to_refund,
               move.origin_returned_move_id AS origin_id, move.product_id = line.product_id AS is_product,
               move.location_id IN (%(customers)s) AS is_back, move.location_dest_id IN (%(customers)s) AS is_out,
               %(quantity)s AS quantity
          FROM order_line line
          JOIN stock_move move ON move.sale_line_id = line.id AND move.state = 'done'
        """,
        customers=SQL("SELECT id FROM stock_location WHERE usage = 'customer'"),
        quantity=converted(SQL("move.quantity"), SQL("move.product_uom")),
    )


def delivered(tz):
    """Return the deliveries net of what came back for good, with the returns that name no delivery.

    A return lowers the delivery it came from, whatever the day it arrived.
    """
    return SQL(
        """
        SELECT sent.line_id, sent.id AS move_id, sent.picking_id,
               (sent.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS date,
               sent.quantity - COALESCE(back.quantity, 0) AS quantity,
               COALESCE(unnamed.quantity, 0) AS unlinked_returns
          FROM moved sent
          LEFT JOIN (
               SELECT origin_id, SUM(quantity) AS quantity
                 FROM moved
                WHERE is_product AND to_refund AND is_back AND origin_id IS NOT NULL
                GROUP BY origin_id
          ) back ON back.origin_id = sent.id
          LEFT JOIN (
               SELECT line_id, SUM(quantity) AS quantity
                 FROM moved
                WHERE is_product AND to_refund AND is_back AND origin_id IS NULL
                GROUP BY line_id
          ) unnamed ON unnamed.line_id = sent.line_id
         WHERE sent.is_product AND sent.is_out AND (sent.origin_id IS NULL OR sent.to_refund)
        """,
        tz,
    )


def tables(order_lines, tz):
    """Return the ``WITH`` list of everything above for the lines of the ``order_lines`` statement."""
    return SQL(
        """
        order_line AS MATERIALIZED (%s),
        item AS (%s),
        counted AS MATERIALIZED (%s),
        invoiced AS MATERIALIZED (%s),
        issued AS MATERIALIZED (%s),
        held AS MATERIALIZED (%s),
        moved AS MATERIALIZED (%s),
        delivery AS MATERIALIZED (%s)
        """,
        order_lines,
        items(),
        counted(),
        invoiced(),
        issued(),
        held(),
        moved(),
        delivered(tz),
    )


LINE_COLUMNS = SQL(
    """line.id, line.order_id, line.product_id, line.product_uom_id, line.product_uom_qty, line.price_unit,
       line.discount, line.price_total, line.qty_delivered, line.qty_delivered_method, line.currency_id,
       line.company_id, line.delivered_by_hand_on"""
)


def standings(line_ids):
    """Return per order line: ordered, delivered, posted, drafted, reserved."""
    lines = SQL("SELECT %s FROM sale_order_line line WHERE line.id = ANY(%s)", LINE_COLUMNS, list(line_ids))
    return SQL(
        """
        WITH %(tables)s
        SELECT line.id, line.product_uom_qty::float8,
               CASE WHEN line.qty_delivered_method = 'stock_move'
                    THEN COALESCE((SELECT SUM(quantity) - COALESCE(MAX(unlinked_returns), 0)
                                     FROM delivery WHERE line_id = line.id), 0)
                    ELSE COALESCE(line.qty_delivered::float8, 0)
               END,
               COALESCE(invoiced.posted, 0), COALESCE(invoiced.drafted, 0),
               COALESCE((SELECT SUM(quantity) FROM held WHERE is_held AND line_id = line.id), 0)
          FROM order_line line
          LEFT JOIN invoiced ON invoiced.line_id = line.id
        """,
        tables=tables(lines, "UTC"),
    )


def move_standings(line_ids):
    """Return per delivery of those lines: net quantity, posted and reserved on exactly this delivery."""
    lines = SQL("SELECT %s FROM sale_order_line line WHERE line.id = ANY(%s)", LINE_COLUMNS, list(line_ids))
    return SQL(
        """
        WITH %(tables)s
        SELECT delivery.move_id, delivery.line_id, delivery.quantity,
               COALESCE(SUM(held.posted), 0), COALESCE(SUM(held.quantity) FILTER (WHERE held.is_held), 0)
          FROM delivery
          LEFT JOIN held ON held.stock_move_id = delivery.move_id
         GROUP BY delivery.move_id, delivery.line_id, delivery.quantity
        """,
        tables=tables(lines, "UTC"),
    )


def posted_lines(order_line_ids, ids):
    """Return per reservation line what its posted invoices still invoice, red letters taken off."""
    lines = SQL(
        "SELECT %s FROM sale_order_line line WHERE line.id = ANY(%s)", LINE_COLUMNS, list(order_line_ids)
    )
    return SQL(
        """
        WITH order_line AS (%s), item AS (%s), counted AS (%s), issued AS (%s)
        SELECT reservation_line_id, posted FROM issued WHERE reservation_line_id = ANY(%s)
        """,
        lines,
        items(),
        counted(),
        issued(),
        list(ids),
    )
