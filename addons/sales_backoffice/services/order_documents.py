"""SQL of what sale orders use of the credit: delivered and not invoiced, ordered and not delivered."""

from odoo.tools import SQL

from .document_columns import select_columns
from .invoiced_quantities import computed_once, dropped_quantities, invoiced_items, moved_quantities, sign

# Few lines are open, whatever was ever sold: ``sale.order.line`` keeps an index of them, and statistics on how many
# there are. Without "IS TRUE" the planner does not look at these, takes half the lines for open and reads them all.
OPEN_QUANTITY = """(is_downpayment
    OR qty_delivered > COALESCE(credit_posted_qty, 0)
    OR product_uom_qty > COALESCE(credit_posted_qty, 0))"""
OPEN_LINE = f"{OPEN_QUANTITY} IS TRUE"


def order_queries(few=False, everybody=False):
    """Return the ``WITH`` queries of the branches below.

    ``open_line``: what is delivered or ordered beyond posted invoices, and every down payment; ``item``: the invoice
    lines of down payments; ``open_order``: what the lines of an order come to, and whose it is, looked up once;
    ``moved``: the transfers of lines delivered beyond their invoices.

    :param bool few: ``contact`` holds few customers, so that their orders are looked up one by one
    :param bool everybody: ``contact`` holds all customers
    """
    return SQL(
        """
        open_line AS MATERIALIZED (%s),
        item AS MATERIALIZED (%s),
        open_order AS MATERIALIZED (%s),
        moved AS MATERIALIZED (%s)
        """,
        _open_lines(few, everybody),
        invoiced_items(SQL("(SELECT * FROM open_line WHERE is_downpayment)")),
        open_orders(),
        moved_quantities(),
    )


OF_CONTACT = SQL(
    """EXISTS (SELECT FROM sale_order sale JOIN contact ON contact.id = sale.partner_invoice_id
                WHERE sale.id = line.order_id)"""
)


def _open_lines(few, everybody):
    """Return order lines with something delivered or ordered that no posted invoice covers, and down payments."""
    columns = SQL(
        """line.id, line.order_id, line.product_id, line.product_uom_id, line.is_downpayment, line.currency_id,
           line.price_unit, line.discount, line.price_total, line.state, line.product_uom_qty AS ordered,
           line.qty_delivered AS delivered, COALESCE(line.credit_posted_qty, 0) AS posted,
           COALESCE(line.credit_invoiced_qty, 0) AS invoiced"""
    )
    counts = SQL(
        """%s
           AND line.display_type IS NULL
           AND (line.state = 'sale' OR line.is_downpayment OR line.qty_delivered > COALESCE(line.credit_posted_qty, 0))
           AND %s""",
        SQL(OPEN_LINE),
        SQL("TRUE") if few or everybody else OF_CONTACT,
    )
    return SQL(
        """
        SELECT line.*, currency.decimal_places
          FROM (%(lines)s) line
          JOIN res_currency currency ON currency.id = line.currency_id
        """,
        lines=_lines_of_few(columns, counts)
        if few
        else SQL("SELECT %s FROM sale_order_line line WHERE %s", columns, counts),
    )


def _lines_of_few(columns, counts):
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
        counts,
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


def amount_of(quantity):
    """Return what a quantity of a ``line`` comes to, tax included; for all that was ordered, what the line says."""
    return SQL(
        """ROUND((CASE WHEN %(quantity)s = line.ordered THEN line.price_total
                       WHEN line.ordered != 0 THEN line.price_total / line.ordered * %(quantity)s
                       ELSE %(unit_of_extra)s * %(quantity)s END)::numeric, line.decimal_places)""",
        quantity=quantity,
        unit_of_extra=unit_of_extra_line(),
    )


def open_orders():
    """Return per order whose it is, what is delivered and what is still to deliver, rounded line by line.

    Down payments already invoiced are part of the receivable, so they lower C first and then B of their order.
    """
    return SQL(
        """
        SELECT total.order_id, contact.partner_id, sale.company_id, sale.currency_id, sale.date_order,
               GREATEST(total.delivered - GREATEST(COALESCE(down.amount, 0) - total.ordered, 0), 0) AS delivered,
               GREATEST(total.ordered - COALESCE(down.amount, 0), 0) AS ordered
          FROM (
            SELECT line.order_id, COALESCE(SUM(line.delivered), 0) AS delivered,
                   COALESCE(SUM(line.ordered), 0) AS ordered
              FROM (%(lines)s OFFSET 0) line
             GROUP BY line.order_id
          ) total
          LEFT JOIN (%(down_payments)s) down ON down.order_id = total.order_id
          JOIN sale_order sale ON sale.id = total.order_id
          JOIN contact ON contact.id = sale.partner_invoice_id
        """,
        lines=_amounts_of_lines(),
        down_payments=computed_once(_down_payments()),
    )


def _amounts_of_lines():
    return SQL(
        """
        SELECT line.order_id,
               CASE WHEN line.to_invoice > 0 THEN %(delivered)s END AS delivered,
               CASE WHEN line.to_deliver > 0 THEN %(ordered)s END AS ordered
          FROM (
            SELECT line.id, line.order_id, line.ordered, line.price_total, line.price_unit, line.discount,
                   line.decimal_places, line.delivered - line.invoiced AS to_invoice,
                   CASE WHEN line.state = 'sale'
                        THEN line.ordered - GREATEST(line.delivered, line.invoiced) END AS to_deliver
              FROM open_line line
             WHERE line.is_downpayment IS NOT TRUE OR line.ordered != 0 OR line.delivered != 0
            OFFSET 0
          ) line
        """,
        delivered=amount_of(SQL("line.to_invoice")),
        ordered=amount_of(SQL("line.to_deliver")),
    )


def orders():
    """B and C: per order what is delivered and not invoiced, and what is ordered and not delivered."""
    return SQL(" UNION ALL ").join(
        SQL(
            "SELECT %s FROM open_order sale WHERE sale.%s != 0",
            select_columns(
                bucket=SQL("%s", bucket),
                partner_id=SQL("sale.partner_id"),
                document_company_id=SQL("sale.company_id"),
                currency_id=SQL("sale.currency_id"),
                amount=SQL.identifier("sale", bucket),
                date=SQL("sale.date_order::date"),
                order_id=SQL("sale.order_id"),
            ),
            SQL.identifier(bucket),
        )
        for bucket in ("delivered", "ordered")
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
          ) line
          JOIN open_order sale ON sale.order_id = line.order_id
         WHERE line.open_quantity > 0
        """,
        columns=select_columns(
            bucket=SQL("'late'"),
            partner_id=SQL("sale.partner_id"),
            document_company_id=SQL("sale.company_id"),
            currency_id=SQL("sale.currency_id"),
            amount=amount_of(SQL("line.open_quantity")),
            date=SQL("line.date"),
            date_maturity=SQL("line.date"),
            delivery_date=SQL("line.date"),
            statement_date=SQL("line.date"),
            follows_term=SQL("TRUE"),
            order_id=SQL("line.order_id"),
            picking_id=SQL("line.picking_id"),
        ),
        dropped=dropped_quantities(tz),
    )
