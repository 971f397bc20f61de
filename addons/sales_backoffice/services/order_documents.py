"""SQL of what sale orders use of the credit: delivered and not invoiced, ordered and not delivered."""

from odoo.tools import SQL

from .document_columns import select_columns
from .invoiced_quantities import (
    computed_once,
    dropped_quantities,
    invoiced_items,
    invoiced_lines,
    moved_quantities,
    sign,
)

# The condition of the index ``sale_order_line_credit_open_idx``: few lines are open, whatever was ever sold.
OPEN_LINE = """is_downpayment
    OR qty_delivered > COALESCE(qty_invoiced, 0)
    OR product_uom_qty > COALESCE(qty_invoiced, 0)"""

LINE_COLUMNS = (
    "id",
    "order_id",
    "product_id",
    "product_uom_id",
    "currency_id",
    "state",
    "is_downpayment",
    "display_type",
    "price_unit",
    "discount",
    "price_total",
    "product_uom_qty",
    "qty_delivered",
    "qty_invoiced",
)


def order_queries(few=False, everybody=False):
    """Return the ``WITH`` queries of the branches below.

    ``order_line``: lines that may count, and every down payment; ``item``: their invoice lines; ``open_line``: what
    is delivered or ordered and what posted or draft invoices cover; ``moved``: the transfers of lines delivered
    beyond their invoices. Whose an order is, the branches look up once per order.

    :param bool few: ``contact`` holds few customers, so that their orders are looked up one by one
    :param bool everybody: ``contact`` holds all customers
    """
    return SQL(
        """
        on_draft AS MATERIALIZED (%s),
        order_line AS MATERIALIZED (%s),
        item AS MATERIALIZED (%s),
        open_line AS MATERIALIZED (%s),
        moved AS MATERIALIZED (%s)
        """,
        _lines_on_drafts(),
        _order_lines(few, everybody),
        invoiced_items(),
        open_lines(),
        moved_quantities(),
    )


OF_CONTACT = SQL(
    """EXISTS (SELECT FROM sale_order sale JOIN contact ON contact.id = sale.partner_invoice_id
                WHERE sale.id = line.order_id)"""
)


def _order_lines(few, everybody):
    """Return order lines with something delivered or ordered that no posted invoice covers, and down payments.

    ``qty_invoiced`` is only a filter: it never exceeds what ``invoiced_lines`` counts, because it also subtracts
    draft and price-only credit notes. It counts draft invoices, so lines on a draft are added.
    """
    is_open = SQL("(%s)", SQL(OPEN_LINE))
    columns = SQL(", ").join(SQL.identifier("line", name) for name in LINE_COLUMNS)
    return SQL(
        """
        SELECT line.id, line.order_id, line.product_id, line.product_uom_id, line.is_downpayment,
               line.price_unit, line.discount, line.state, currency.decimal_places,
               line.product_uom_qty AS ordered, line.qty_delivered AS delivered,
               CASE WHEN line.product_uom_qty != 0 THEN line.price_total / line.product_uom_qty
                    ELSE %(unit_of_extra)s END AS unit
          FROM (
                %(open_lines)s
                 UNION ALL
                SELECT %(columns)s
                  FROM on_draft
                  JOIN sale_order_line line ON line.id = on_draft.line_id
                 WHERE %(is_open)s IS NOT TRUE
          ) line
          JOIN res_currency currency ON currency.id = line.currency_id
         WHERE line.display_type IS NULL
           AND (line.state = 'sale'
                OR line.is_downpayment
                OR line.qty_delivered > COALESCE(line.qty_invoiced, 0)
                OR line.id IN (SELECT line_id FROM on_draft))
           AND %(of_contact)s
        """,
        open_lines=_open_lines_of_few(columns, is_open) if few else _open_lines_of_all(columns, is_open),
        is_open=is_open,
        columns=columns,
        unit_of_extra=unit_of_extra_line(),
        of_contact=SQL("TRUE") if everybody else OF_CONTACT,
    )


def _open_lines_of_all(columns, is_open):
    return SQL("SELECT %s FROM sale_order_line line WHERE %s", columns, is_open)


def _open_lines_of_few(columns, is_open):
    """Order by order: the planner takes the open lines for many and would read them all."""
    return SQL(
        """
        SELECT line.*
          FROM contact
          JOIN sale_order sale ON sale.partner_invoice_id = contact.id
         CROSS JOIN LATERAL (
               SELECT %s FROM sale_order_line line WHERE line.order_id = sale.id AND %s OFFSET 0
         ) line
        """,
        columns,
        is_open,
    )


def _lines_on_drafts():
    return SQL(
        """
        SELECT DISTINCT link.order_line_id AS line_id
          FROM account_move move
          JOIN contact ON contact.id = move.partner_id
          JOIN account_move_line item ON item.move_id = move.id
          JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
         WHERE move.state = 'draft' AND move.move_type IN ('out_invoice', 'out_receipt')
        """
    )


def unit_of_extra_line():
    """Return the tax-included price of one unit where nothing was ordered (goods added in the delivery)."""
    return SQL(
        """line.price_unit * (1 - COALESCE(line.discount, 0) / 100) * (1 + COALESCE((
               SELECT SUM(tax.amount) / 100
                 FROM account_tax_sale_order_line_rel link
                 JOIN account_tax tax ON tax.id = link.account_tax_id
                 JOIN res_company tax_company ON tax_company.id = tax.company_id
                WHERE link.sale_order_line_id = line.id
                  AND tax.amount_type = 'percent'
                  AND COALESCE(tax.price_include_override, tax_company.account_price_include, 'tax_excluded')
                      != 'tax_included'), 0))"""
    )


