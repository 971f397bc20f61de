"""SQL of what was moved and not invoiced on order lines at the end of a day; bridges bring lines, moves and invoices.

The oldest deliveries are taken to be invoiced first, so that what is open are the latest. A return lowers the delivery
it came from, whatever the day it arrived (up to the cut-off); one that names none lowers the oldest. Goods that came
back after they were invoiced, and are not credited yet, lower the balance: never by more than came back, because an
invoice ahead of its delivery is not a return.
"""

from odoo.tools import SQL

#: A credit note line below this share of the ordered price lowers a price, not a quantity.
PRICE_ONLY_SHARE = 0.5


def in_unit_of_line(quantity, unit):
    """Return a quantity in the unit of its order line."""
    return SQL(
        """%(quantity)s::float8 * CASE WHEN %(unit)s = line.uom_id THEN 1 ELSE COALESCE(
               (SELECT factor::float8 FROM uom_uom WHERE id = %(unit)s)
               / NULLIF((SELECT factor::float8 FROM uom_uom WHERE id = line.uom_id), 0), 1) END""",
        quantity=quantity,
        unit=unit,
    )


def cancels_quantity():
    """Return whether a credit note line gives a quantity back; one at a fraction of the price lowers a price."""
    return SQL(
        "ABS(item.price_unit) * (1 - COALESCE(item.discount, 0) / 100) >= %s * line.net_price",
        PRICE_ONLY_SHARE,
    )


def order_lines(line, order, partner, ordered, counts, company, partners):
    """Return the order lines of confirmed orders, as ``open_deliveries`` wants them.

    ``line`` and ``order``: the tables; ``partner`` and ``ordered``: columns of theirs; ``counts``: SQL on ``line`` and
    ``document``; ``partners``: commercial partners, or ``None`` for all.
    """
    return SQL(
        """
        SELECT line.id, partner.commercial_partner_id AS partner_id, document.currency_id, line.product_id,
               line.product_uom_id AS uom_id,
               ABS(line.price_unit) * (1 - COALESCE(line.discount, 0) / 100) AS net_price,
               COALESCE(line.price_total / NULLIF(%(ordered)s, 0),
                        line.price_unit * (1 - COALESCE(line.discount, 0) / 100))::float8 AS price,
               currency.decimal_places AS places, base.decimal_places AS base_places,
               COALESCE(NULLIF(document.currency_rate, 0), 1) AS rate
          FROM %(line)s line
          JOIN %(order)s document ON document.id = line.order_id
          JOIN res_partner partner ON partner.id = %(partner)s
          JOIN res_currency currency ON currency.id = document.currency_id
          JOIN res_currency base ON base.id = %(base)s
         WHERE document.company_id = %(company)s AND line.display_type IS NULL AND %(counts)s AND %(limit)s
        """,
        line=SQL.identifier(line),
        order=SQL.identifier(order),
        partner=SQL.identifier("document", partner),
        ordered=SQL.identifier("line", ordered),
        counts=counts,
        base=company.currency_id.id,
        company=company.id,
        limit=SQL("TRUE")
        if partners is None
        else SQL("partner.commercial_partner_id = ANY(%s)", partners.ids),
    )


def transfers(link, outside, is_back, counts, cutoff, tz):
    """Return what was moved of the order lines up to the cut-off.

    ``link``: the column of the order line; ``outside``: usage of the locations of the partners; ``is_back`` and
    ``counts``: SQL on ``move`` and its ``places``, which tell whether it starts and ends outside.
    """
    return SQL(
        """
        SELECT line.id AS line_id, move.id, move.picking_id, move.reference,
               (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date, %(quantity)s AS quantity,
               %(is_back)s AS is_back, move.origin_returned_move_id AS origin_id
          FROM order_line line
          JOIN stock_move move ON move.%(link)s = line.id AND move.product_id = line.product_id
         CROSS JOIN LATERAL (SELECT move.location_id IN (%(outside)s) AS from_outside,
                                    move.location_dest_id IN (%(outside)s) AS to_outside) places
         WHERE move.state = 'done' AND (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date <= %(cutoff)s
           AND %(counts)s
        """,
        tz=tz,
        quantity=in_unit_of_line(SQL("move.quantity"), SQL("move.product_uom")),
        link=SQL.identifier(link),
        is_back=is_back,
        counts=counts,
        cutoff=cutoff,
        outside=SQL(
            "SELECT id FROM stock_location WHERE usage = %s OR (usage = 'transit' AND company_id IS NULL)",
            outside,
        ),
    )


