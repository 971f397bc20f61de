"""SQL of the register (開票台賬): each delivery with what became of its quantity.

What names a delivery belongs to it. What names the order line only (an ordinary invoice, a reservation of any
delivery, a return without its delivery) is taken from the oldest deliveries first.
"""

from odoo.tools import SQL

from . import availability_sql


def order_lines():
    """Return the order lines with a finished delivery."""
    return SQL(
        """
        SELECT %s
          FROM sale_order_line line
         WHERE line.qty_delivered_method = 'stock_move'
           AND line.display_type IS NULL
           AND line.id IN (SELECT sale_line_id FROM stock_move
                            WHERE state = 'done' AND sale_line_id IS NOT NULL)
        """,
        availability_sql.LINE_COLUMNS,
    )


def named():
    """Return per delivery (or, without one, per order line) what was reserved and by which documents."""
    return SQL(
        """
        SELECT held.line_id, held.stock_move_id,
               SUM(held.posted) AS posted,
               COALESCE(SUM(held.quantity) FILTER (WHERE held.is_held), 0) AS held,
               COALESCE(SUM(held.quantity) FILTER (WHERE held.is_held AND held.is_covered), 0) AS covered,
               COALESCE(SUM(held.quantity) FILTER (
                   WHERE held.is_held AND held.is_covered AND held.is_no_invoice), 0) AS exempt,
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
         GROUP BY held.line_id, held.stock_move_id
        """
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


def pools():
    """Return per order line what its deliveries share, as the ends of stretches laid one after the other."""
    return SQL(
        """
        SELECT pool.line_id, pool.missing,
               pool.returned AS to_returned,
               pool.returned + pool.posted AS to_posted,
               pool.returned + pool.posted + pool.drafted AS to_drafted,
               pool.returned + pool.posted + pool.drafted + pool.exempt AS to_exempt,
               pool.returned + pool.posted + pool.drafted + pool.covered AS to_covered
          FROM (SELECT delivery.line_id,
                       MAX(delivery.unlinked_returns) AS returned,
                       GREATEST(COALESCE(MAX(invoiced.posted), 0) - COALESCE(MAX(of_line.posted), 0), 0) AS posted,
                       GREATEST(COALESCE(MAX(of_line.posted), 0) - COALESCE(MAX(invoiced.posted), 0), 0) AS missing,
                       COALESCE(MAX(invoiced.drafted), 0) AS drafted,
                       COALESCE(MAX(of_line.exempt), 0) AS exempt,
                       COALESCE(MAX(of_line.covered), 0) AS covered
                  FROM delivery
                  LEFT JOIN invoiced ON invoiced.line_id = delivery.line_id
                  LEFT JOIN (SELECT line_id, SUM(posted) FILTER (WHERE stock_move_id IS NOT NULL) AS posted,
                                    SUM(exempt) FILTER (WHERE stock_move_id IS NULL) AS exempt,
                                    SUM(covered) FILTER (WHERE stock_move_id IS NULL) AS covered
                               FROM named GROUP BY line_id) of_line ON of_line.line_id = delivery.line_id
                 GROUP BY delivery.line_id) pool
        """
    )


def rooms():
    """Return per delivery the stretch of its line that no document names."""
    return SQL(
        """
        SELECT stretch.*, SUM(room) OVER through - room AS room_from, SUM(room) OVER through AS room_to
          FROM (SELECT delivery.*, own.posted - GREATEST(LEAST(pool.missing - own.before, own.posted), 0) AS posted,
                       own.covered, own.exempt,
                       GREATEST(delivery.quantity - own.covered
                                - own.posted + GREATEST(LEAST(pool.missing - own.before, own.posted), 0), 0) AS room
                  FROM delivery
                  JOIN pool ON pool.line_id = delivery.line_id
                  JOIN (SELECT delivery.move_id, COALESCE(named.posted, 0) AS posted,
                               COALESCE(named.covered, 0) AS covered, COALESCE(named.exempt, 0) AS exempt,
                               SUM(COALESCE(named.posted, 0)) OVER (
                                   PARTITION BY delivery.line_id ORDER BY delivery.date, delivery.move_id)
                               - COALESCE(named.posted, 0) AS before
                          FROM delivery
                          LEFT JOIN named ON named.stock_move_id = delivery.move_id
                       ) own ON own.move_id = delivery.move_id
               ) stretch
        WINDOW through AS (PARTITION BY stretch.line_id ORDER BY stretch.date, stretch.move_id)
        """
    )


def overlap(start, end):
    """Return how much of the room of a delivery lies between two ends of its pool."""
    return SQL("GREATEST(LEAST(room.room_to, %s) - GREATEST(room.room_from, %s), 0)", end, start)


def shares():
    """Return per delivery: net quantity, posted, drafted, exempt, covered."""
    return SQL(
        """
        SELECT room.move_id, room.line_id, room.picking_id, room.date,
               room.quantity - %(returned)s AS quantity,
               room.posted + %(posted)s AS posted,
               %(drafted)s AS drafted,
               room.exempt + %(exempt)s AS exempt,
               room.covered + %(covered)s AS covered
          FROM room
          JOIN pool ON pool.line_id = room.line_id
        """,
        returned=overlap(SQL("0"), SQL("pool.to_returned")),
        posted=overlap(SQL("pool.to_returned"), SQL("pool.to_posted")),
        drafted=overlap(SQL("pool.to_posted"), SQL("pool.to_drafted")),
        exempt=overlap(SQL("pool.to_drafted"), SQL("pool.to_exempt")),
        covered=overlap(SQL("pool.to_drafted"), SQL("pool.to_covered")),
    )


def register(today, tz):
    """Return the rows of ``invoice.register`` as they stand ``today``."""
    return SQL(
        """
        WITH %(tables)s,
        named AS MATERIALIZED (%(named)s),
        direct AS MATERIALIZED (%(direct)s),
        pool AS MATERIALIZED (%(pools)s),
        room AS MATERIALIZED (%(rooms)s),
        share AS MATERIALIZED (%(shares)s)
        %(rows)s
        """,
        tables=availability_sql.tables(order_lines(), tz),
        named=named(),
        direct=direct(),
        pools=pools(),
        rooms=rooms(),
        shares=shares(),
        rows=rows(today),
    )


def rows(today):
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
          FROM (%(details)s) share
         WHERE share.quantity > 0.000001
        """,
        details=details(today),
    )


def details(today):
    return SQL(
        """
        SELECT share.move_id AS id, share.move_id AS stock_move_id, share.line_id AS order_line_id,
               share.picking_id, share.date AS delivered_on, line.order_id, line.product_id,
               line.product_uom_id, line.company_id, orders.contract_id,
               customer.commercial_partner_id AS partner_id, company.currency_id,
               share.quantity, share.posted AS invoiced_quantity, share.drafted, share.exempt, share.covered,
               ROUND(GREATEST(share.quantity - share.posted - share.drafted - share.covered, 0)::numeric, 6)::float8
                   AS unreserved,
               ROUND(GREATEST(share.quantity - share.posted - share.exempt, 0)::numeric, 6)::float8 AS open_quantity,
               COALESCE(line.price_total::float8 / NULLIF(line.product_uom_qty::float8, 0),
                        line.price_unit::float8 * (1 - COALESCE(line.discount::float8, 0) / 100))
                   / COALESCE(NULLIF(orders.currency_rate::float8, 0), 1) AS price,
               %(today)s::date - share.date AS age,
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
          JOIN sale_order orders ON orders.id = line.order_id
          JOIN res_partner customer ON customer.id = orders.partner_id
          JOIN res_company company ON company.id = line.company_id
          LEFT JOIN named own ON own.stock_move_id = share.move_id
          LEFT JOIN named loose ON loose.line_id = share.line_id AND loose.stock_move_id IS NULL
          LEFT JOIN direct ON direct.line_id = share.line_id
        """,
        today=today,
    )
