"""SQL of the register (開票台賬): each delivery with what became of its quantity.

What names a delivery belongs to it. What names the order line only (an ordinary invoice, a reservation of any
delivery, a return without its delivery) is taken from the oldest deliveries first. A service is one delivery of
what was entered; goods without an order come from ``unordered_sql``.
"""

from odoo.tools import SQL

from . import availability_sql, unordered_sql


def order_lines():
    """Return the order lines that may have deliveries; asking which do would cost a second pass over the moves."""
    return SQL(
        "SELECT %s FROM sale_order_line line WHERE line.display_type IS NULL"
        " AND (line.qty_delivered_method = 'stock_move' OR line.qty_delivered > 0"
        " AND line.is_downpayment IS NOT TRUE AND line.state IN ('sale', 'cancel'))",
        availability_sql.LINE_COLUMNS,
    )


def sent(tz):
    """Return the deliveries with the services: what was entered, on the day it was, else on that of the order."""
    return SQL(
        """
        SELECT line_id, move_id, picking_id, date, quantity, unlinked_returns FROM delivery
        UNION ALL
        SELECT line.id, NULL::int, NULL::int,
               COALESCE(line.delivered_by_hand_on, (orders.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date),
               line.qty_delivered::float8, 0::float8
          FROM order_line line
          JOIN sale_order orders ON orders.id = line.order_id
         WHERE line.qty_delivered_method != 'stock_move'
        """,
        tz,
    )


def named():
    """Return per delivery (or, without one, per order line) what was reserved."""
    return SQL(
        """
        SELECT held.line_id, held.stock_move_id,
               SUM(held.posted) AS posted,
               COALESCE(SUM(held.quantity) FILTER (WHERE held.is_held AND held.is_covered), 0) AS covered,
               COALESCE(SUM(held.quantity) FILTER (
                   WHERE held.is_held AND held.is_covered AND held.is_no_invoice), 0) AS exempt
          FROM held
         GROUP BY held.line_id, held.stock_move_id
        """
    )


def documents(key, condition):
    """Return per ``key`` which documents reserved; never worked out when nobody reads their names."""
    return SQL(
        """
        SELECT %(key)s,
               SUM(held.posted) AS posted,
               MIN(document.planned_date) AS planned_date,
               STRING_AGG(DISTINCT document.name, ', ') AS reservation_names,
               STRING_AGG(DISTINCT COALESCE(move.tax_invoice_number, NULLIF(move.name, '/')), ', ')
                   FILTER (WHERE move.state = 'posted') AS invoice_names,
               MAX(COALESCE(move.tax_invoice_date, move.invoice_date))
                   FILTER (WHERE move.state = 'posted') AS invoice_date,
               STRING_AGG(DISTINCT document.reason, ', ') AS reason,
               MIN(document.user_id) AS user_id
          FROM held
          JOIN invoice_reservation document ON document.id = held.reservation_id
          LEFT JOIN account_move move ON move.id = document.move_id
         WHERE %(condition)s
         GROUP BY %(key)s
        """,
        key=key,
        condition=condition,
    )


def direct():
    """Return per order line the posted invoices no reservation made.

    What is left out is filtered late: the planner would expect no rows, and read them again for every delivery.
    """
    chosen = SQL("item.is_posted AND item.move_type = 'out_invoice' AND item.reservation_line_id IS NULL")
    return SQL(
        """
        SELECT item.line_id,
               STRING_AGG(DISTINCT COALESCE(move.tax_invoice_number, move.name), ', ')
                   FILTER (WHERE %(chosen)s) AS invoice_names,
               MAX(COALESCE(move.tax_invoice_date, move.invoice_date)) FILTER (WHERE %(chosen)s) AS invoice_date
          FROM counted item
          JOIN account_move move ON move.id = item.move_id
         GROUP BY item.line_id
        """,
        chosen=chosen,
    )


def of_line():
    """Return per order line what its documents name in all, and what they leave to any delivery."""
    return SQL(
        """
        SELECT line_id, SUM(posted) FILTER (WHERE stock_move_id IS NOT NULL) AS posted,
               SUM(exempt) FILTER (WHERE stock_move_id IS NULL) AS exempt,
               SUM(covered) FILTER (WHERE stock_move_id IS NULL) AS covered
          FROM named
         GROUP BY line_id
        """
    )