def invoices(item_of_line, refund, cancels, cutoff):
    """Return what is invoiced of the order lines up to the cut-off, credit notes of goods taken off.

    ``item_of_line``: the joins from ``line`` to its ``item``; ``refund``: the type of a credit note; ``cancels``: SQL,
    which credit note lines give a quantity back.
    """
    return SQL(
        """
        SELECT line.id AS line_id,
               SUM(%(quantity)s * CASE WHEN move.move_type = %(refund)s THEN -1 ELSE 1 END) AS quantity
          FROM order_line line %(item_of_line)s
          JOIN account_move move ON move.id = item.move_id
         WHERE move.state = 'posted' AND move.date <= %(cutoff)s AND (move.move_type <> %(refund)s OR %(cancels)s)
         GROUP BY line.id
        """,
        quantity=in_unit_of_line(SQL("item.quantity"), SQL("item.product_uom_id")),
        item_of_line=item_of_line,
        refund=refund,
        cancels=cancels,
        cutoff=cutoff,
    )


# each delivery less what came back of it, and what was delivered up to and including it
DELIVERIES = SQL(
    """
        named AS (
            SELECT origin_id, SUM(quantity) AS quantity FROM moved
             WHERE is_back AND origin_id IN (SELECT id FROM moved WHERE NOT is_back) GROUP BY origin_id),
        unnamed AS (
            SELECT line_id, SUM(quantity) AS quantity FROM moved
             WHERE is_back AND (origin_id IS NULL OR origin_id NOT IN (SELECT id FROM moved WHERE NOT is_back))
             GROUP BY line_id),
        delivery AS (
            SELECT sent.line_id, sent.id, sent.picking_id, sent.reference, sent.date,
                   sent.quantity - COALESCE(named.quantity, 0) AS quantity
              FROM moved sent LEFT JOIN named ON named.origin_id = sent.id
             WHERE NOT sent.is_back),
        running AS (
            SELECT delivery.*, SUM(quantity) OVER (PARTITION BY line_id ORDER BY date, id) AS reached FROM delivery)
    """
)
# what is open of each delivery, and what came back beyond the invoices
PARTS = SQL(
    """
        covered AS (
            SELECT line.id AS line_id,
                   GREATEST(COALESCE(invoiced.quantity, 0), 0) + COALESCE(unnamed.quantity, 0) AS quantity
              FROM order_line line
              LEFT JOIN invoiced ON invoiced.line_id = line.id
              LEFT JOIN unnamed ON unnamed.line_id = line.id),
        returned AS (
            SELECT line_id, SUM(quantity) AS quantity, MAX(date) AS date,
                   (ARRAY_AGG(picking_id ORDER BY date DESC, id DESC))[1] AS picking_id,
                   (ARRAY_AGG(reference ORDER BY date DESC, id DESC))[1] AS reference
              FROM moved WHERE is_back GROUP BY line_id),
        part AS (
            SELECT running.line_id, running.picking_id, running.reference, running.date,
                   LEAST(running.quantity, GREATEST(running.reached - covered.quantity, 0)) AS quantity
              FROM running JOIN covered ON covered.line_id = running.line_id
             UNION ALL
            SELECT returned.line_id, returned.picking_id, returned.reference, returned.date,
                   -LEAST(returned.quantity, GREATEST(covered.quantity - COALESCE(total.quantity, 0), 0))
              FROM returned
              JOIN covered ON covered.line_id = returned.line_id
              LEFT JOIN (SELECT line_id, SUM(quantity) AS quantity FROM delivery GROUP BY line_id) total
                     ON total.line_id = returned.line_id)
    """
)
# what the open parts are worth
VALUES = SQL(
    """
        valued AS (
            SELECT line.partner_id, line.currency_id, line.places, line.base_places, line.rate, part.picking_id,
                   part.reference, part.date, SUM(part.quantity * line.price)::numeric AS amount
              FROM part JOIN order_line line ON line.id = part.line_id
             WHERE ABS(part.quantity) > 1e-6
             GROUP BY line.partner_id, line.currency_id, line.places, line.base_places, line.rate, part.picking_id,
                      part.reference, part.date)
    """
)


def open_deliveries(order_lines, moves, invoiced):
    """Return the statement of the open part of each delivery.

    ``order_lines``: id, partner_id, currency_id, uom_id, net_price, price (tax included, per unit of the line), places,
    base_places, rate. ``moves``: line_id, id, picking_id, reference, date, quantity (in the unit of the line), is_back,
    origin_id. ``invoiced``: line_id, quantity. All of them as of the cut-off.
    """
    return SQL(
        """
        WITH order_line AS MATERIALIZED (%(order_lines)s),
        moved AS MATERIALIZED (%(moves)s),
        invoiced AS MATERIALIZED (%(invoiced)s),
        %(deliveries)s,
        %(parts)s,
        %(values)s
        SELECT partner_id, currency_id, MIN(date), reference, picking_id, SUM(ROUND(amount, places)),
               SUM(ROUND(amount / NULLIF(rate, 0)::numeric, base_places))
          FROM valued
         GROUP BY partner_id, currency_id, reference, picking_id
        HAVING SUM(ROUND(amount, places)) <> 0
         ORDER BY partner_id, currency_id, MIN(date), picking_id
        """,
        order_lines=order_lines,
        moves=moves,
        invoiced=invoiced,
        deliveries=DELIVERIES,
        parts=PARTS,
        values=VALUES,
    )
