"""SQL of goods that went to a customer without an order line: moved by hand, a free replacement.

Whatever comes back lowers them, exchanged or for good: what counts is what the customer keeps. A return that names
no delivery lowers the oldest ones of the same customer and product. What the customer owns itself and only gets
back, after cutting for instance, is neither. A customer's consignment stock and the transit to another company are
no customer locations.
"""

from odoo.tools import SQL

from .availability_sql import converted

QUANTITY = converted(SQL("move.quantity"), SQL("move.product_uom"), SQL("template.uom_id"))


def moved():
    """Return the finished moves to or from customers without order line, in the unit of the product."""
    return SQL(
        """
        SELECT move.id, move.picking_id, move.company_id, move.product_id, template.uom_id, move.date,
               move.origin_returned_move_id AS origin_id, move.unordered_price, template.list_price,
               customer.commercial_partner_id AS partner_id, picking.user_id,
               move.location_dest_id = ANY(%(customers)s) AS is_out,
               %(quantity)s - COALESCE((
                   SELECT SUM(part.quantity_product_uom::float8)
                     FROM stock_move_line part
                     JOIN res_partner owner ON owner.id = part.owner_id
                    WHERE part.move_id = move.id
                      AND owner.commercial_partner_id = customer.commercial_partner_id), 0) AS quantity
          FROM stock_move move
          JOIN product_product product ON product.id = move.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          LEFT JOIN stock_picking picking ON picking.id = move.picking_id
          LEFT JOIN res_partner customer ON customer.id = COALESCE(picking.partner_id, move.partner_id)
         WHERE move.state = 'done' AND move.sale_line_id IS NULL
           AND (move.location_dest_id = ANY(%(customers)s) OR move.location_id = ANY(%(customers)s))
           AND (move.location_dest_id = ANY(%(customers)s)) != (move.location_id = ANY(%(customers)s))
        """,
        customers=SQL("ARRAY(SELECT id FROM stock_location WHERE usage = 'customer')"),
        quantity=QUANTITY,
    )


def kept():
    """Return per delivery what the customer keeps of it."""
    return SQL(
        """
        SELECT sent.*, sent.net - GREATEST(LEAST(COALESCE(back.quantity, 0) - sent.before, sent.net), 0) AS quantity
          FROM (SELECT out.*, SUM(out.net) OVER older - out.net AS before
                  FROM (SELECT move.id, move.picking_id, move.company_id, move.product_id, move.uom_id, move.date,
                               move.unordered_price, move.list_price, move.partner_id, move.user_id,
                               GREATEST(move.quantity - COALESCE(back.quantity, 0), 0) AS net
                          FROM unordered move
                          LEFT JOIN (SELECT origin_id, product_id, SUM(quantity) AS quantity
                                       FROM unordered
                                      WHERE NOT is_out AND origin_id IS NOT NULL
                                      GROUP BY origin_id, product_id) back
                                 ON back.origin_id = move.id AND back.product_id = move.product_id
                         WHERE move.is_out) out
                WINDOW older AS (PARTITION BY out.company_id, out.partner_id, out.product_id
                                 ORDER BY out.date, out.id ROWS UNBOUNDED PRECEDING)) sent
          LEFT JOIN (SELECT company_id, partner_id, product_id, SUM(quantity) AS quantity
                       FROM unordered
                      WHERE NOT is_out AND origin_id IS NULL
                      GROUP BY company_id, partner_id, product_id) back
                 ON back.company_id = sent.company_id AND back.product_id = sent.product_id
                AND back.partner_id IS NOT DISTINCT FROM sent.partner_id
        """
    )


def excused(holding):
    """Return per delivery what is excused, and by which documents."""
    return SQL(
        """
        SELECT goods.stock_move_id,
               SUM(goods.quantity) FILTER (WHERE document.state = ANY(%s))::float8 AS held,
               SUM(goods.quantity) FILTER (WHERE document.state = 'approved')::float8 AS quantity,
               STRING_AGG(DISTINCT document.name, ', ') AS names,
               STRING_AGG(DISTINCT document.reason, ', ') AS reason,
               MIN(document.user_id) AS user_id
          FROM invoice_reservation_goods goods
          JOIN invoice_reservation document ON document.id = goods.reservation_id
         WHERE document.state != 'cancelled'
         GROUP BY goods.stock_move_id
        """,
        list(holding),
    )


def tables(holding=("approved",)):
    """Return the ``WITH`` list of everything above."""
    return SQL(
        "unordered AS MATERIALIZED (%s), kept AS (%s), excused AS (%s)", moved(), kept(), excused(holding)
    )


def explained(tz):
    """Return per delivery its day, what is left and what an approved reason says of it."""
    return SQL(
        """
        SELECT kept.*, (kept.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS day,
               LEAST(COALESCE(excused.quantity, 0), kept.quantity) AS exempt,
               excused.names, excused.reason, excused.user_id AS excused_by
          FROM kept
          LEFT JOIN excused ON excused.stock_move_id = kept.id
        """,
        tz,
    )


def details(today, tz):
    """Return the columns of ``register_sql.details`` for these goods, in their order and of the very same types."""
    return SQL(
        """
        SELECT 2 * goods.id AS id, 'goods' AS source,
               CASE WHEN goods.unordered_price > 0 THEN 'pricelist'
                    WHEN goods.list_price > 0 THEN 'sales_price'
                    ELSE 'none' END AS price_basis,
               goods.id AS stock_move_id, NULL::int AS order_line_id,
               goods.picking_id, goods.day AS delivered_on, NULL::int AS order_id, goods.product_id,
               goods.uom_id AS product_uom_id, goods.company_id, NULL::int AS contract_id,
               goods.partner_id, company.currency_id,
               goods.quantity, 0::float8 AS invoiced_quantity, 0::float8 AS drafted,
               goods.exempt, goods.exempt AS covered,
               ROUND((goods.quantity - goods.exempt) * 1000000::float8) / 1000000 AS unreserved,
               ROUND((goods.quantity - goods.exempt) * 1000000::float8) / 1000000 AS open_quantity,
               COALESCE(NULLIF(goods.unordered_price::float8, 0), goods.list_price::float8, 0::float8) AS price,
               %(today)s::date - goods.day AS age,
               NULL::date AS planned_date, goods.names AS reservation_names,
               ''::text AS invoice_names, NULL::date AS invoice_date, goods.reason,
               COALESCE(goods.excused_by, customer.user_id, goods.user_id) AS user_id
          FROM (%(explained)s) goods
          LEFT JOIN res_company company ON company.id = goods.company_id
          LEFT JOIN res_partner customer ON customer.id = goods.partner_id
         WHERE goods.day >= COALESCE(company.invoice_goods_since, goods.day)
        """,
        today=today,
        explained=explained(tz),
    )


def standings(move_ids, holding):
    """Return per delivery what the customer keeps and what documents hold of it."""
    return SQL(
        """
        WITH %s
        SELECT kept.id, kept.quantity, COALESCE(excused.held, 0)
          FROM kept
          LEFT JOIN excused ON excused.stock_move_id = kept.id
         WHERE kept.id = ANY(%s)
        """,
        tables(holding),
        list(move_ids),
    )
