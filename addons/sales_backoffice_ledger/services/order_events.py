"""SQL of what customers ordered and what was delivered to them, at the price of the order.

What is delivered of a line in several transfers is valued cumulatively, so that the parts of a line add up to its
total to the cent.
"""

from odoo.tools import SQL

from odoo.addons.sales_backoffice.services.order_documents import unit_of_extra_line

from .ledger_columns import entry_id, part_of, select_columns


def ledger_lines(tz):
    """Return the ``WITH`` query ``ledger_line``: order lines with customer, contract and tax-included unit price.

    ``unit`` is in the currency of the order, ``home_unit`` in that of the company at the rate of the order.
    """
    return SQL(
        """
        ledger_line AS MATERIALIZED (
            SELECT priced.*, CASE WHEN priced.rate = 1 THEN priced.unit ELSE priced.unit / priced.rate END AS home_unit
              FROM (
                SELECT line.id, line.order_id, line.product_id, line.product_uom_id, line.is_downpayment,
                       line.qty_delivered, line.qty_delivered_method, line.product_uom_qty, line.price_total,
                       line.price_unit, line.discount,
                       sale.state, sale.company_id, sale.currency_id, contact.partner_id,
                       COALESCE(agreed.contract_id, sale.contract_id) AS contract_id,
                       (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date,
                       COALESCE(NULLIF(sale.currency_rate, 0), 1) AS rate,
                       currency.decimal_places AS places, home.decimal_places AS home_places,
                       CASE WHEN line.product_uom_qty != 0 THEN line.price_total / line.product_uom_qty
                            ELSE %(unit_of_extra)s END AS unit
                  FROM sale_order_line line
                  JOIN sale_order sale ON sale.id = line.order_id
                  JOIN contact ON contact.id = sale.partner_invoice_id
                  JOIN res_company company ON company.id = sale.company_id
                  JOIN res_currency currency ON currency.id = sale.currency_id
                  JOIN res_currency home ON home.id = company.currency_id
                  LEFT JOIN sale_contract_line agreed ON agreed.id = line.contract_line_id
                 WHERE line.display_type IS NULL
              ) priced
        )
        """,
        tz=tz,
        unit_of_extra=unit_of_extra_line(),
    )


def _line_values(**values):
    """Return the select list of an event of ``line``."""
    return select_columns(
        company_id=SQL("line.company_id"),
        partner_id=SQL("line.partner_id"),
        contract_id=SQL("line.contract_id"),
        order_id=SQL("line.order_id"),
        order_line_id=SQL("line.id"),
        product_id=SQL("line.product_id"),
        product_uom_id=SQL("line.product_uom_id"),
        currency_id=SQL("line.currency_id"),
        **values,
    )


def ordered():
    """Ordered: lines of confirmed orders as they stand; of a cancelled order only what left the house."""
    quantity = SQL("CASE WHEN line.state = 'sale' THEN line.product_uom_qty ELSE line.qty_delivered END")
    amount = SQL(
        """CASE WHEN line.state = 'sale' THEN line.price_total
                ELSE ROUND((line.unit * line.qty_delivered)::numeric, line.places) END"""
    )
    return SQL(
        """
        SELECT %(columns)s
          FROM ledger_line line
         WHERE line.is_downpayment IS NOT TRUE
           AND ((line.state = 'sale' AND line.product_uom_qty != 0) OR line.qty_delivered != 0)
        """,
        columns=_line_values(
            id=entry_id(SQL("line.id"), 1),
            kind=SQL("'ordered'"),
            sequence=SQL("1"),
            date=SQL("line.date"),
            quantity=quantity,
            ordered=SQL(
                "ROUND((CASE WHEN line.rate = 1 THEN %(amount)s ELSE %(amount)s / line.rate END)::numeric,"
                " line.home_places)",
                amount=amount,
            ),
            ordered_currency=amount,
        ),
    )


def delivered(tz):
    """Delivered: validated transfers to the customer and returns that are to be credited, counted as orders do."""
    low, high = SQL("line.upto - line.moved"), SQL("line.upto")
    return SQL(
        """
        SELECT %(columns)s
          FROM (
            SELECT moved.*, SUM(moved.moved) OVER (
                       PARTITION BY moved.id ORDER BY moved.moved_on, moved.stock_move_id ROWS UNBOUNDED PRECEDING
                   ) AS upto
              FROM (%(moves)s) moved
          ) line
        """,
        columns=_line_values(
            id=entry_id(SQL("line.stock_move_id"), 2),
            kind=SQL("CASE WHEN line.moved < 0 THEN 'returned' ELSE 'delivered' END"),
            sequence=SQL("2"),
            date=SQL("line.moved_on"),
            picking_id=SQL("line.picking_id"),
            quantity=SQL("line.moved"),
            delivered=part_of(SQL("line.home_unit"), low, high, SQL("line.home_places")),
            delivered_currency=part_of(SQL("line.unit"), low, high, SQL("line.places")),
        ),
        moves=_moves(tz),
    )


def _moves(tz):
    """Return validated moves to and from customers with their quantity in the unit of the order line."""
    return SQL(
        """
        SELECT line.*, move.id AS stock_move_id, move.picking_id,
               (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS moved_on,
               CASE WHEN destination.usage = 'customer' THEN 1 ELSE -1 END
                   * move.quantity
                   * CASE WHEN move.product_uom = line.product_uom_id THEN 1
                          ELSE COALESCE(move_uom.factor / NULLIF(line_uom.factor, 0), 1) END AS moved
          FROM ledger_line line
          JOIN stock_move move ON move.sale_line_id = line.id AND move.product_id = line.product_id
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location destination ON destination.id = move.location_dest_id
          JOIN uom_uom move_uom ON move_uom.id = move.product_uom
          JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
         WHERE move.state = 'done'
           AND move.quantity != 0
           AND CASE WHEN destination.usage = 'customer'
                    THEN move.origin_returned_move_id IS NULL OR move.to_refund
                    ELSE destination.usage != 'inventory' AND move.to_refund AND source.usage = 'customer' END
        """,
        tz=tz,
    )


def delivered_by_hand():
    """Delivered: services and other lines whose quantity people enter; it keeps no day, so that of the order."""
    return SQL(
        """
        SELECT %(columns)s
          FROM ledger_line line
         WHERE line.is_downpayment IS NOT TRUE
           AND line.qty_delivered != 0
           AND COALESCE(line.qty_delivered_method, '') != 'stock_move'
        """,
        columns=_line_values(
            id=entry_id(SQL("line.id"), 3),
            kind=SQL("'delivered'"),
            sequence=SQL("2"),
            date=SQL("line.date"),
            quantity=SQL("line.qty_delivered"),
            delivered=SQL("ROUND((line.home_unit * line.qty_delivered)::numeric, line.home_places)"),
            delivered_currency=SQL("ROUND((line.unit * line.qty_delivered)::numeric, line.places)"),
        ),
    )
