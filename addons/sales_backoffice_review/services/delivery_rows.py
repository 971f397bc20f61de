"""SQL of delivered lines: what was moved, for which order line, and which other delivery looks the same."""

from typing import NamedTuple

from psycopg2.extras import Json

from odoo.tools import SQL


class Row(NamedTuple):
    """A delivered line, in the order of the columns of ``delivered_rows``."""

    move_id: int
    picking_id: int
    is_return: bool
    product_id: int
    template_id: int
    quantity: float
    uom_id: int
    is_signed: bool | None
    signed_quantity: float | None
    value: float | None
    company_id: int
    has_receipt: bool | None
    line_id: int | None
    ordered_product_id: int | None
    ordered_template_id: int | None
    ordered: float | None
    order_uom_id: int | None
    price_unit: float | None
    discount: float | None
    price_reduce_taxexcl: float | None
    same_unit_kind: bool | None
    unit_ratio: float | None
    product_ratio: float | None
    order_id: int | None
    currency_id: int | None
    fiscal_position_id: int | None
    moved: float | None
    tax_ids: list
    product_tax_ids: list


def crossing(source, destination):
    """Return whether goods went to a customer, or came back from one."""
    return SQL("(%s.usage = 'customer') != (%s.usage = 'customer')", source, destination)


def customer_moves():
    """Return the join that keeps moves between us and a customer."""
    return SQL(
        """
        JOIN stock_location source ON source.id = move.location_id
        JOIN stock_location destination ON destination.id = move.location_dest_id
         AND %s
        """,
        crossing(SQL("source"), SQL("destination")),
    )


def running_totals():
    """Return per move of the delivered order lines what was delivered less returned until then."""
    return SQL(
        """
        SELECT move.id,
               SUM(CASE WHEN source.usage = 'customer' THEN -1 ELSE 1 END
                   * move.quantity * move_uom.factor / NULLIF(line_uom.factor, 0)) OVER (
                   PARTITION BY move.sale_line_id ORDER BY move.date, move.id) AS moved
          FROM stock_move move %(customer_moves)s
          JOIN sale_order_line line ON line.id = move.sale_line_id
          JOIN uom_uom move_uom ON move_uom.id = move.product_uom
          JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
         WHERE move.sale_line_id IN (SELECT sale_line_id FROM delivered)
           AND move.state = 'done'
        """,
        customer_moves=customer_moves(),
    )


def surroundings():
    """Return the joins from ``delivered`` to its transfer, its goods and its order."""
    return SQL(
        """
        JOIN stock_picking picking ON picking.id = delivered.picking_id
        JOIN product_product product ON product.id = delivered.product_id
        JOIN product_template template ON template.id = product.product_tmpl_id
        JOIN uom_uom move_uom ON move_uom.id = delivered.product_uom
        JOIN uom_uom product_uom ON product_uom.id = template.uom_id
        LEFT JOIN sale_order_line line ON line.id = delivered.sale_line_id
        LEFT JOIN product_product ordered ON ordered.id = line.product_id
        LEFT JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
        LEFT JOIN sale_order sale ON sale.id = line.order_id
        LEFT JOIN running ON running.id = delivered.id
        """
    )


def delivered_rows(picking_ids):
    """Return one row per delivered line of the transfers, with its order line, its receipt and its running total."""
    return SQL(
        """
        WITH delivered AS (
            SELECT move.*, source.usage = 'customer' AS is_return
              FROM stock_move move %(customer_moves)s
             WHERE move.picking_id = ANY(%(picking_ids)s) AND move.state = 'done'
        ),
        running AS (%(running)s)
        SELECT delivered.id, delivered.picking_id, delivered.is_return,
               delivered.product_id, product.product_tmpl_id AS template_id,
               delivered.quantity, delivered.product_uom AS uom_id,
               delivered.is_signed, delivered.signed_quantity, delivered.value, delivered.company_id,
               picking.has_signed_receipt,
               line.id AS line_id, line.product_id AS ordered_product_id,
               ordered.product_tmpl_id AS ordered_template_id,
               line.product_uom_qty AS ordered, line.product_uom_id AS order_uom_id,
               line.price_unit, line.discount, line.price_reduce_taxexcl,
               split_part(move_uom.parent_path, '/', 1) = split_part(line_uom.parent_path, '/', 1)
                   AS same_unit_kind,
               move_uom.factor / NULLIF(line_uom.factor, 0) AS unit_ratio,
               move_uom.factor / NULLIF(product_uom.factor, 0) AS product_ratio,
               line.order_id, sale.currency_id, sale.fiscal_position_id, running.moved,
               ARRAY(SELECT account_tax_id FROM account_tax_sale_order_line_rel
                      WHERE sale_order_line_id = line.id) AS tax_ids,
               ARRAY(SELECT tax_id FROM product_taxes_rel
                      WHERE prod_id = ordered.product_tmpl_id) AS product_tax_ids
          FROM delivered %(surroundings)s
         ORDER BY delivered.picking_id, delivered.sequence, delivered.id
        """,
        customer_moves=customer_moves(),
        running=running_totals(),
        surroundings=surroundings(),
        picking_ids=list(picking_ids),
    )


