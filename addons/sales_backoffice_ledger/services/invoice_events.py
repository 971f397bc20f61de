"""SQL of what was invoiced, line by line, and of what an invoice prices differently than its order."""

from odoo.tools import SQL

from odoo.addons.sales_backoffice.services.invoiced_quantities import cancels_quantity

from .ledger_columns import entry_id, part_of, select_columns

CUSTOMER_MOVES = ("out_invoice", "out_refund", "out_receipt")


def invoices(few):
    """Return the ``WITH`` queries ``invoice`` (posted, what it asks for) and ``item`` (its lines with their share).

    ``due`` is the account it is owed on. The total of an invoice is what the customer owes by it; the lines take
    their shares of it, so that taxes and roundings are in and the shares add up to the total.
    """
    return SQL(
        """
        invoice AS MATERIALIZED (
            SELECT move.id, move.move_type, move.credit_note_effect, move.company_id, move.currency_id, move.date,
                   contact.partner_id, currency.decimal_places AS places, home.decimal_places AS home_places,
                   CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END AS sign,
                   move.amount_total_signed AS total,
                   CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * move.amount_total AS total_currency
              FROM account_move move
              JOIN contact ON contact.id = move.commercial_partner_id
              JOIN res_company company ON company.id = move.company_id
              JOIN res_currency currency ON currency.id = move.currency_id
              JOIN res_currency home ON home.id = company.currency_id
             WHERE move.state = 'posted' AND move.move_type IN %(kinds)s
        ),
        due AS NOT MATERIALIZED (
            SELECT line.move_id, MIN(line.account_id) AS account_id
              FROM account_move_line line
             WHERE line.display_type = 'payment_term' AND line.move_id IN (SELECT id FROM invoice)
             GROUP BY line.move_id
        ),
        item AS MATERIALIZED (
            SELECT weighed.*,
                   CASE WHEN whole = 0 OR upto = whole THEN 1 ELSE upto / whole END AS high,
                   CASE WHEN number = 1 THEN 0 WHEN whole = 0 THEN 1 ELSE (upto - weight) / whole END AS low
              FROM (%(weighed)s) weighed
        )
        """,
        kinds=CUSTOMER_MOVES,
        weighed=_weighed_lines(few),
    )


def _weighed_lines(few):
    """Return invoice lines with the order line they bill, one by one for a ``few`` customers."""
    first = SQL("SELECT invoice_line_id, MIN(order_line_id) AS id FROM sale_order_line_invoice_rel link")
    if few:
        first = SQL("LATERAL (%s WHERE invoice_line_id = line.id GROUP BY invoice_line_id)", first)
    else:
        first = SQL("(%s GROUP BY invoice_line_id)", first)
    return SQL(
        """
        SELECT line.id AS line_id, line.product_id, line.product_uom_id, line.quantity, line.price_unit,
               line.discount, invoice.*, sold.id AS order_line_id, sold.order_id, sold.contract_id,
               sold.is_downpayment, sold.price_unit AS sold_at, sold.discount AS sold_discount, sold.unit,
               sold.home_unit,
               sold.currency_id AS order_currency_id, sold.product_uom_id AS ordered_uom_id,
               COALESCE(line.price_total, 0) AS weight,
               SUM(line.price_total) OVER (PARTITION BY invoice.id) AS whole,
               SUM(line.price_total) OVER in_order AS upto,
               ROW_NUMBER() OVER in_order AS number
          FROM invoice
          LEFT JOIN account_move_line line ON line.move_id = invoice.id AND line.display_type = 'product'
          LEFT JOIN %s link ON link.invoice_line_id = line.id
          LEFT JOIN ledger_line sold ON sold.id = link.id AND sold.partner_id = invoice.partner_id
        WINDOW in_order AS (PARTITION BY invoice.id ORDER BY line.id ROWS UNBOUNDED PRECEDING)
        """,
        first,
    )


def _item_values(**values):
    return select_columns(
        company_id=SQL("item.company_id"),
        partner_id=SQL("item.partner_id"),
        contract_id=SQL("item.contract_id"),
        date=SQL("item.date"),
        order_id=SQL("item.order_id"),
        order_line_id=SQL("item.order_line_id"),
        move_id=SQL("item.id"),
        line_id=SQL("item.line_id"),
        product_id=SQL("item.product_id"),
        product_uom_id=SQL("item.product_uom_id"),
        currency_id=SQL("item.currency_id"),
        **values,
    )