def through(table):
    """Return the window from the oldest delivery of a line to this one; both of its uses share one sort."""
    return SQL(
        "PARTITION BY %(table)s.line_id ORDER BY %(table)s.date, %(table)s.move_id ROWS UNBOUNDED PRECEDING",
        table=SQL.identifier(table),
    )


def own(tz):
    """Return per delivery what names it, beside what its line shares out: stretches laid one after the other."""
    return SQL(
        """
        SELECT sent.*, SUM(sent.named) OVER through - sent.named AS before,
               sent.returned AS to_returned,
               sent.returned + sent.loose AS to_posted,
               sent.returned + sent.loose + sent.drafted AS to_drafted,
               sent.returned + sent.loose + sent.drafted + sent.any_exempt AS to_exempt,
               sent.returned + sent.loose + sent.drafted + sent.any_covered AS to_covered
          FROM (SELECT delivery.move_id, delivery.line_id, delivery.picking_id, delivery.date, delivery.quantity,
                       delivery.unlinked_returns AS returned,
                       COALESCE(named.posted, 0) AS named, COALESCE(named.covered, 0) AS covered,
                       COALESCE(named.exempt, 0) AS exempt,
                       GREATEST(COALESCE(invoiced.posted, 0) - COALESCE(of_line.posted, 0), 0) AS loose,
                       GREATEST(COALESCE(of_line.posted, 0) - COALESCE(invoiced.posted, 0), 0) AS missing,
                       COALESCE(invoiced.drafted, 0) AS drafted,
                       COALESCE(of_line.exempt, 0) AS any_exempt, COALESCE(of_line.covered, 0) AS any_covered
                  FROM (%(sent)s) delivery
                  LEFT JOIN named ON named.stock_move_id = delivery.move_id
                  LEFT JOIN invoiced ON invoiced.line_id = delivery.line_id
                  LEFT JOIN (%(of_line)s) of_line ON of_line.line_id = delivery.line_id) sent
        WINDOW through AS (%(through)s)
        """,
        sent=sent(tz),
        of_line=of_line(),
        through=through("sent"),
    )


def rooms(tz):
    """Return per delivery the stretch of its line that no document names."""
    return SQL(
        """
        SELECT stretch.*, SUM(room) OVER through - room AS room_from, SUM(room) OVER through AS room_to
          FROM (SELECT own.*, GREATEST(own.quantity - own.covered - own.posted, 0) AS room
                  FROM (SELECT own.*, own.named - GREATEST(LEAST(own.missing - own.before, own.named), 0) AS posted
                          FROM (%(own)s) own) own) stretch
        WINDOW through AS (%(through)s)
        """,
        own=own(tz),
        through=through("stretch"),
    )


def overlap(start, end):
    """Return how much of the room of a delivery lies between two ends of its pool."""
    return SQL("GREATEST(LEAST(room.room_to, %s) - GREATEST(room.room_from, %s), 0)", end, start)


def shares(tz):
    """Return per delivery: net quantity, posted, drafted, exempt, covered."""
    return SQL(
        """
        SELECT room.move_id, room.line_id, room.picking_id, room.date,
               room.quantity - %(returned)s AS quantity,
               room.posted + %(posted)s AS posted,
               %(drafted)s AS drafted,
               room.exempt + %(exempt)s AS exempt,
               room.covered + %(covered)s AS covered
          FROM (%(rooms)s) room
        """,
        rooms=rooms(tz),
        returned=overlap(SQL("0"), SQL("room.to_returned")),
        posted=overlap(SQL("room.to_returned"), SQL("room.to_posted")),
        drafted=overlap(SQL("room.to_posted"), SQL("room.to_drafted")),
        exempt=overlap(SQL("room.to_drafted"), SQL("room.to_exempt")),
        covered=overlap(SQL("room.to_drafted"), SQL("room.to_covered")),
    )


def register(today, tz):
    """Return the rows of ``invoice.register`` as they stand ``today``."""
    return SQL(
        """
        WITH %(tables)s,
        named AS MATERIALIZED (%(named)s),
        share AS (%(shares)s),
        %(unordered)s
        %(rows)s
        """,
        tables=availability_sql.tables(order_lines(), tz),
        named=named(),
        shares=shares(tz),
        unordered=unordered_sql.tables(),
        rows=rows(today, tz),
    )