def open_lines():
    return SQL(
        """
        SELECT line.id, line.order_id, line.product_id, line.product_uom_id, line.state, line.decimal_places,
               line.unit, line.ordered, line.delivered,
               COALESCE(invoiced.posted, 0) AS posted, COALESCE(invoiced.draft, 0) AS draft
          FROM order_line line
          LEFT JOIN (%s) invoiced ON invoiced.line_id = line.id
         WHERE line.is_downpayment IS NOT TRUE OR line.ordered != 0 OR line.delivered != 0
        """,
        computed_once(invoiced_lines()),
    )


def orders():
    """B and C: per order what is delivered and not invoiced, and what is ordered and not delivered.

    Down payments already invoiced are part of the receivable, so they lower C first and then B of their order.
    """
    return SQL(
        """
        SELECT %(columns)s
          FROM (
            WITH split AS MATERIALIZED (
                SELECT totals.*,
                       GREATEST(totals.delivered_amount
                                - GREATEST(COALESCE(down.amount, 0) - totals.ordered_amount, 0), 0) AS delivered_part,
                       GREATEST(totals.ordered_amount - COALESCE(down.amount, 0), 0) AS ordered_part
                  FROM (%(totals)s) totals
                  LEFT JOIN (%(down_payments)s) down ON down.order_id = totals.order_id
            )
            SELECT split.*, 'delivered' AS bucket, split.delivered_part AS amount
              FROM split WHERE split.delivered_part != 0
             UNION ALL
            SELECT split.*, 'ordered', split.ordered_part
              FROM split WHERE split.ordered_part != 0
          ) part
          JOIN sale_order sale ON sale.id = part.order_id
          JOIN contact ON contact.id = sale.partner_invoice_id
        """,
        columns=select_columns(
            bucket=SQL("part.bucket"),
            partner_id=SQL("contact.partner_id"),
            document_company_id=SQL("sale.company_id"),
            currency_id=SQL("sale.currency_id"),
            amount=SQL("part.amount"),
            date=SQL("sale.date_order::date"),
            order_id=SQL("part.order_id"),
        ),
        totals=_order_totals(),
        down_payments=computed_once(_down_payments()),
    )


def _order_totals():
    """Return per order what is delivered and what is still to deliver, each line rounded as the order rounds."""
    return SQL(
        """
        SELECT line.order_id,
               COALESCE(SUM(ROUND((line.unit * line.to_invoice)::numeric, line.decimal_places))
                   FILTER (WHERE line.to_invoice > 0), 0) AS delivered_amount,
               COALESCE(SUM(ROUND((line.unit * line.to_deliver)::numeric, line.decimal_places))
                   FILTER (WHERE line.to_deliver > 0), 0) AS ordered_amount
          FROM (
            SELECT line.*, line.delivered - line.posted - line.draft AS to_invoice,
                   CASE WHEN line.state = 'sale'
                        THEN line.ordered - GREATEST(line.delivered, line.posted + line.draft) END AS to_deliver
              FROM open_line line
            OFFSET 0
          ) line
         GROUP BY line.order_id
        """
    )


def _down_payments():
    """Return per order the down payment invoiced and not yet deducted, tax included."""
    return SQL(
        """
        SELECT item.order_id, GREATEST(SUM(%(sign)s * item.price_total), 0)::numeric AS amount
          FROM item
         WHERE item.is_downpayment
           AND (item.state = 'posted' OR (item.state = 'draft' AND item.move_type != 'out_refund'))
         GROUP BY item.order_id
        """,
        sign=sign(),
    )


def uninvoiced_deliveries(tz):
    """Delivered goods no posted invoice covers, per delivery; the oldest delivery is taken as invoiced first.

    Not a bucket (B counts them already): they age from the day of delivery, and a draft invoice does not stop that.
    """
    return SQL(
        """
        SELECT %(columns)s
          FROM (
            SELECT dropped.*,
                   GREATEST(LEAST(dropped.quantity, SUM(dropped.quantity) OVER (
                       PARTITION BY dropped.line_id ORDER BY dropped.date, dropped.move_id
                   ) - dropped.unlinked_returns - dropped.posted), 0) AS open_quantity
              FROM (%(dropped)s) dropped
          ) delivery
          JOIN sale_order sale ON sale.id = delivery.order_id
          JOIN contact ON contact.id = sale.partner_invoice_id
         WHERE delivery.open_quantity > 0
        """,
        columns=select_columns(
            bucket=SQL("'late'"),
            partner_id=SQL("contact.partner_id"),
            document_company_id=SQL("sale.company_id"),
            currency_id=SQL("sale.currency_id"),
            amount=SQL("ROUND((delivery.unit * delivery.open_quantity)::numeric, delivery.decimal_places)"),
            date=SQL("delivery.date"),
            date_maturity=SQL("delivery.date"),
            delivery_date=SQL("delivery.date"),
            statement_date=SQL("delivery.date"),
            follows_term=SQL("TRUE"),
            order_id=SQL("sale.id"),
            picking_id=SQL("delivery.picking_id"),
        ),
        dropped=dropped_quantities(tz),
    )