def _amount():
    return part_of(SQL("item.total"), SQL("item.low"), SQL("item.high"), SQL("item.home_places"))


def _amount_currency():
    return part_of(SQL("item.total_currency"), SQL("item.low"), SQL("item.high"), SQL("item.places"))


def invoiced():
    """Invoiced: posted invoices and credit notes, line by line."""
    return SQL(
        """
        SELECT %(columns)s
          FROM item
          LEFT JOIN due ON due.move_id = item.id
         WHERE item.total != 0 OR item.total_currency != 0 OR item.weight != 0
        """,
        columns=_item_values(
            id=SQL(
                "CASE WHEN item.line_id IS NULL THEN %s ELSE %s END",
                entry_id(SQL("item.id"), 4),
                entry_id(SQL("item.line_id"), 5),
            ),
            kind=SQL("CASE WHEN item.sign < 0 THEN 'credit_note' ELSE 'invoice' END"),
            sequence=SQL("3"),
            account_id=SQL("due.account_id"),
            quantity=SQL("item.sign * item.quantity"),
            invoiced=_amount(),
            invoiced_currency=_amount_currency(),
        ),
    )


def repriced():
    """Ordered and delivered: what an invoice asks for beyond the price of the order, at the rate of the invoice.

    It brings both to the price that was invoiced, so that nothing stays “not invoiced” whose quantity is. What was
    invoiced without an order counts as ordered and delivered with its invoice; down payments wait for the goods.
    """
    low, high = SQL("item.counted_upto - item.counted"), SQL("item.counted_upto")
    at_order = part_of(SQL("item.home_unit"), low, high, SQL("item.home_places"))
    at_order_currency = part_of(SQL("item.unit"), low, high, SQL("item.places"))
    difference = SQL("%s - COALESCE(%s, 0)", _amount(), at_order)
    difference_currency = SQL("%s - COALESCE(%s, 0)", _amount_currency(), at_order_currency)
    return SQL(
        """
        SELECT item.* FROM (
            SELECT %(columns)s
              FROM (%(counted)s) item
             WHERE item.is_downpayment IS NOT TRUE
        ) item
         WHERE item.delivered != 0 OR item.delivered_currency != 0
        """,
        columns=_item_values(
            id=SQL(
                "CASE WHEN item.line_id IS NULL THEN %s ELSE %s END",
                entry_id(SQL("item.id"), 6),
                entry_id(SQL("item.line_id"), 7),
            ),
            kind=SQL("'repriced'"),
            sequence=SQL("4"),
            ordered=difference,
            delivered=difference,
            ordered_currency=difference_currency,
            delivered_currency=difference_currency,
        ),
        counted=_counted_items(),
    )


def _counted_items():
    """Return the items with the quantity they invoice of their order line; a price-only credit note none."""
    return SQL(
        """
        SELECT item.*, SUM(item.counted) OVER (PARTITION BY item.order_line_id ORDER BY item.date, item.line_id)
                   AS counted_upto
          FROM (
            SELECT item.*,
                   CASE WHEN %(cancels)s THEN item.sign * item.quantity
                        * COALESCE(item_uom.factor / NULLIF(ordered_uom.factor, 0), 1) ELSE 0 END AS counted
              FROM (
                SELECT *, ABS(sold_at) * (1 - COALESCE(sold_discount, 0) / 100) AS ordered_price FROM item
              ) item
              LEFT JOIN uom_uom item_uom ON item_uom.id = item.product_uom_id
              LEFT JOIN uom_uom ordered_uom ON ordered_uom.id = item.ordered_uom_id
          ) item
        """,
        cancels=cancels_quantity(),
    )


def contract_shares():
    """Return the ``WITH`` query ``share``: which part of an invoice belongs to which contract, first to last.

    Only invoices with a contract; their part without one comes last.
    """
    return SQL(
        """
        share AS (
            SELECT part.id AS move_id, part.contract_id,
                   SUM(part.weight) OVER (PARTITION BY part.id ORDER BY part.contract_id NULLS LAST)
                       / part.whole AS high,
                   (SUM(part.weight) OVER (PARTITION BY part.id ORDER BY part.contract_id NULLS LAST) - part.weight)
                       / part.whole AS low
              FROM (
                SELECT item.id, item.contract_id, item.whole, SUM(item.weight) AS weight
                  FROM item
                 WHERE item.whole != 0 AND item.id IN (SELECT id FROM item WHERE contract_id IS NOT NULL)
                 GROUP BY item.id, item.contract_id, item.whole
              ) part
        )
        """
    )