def rows(today, tz):
    return SQL(
        """
        SELECT share.*, share.unreserved * share.price AS unreserved_amount,
               share.open_quantity * share.price AS open_amount, share.quantity * share.price AS amount,
               CASE WHEN share.open_quantity > 0 THEN share.age END AS open_days,
               CASE WHEN share.open_quantity <= 0 THEN NULL WHEN share.age <= 7 THEN '0-7'
                    WHEN share.age <= 30 THEN '8-30' WHEN share.age <= 60 THEN '31-60' ELSE '60+' END AS age_bucket,
               CASE WHEN share.unreserved > 0 THEN 'unreserved'
                    WHEN share.open_quantity <= 0 AND share.exempt > 0 THEN 'no_invoice'
                    WHEN share.open_quantity <= 0 THEN 'issued'
                    WHEN share.covered > share.exempt THEN 'reserved' ELSE 'drafted' END AS status
          FROM (%(details)s UNION ALL %(unordered)s) share
         WHERE share.quantity > 0.000001
        """,
        details=details(today),
        unordered=unordered_sql.details(today, tz),
    )


# tax included, in the currency of the company; of a line that ordered nothing, its net price
PRICE = SQL(
    """COALESCE(line.price_total::float8 / NULLIF(line.product_uom_qty::float8, 0),
                line.price_unit::float8 * (1 - COALESCE(line.discount::float8, 0) / 100))
           / COALESCE(NULLIF(orders.currency_rate::float8, 0), 1)"""
)


def details(today):
    """Return what is shown of each delivery; an outer join of which nothing is read is left out by the planner."""
    return SQL(
        """
        SELECT COALESCE(2 * share.move_id, 2 * share.line_id + 1) AS id,
               CASE WHEN share.move_id IS NULL THEN 'service' ELSE 'order' END AS source, 'order' AS price_basis,
               share.move_id AS stock_move_id, share.line_id AS order_line_id, share.picking_id,
               share.date AS delivered_on, line.order_id, line.product_id,
               line.product_uom_id, line.company_id, orders.contract_id,
               customer.commercial_partner_id AS partner_id, company.currency_id,
               share.quantity, share.posted AS invoiced_quantity, share.drafted, share.exempt, share.covered,
               ROUND(GREATEST(share.quantity - share.posted - share.drafted - share.covered, 0)
                     * 1000000::float8) / 1000000 AS unreserved,
               ROUND(GREATEST(share.quantity - share.posted - share.exempt, 0)
                     * 1000000::float8) / 1000000 AS open_quantity,
               %(price)s AS price, %(today)s::date - share.date AS age,
               COALESCE(own.planned_date, loose.planned_date) AS planned_date,
               COALESCE(own.reservation_names, loose.reservation_names) AS reservation_names,
               CONCAT_WS(', ', own.invoice_names, loose.invoice_names,
                         CASE WHEN share.posted > COALESCE(own.posted, 0) THEN direct.invoice_names END)
                   AS invoice_names,
               COALESCE(own.invoice_date, loose.invoice_date,
                        CASE WHEN share.posted > 0 THEN direct.invoice_date END) AS invoice_date,
               COALESCE(own.reason, loose.reason) AS reason,
               COALESCE(own.user_id, loose.user_id, orders.user_id) AS user_id
          FROM share
          JOIN order_line line ON line.id = share.line_id
          LEFT JOIN sale_order orders ON orders.id = line.order_id
          LEFT JOIN res_partner customer ON customer.id = orders.partner_id
          LEFT JOIN res_company company ON company.id = line.company_id
          LEFT JOIN (%(own)s) own ON own.stock_move_id = share.move_id
          LEFT JOIN (%(loose)s) loose ON loose.line_id = share.line_id
          LEFT JOIN (%(direct)s) direct ON direct.line_id = share.line_id
        """,
        today=today,
        price=PRICE,
        own=documents(SQL("held.stock_move_id"), SQL("held.stock_move_id IS NOT NULL")),
        loose=documents(SQL("held.line_id"), SQL("held.stock_move_id IS NULL")),
        direct=direct(),
    )