def candidates(tz):
    """Return the lines moved around the days of the transfers, each with what would make it a twin."""
    return SQL(
        """
        SELECT move.id, move.picking_id, picking.name, move.product_id, move.company_id,
               ROUND((move.quantity * uom.factor)::numeric, 4) AS quantity,
               source.usage = 'customer' AS is_return,
               (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
               COALESCE(buyer.commercial_partner_id, taker.commercial_partner_id) AS customer_id,
               NULLIF(BTRIM(sale.client_order_ref), '') AS reference
          FROM stock_move move %(customer_moves)s
          JOIN stock_picking picking ON picking.id = move.picking_id
          JOIN uom_uom uom ON uom.id = move.product_uom
          LEFT JOIN res_partner taker ON taker.id = picking.partner_id
          LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
          LEFT JOIN sale_order sale ON sale.id = line.order_id
          LEFT JOIN res_partner buyer ON buyer.id = sale.partner_id
         WHERE move.state = 'done'
           AND move.quantity != 0
           AND move.date BETWEEN (SELECT start FROM span) AND (SELECT stop FROM span)
        """,
        customer_moves=customer_moves(),
        tz=tz,
    )


def twins(picking_ids, tz):
    """Return ``move id, names`` of the lines that another transfer of the same day seems to repeat.

    The same customer, product, quantity and direction, and no customer reference that tells them apart.
    """
    return SQL(
        """
        WITH span AS (
            SELECT MIN(move.date) - INTERVAL '1 day' AS start, MAX(move.date) + INTERVAL '1 day' AS stop
              FROM stock_move move
             WHERE move.picking_id = ANY(%(picking_ids)s) AND move.state = 'done'
        ),
        candidate AS (%(candidates)s)
        SELECT mine.id, STRING_AGG(DISTINCT other.name, ', ' ORDER BY other.name)
          FROM candidate mine
          JOIN candidate other
            ON other.customer_id = mine.customer_id
           AND other.product_id = mine.product_id
           AND other.company_id = mine.company_id
           AND other.day = mine.day
           AND other.quantity = mine.quantity
           AND other.is_return = mine.is_return
           AND other.picking_id != mine.picking_id
           AND (other.reference = mine.reference OR other.reference IS NULL OR mine.reference IS NULL)
         WHERE mine.picking_id = ANY(%(picking_ids)s)
         GROUP BY mine.id
        """,
        candidates=candidates(tz),
        picking_ids=list(picking_ids),
    )


def unqueued(company_id, start, before, limit):
    """Return the transfers with customers done before a moment that have no review yet, the oldest first.

    Those done before ``start`` are left alone, unless they were made since: a date can be written back.
    """
    return SQL(
        """
        SELECT picking.id
          FROM stock_picking picking
         WHERE picking.state = 'done'
           AND picking.company_id = %(company_id)s
           AND COALESCE(picking.date_done, picking.write_date) < %(before)s
           AND (COALESCE(picking.date_done, picking.write_date) >= %(start)s OR picking.create_date >= %(start)s)
           AND NOT EXISTS (SELECT 1 FROM delivery_review review WHERE review.picking_id = picking.id)
           AND EXISTS (
               SELECT 1 FROM stock_move move %(customer_moves)s
                WHERE move.picking_id = picking.id AND move.state = 'done' AND move.quantity != 0)
         ORDER BY picking.date_done, picking.id
         LIMIT %(limit)s
        """,
        customer_moves=customer_moves(),
        company_id=company_id,
        start=start,
        before=before,
        limit=limit,
    )


class Transfer(NamedTuple):
    """A transfer, in the order of the columns of ``transfer_rows``."""

    picking_id: int
    name: str
    company_id: int
    done: object
    order_id: int | None
    customer_id: int | None
    salesperson_id: int | None


def transfer_rows(picking_ids):
    """Return one row per transfer: its order, and whose customer it went to."""
    return SQL(
        """
        SELECT picking.id, picking.name, picking.company_id, COALESCE(picking.date_done, picking.write_date),
               sale.id, COALESCE(buyer.commercial_partner_id, taker.commercial_partner_id),
               COALESCE(sale.user_id, taker.user_id, holder.user_id)
          FROM stock_picking picking
          LEFT JOIN sale_order sale ON sale.id = picking.sale_id
          LEFT JOIN res_partner buyer ON buyer.id = sale.partner_id
          LEFT JOIN res_partner taker ON taker.id = picking.partner_id
          LEFT JOIN res_partner holder ON holder.id = taker.commercial_partner_id
         WHERE picking.id = ANY(%s)
         ORDER BY picking.id
        """,
        list(picking_ids),
    )


def insert(model, vals_list):
    """Store rows of ``model``, all with the same columns, in one statement; return their ids in the same order.

    A thousand rows through the ORM take seconds; these models have no stored computed field and no hook on
    creation that could miss something.
    """
    if not vals_list:
        return []
    cr, now = model.env.cr, model.env.cr.now()
    columns = {name: _get_converter(model._fields[name], model.env) for name in vals_list[0]}
    stamp = (model.env.uid, model.env.uid, now, now)
    rows = [(*(convert(vals[name]) for name, convert in columns.items()), *stamp) for vals in vals_list]
    statement = SQL(
        "INSERT INTO %s (%s) VALUES %%s RETURNING id",
        SQL.identifier(model._table),
        SQL(", ").join(
            SQL.identifier(name)
            for name in (*columns, "create_uid", "write_uid", "create_date", "write_date")
        ),
    )
    template = statement.code.replace("%%s", "%s")
    return [row[0] for row in cr.execute_values(template, rows, page_size=len(rows), fetch=True)]


def _get_converter(field, env):
    """Return the function that makes a value of ``field`` ready to be stored; asking the field each time is slow."""
    if field.type == "float":
        digits = field.get_digits(env)
        return (lambda value: round(value or 0.0, digits[1])) if digits else (lambda value: value or 0.0)
    if field.type == "json":
        return Json
    if field.type in ("boolean", "integer", "monetary"):
        return lambda value: value or field.falsy_value
    return lambda value: value or None
