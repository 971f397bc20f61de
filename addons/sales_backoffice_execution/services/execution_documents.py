"""SQL of the documents behind the execution of contracts: orders, deliveries, invoices; in the currency of each.

Every statement looks at the end of one day, ``at``. Columns that end in ``_before`` hold the same figure at the end of
the day before ``since``: what happened in a period is the difference, so that one period goes on where the other ended.

What is used more than once, and what the planner must not take apart, is a materialized ``WITH`` query.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from odoo.tools import SQL

from odoo.addons.sales_backoffice.services.invoiced_quantities import cancels_quantity
from odoo.addons.sales_backoffice.services.order_documents import unit_of_extra_line


@dataclass(frozen=True)
class Window:
    """Which contracts, at the end of which day, and since when something counts as of the period.

    ``tz`` is the time zone in which the moment of an order or of a delivery becomes a day.
    """

    at: date
    tz: str = "UTC"
    since: date | None = None
    contracts: tuple | None = None

    def day(self, moment):
        """Return the day of a moment stored in UTC."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, self.tz)

    def is_reached(self, moment):
        """Return whether a moment stored in UTC lies before the end of the day ``at``.

        Days are turned into moments, once, and not the moments of many documents into days.
        """
        return SQL("%s < %s", moment, self._beginning(self.at + timedelta(days=1)))

    def is_moment_before(self, moment):
        """Return whether a moment stored in UTC lies before the period; never without a period."""
        return SQL("%s < %s", moment, self._beginning(self.since)) if self.since else SQL("FALSE")

    def _beginning(self, day):
        return SQL("(%s::date::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')", day, self.tz)

    def is_before(self, day):
        """Return whether a day lies before the period; never without a period."""
        return SQL("%s < %s", day, self.since) if self.since else SQL("FALSE")


def document_queries(window):
    """Return the ``WITH`` queries up to ``item``, the lines of every invoice that bills a contract."""
    return SQL(
        """
        contract AS MATERIALIZED (%s),
        company AS MATERIALIZED (
            SELECT id, COALESCE(NULLIF(split_part(parent_path, '/', 1), '')::int, id) AS root_id FROM res_company
        ),
        sale AS MATERIALIZED (%s),
        order_line AS MATERIALIZED (%s),
        moved AS MATERIALIZED (%s),
        link AS MATERIALIZED (%s),
        bill AS MATERIALIZED (%s),
        item AS MATERIALIZED (%s)
        """,
        _contracts(window),
        _sales(window),
        _order_lines(),
        _moved_quantities(window),
        _links(),
        _bills(window),
        _items(),
    )


def rate(source, target, company, day):
    """Return the factor from one currency to the other on a day, as Odoo converts; evaluated only where they differ."""

    def per_unit(currency):
        return SQL(
            """
            COALESCE(
                (SELECT r.rate FROM res_currency_rate r
                  WHERE r.currency_id = %(currency)s AND r.name <= %(day)s
                    AND (r.company_id IS NULL OR r.company_id = %(company)s)
                  ORDER BY r.company_id, r.name DESC LIMIT 1),
                (SELECT r.rate FROM res_currency_rate r
                  WHERE r.currency_id = %(currency)s
                    AND (r.company_id IS NULL OR r.company_id = %(company)s)
                  ORDER BY r.company_id, r.name LIMIT 1),
                1)
            """,
            currency=currency,
            day=day,
            company=company,
        )

    return SQL(
        "CASE WHEN %(source)s = %(target)s THEN 1 ELSE %(to)s / %(from)s END",
        source=source,
        target=target,
        to=per_unit(target),
        **{"from": per_unit(source)},
    )


def _contracts(window):
    chosen = SQL("TRUE") if window.contracts is None else SQL("contract.id = ANY(%s)", list(window.contracts))
    return SQL(
        """
        SELECT contract.id, contract.currency_id, currency.decimal_places AS places
          FROM sale_contract contract
          JOIN res_currency currency ON currency.id = contract.currency_id
         WHERE %s
        """,
        chosen,
    )


def _sales(window):
    """Return the orders that call the contracts off, with the factor to the currency of the contract."""
    day = window.day(SQL("sale.date_order"))
    return SQL(
        """
        SELECT sale.id, sale.contract_id, contract.places, own.decimal_places AS own_places,
               sale.state = 'sale' AND %(day)s <= %(at)s AS is_ordered,
               sale.state = 'sale' AND %(before)s AS is_ordered_before,
               %(day)s <= %(at)s AS is_dated,
               %(before)s AS is_dated_before,
               sale.currency_id = contract.currency_id AS is_same,
               %(rate)s AS rate
          FROM contract
          JOIN sale_order sale ON sale.contract_id = contract.id
          JOIN res_currency own ON own.id = sale.currency_id
          JOIN company ON company.id = sale.company_id
        """,
        at=window.at,
        day=day,
        before=window.is_before(day),
        rate=rate(SQL("sale.currency_id"), SQL("contract.currency_id"), SQL("company.root_id"), day),
    )


def _order_lines():
    """Return the lines of these orders.

    ``to_agreed`` turns their quantities into the unit of the contract line; it is empty where the units are the same.
    """
    return SQL(
        """
        SELECT line.id, sale.contract_id, line.contract_line_id, sale.places, sale.own_places, sale.rate, sale.is_same,
               sale.is_ordered, sale.is_ordered_before, sale.is_dated, sale.is_dated_before,
               COALESCE(line.is_downpayment, FALSE) AS is_downpayment,
               line.product_id, line.product_uom_id, uom.factor, line.product_uom_qty AS ordered,
               line.price_total::numeric, line.qty_delivered, line.qty_delivered_method = 'stock_move' AS is_moved,
               line.price_unit, line.discount,
               CASE WHEN line.product_uom_qty = 0 THEN (%(unit_of_extra)s)::numeric END AS unit_of_extra,
               CASE WHEN agreed.product_uom_id != line.product_uom_id
                    THEN uom.factor / NULLIF(agreed_uom.factor, 0) END AS to_agreed
          FROM sale
          JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
          LEFT JOIN uom_uom uom ON uom.id = line.product_uom_id
          LEFT JOIN sale_contract_line agreed ON agreed.id = line.contract_line_id
          LEFT JOIN uom_uom agreed_uom ON agreed_uom.id = agreed.product_uom_id
        """,
        unit_of_extra=unit_of_extra_line(),
    )


def _moved_quantities(window):
    """Return per order line what went out and what came back, in the unit of the line, and the moments it went out.

    As Odoo counts what is delivered: a return counts when it is to be refunded, whatever the delivery it names.
    """
    return SQL(
        """
        SELECT moved.line_id,
               SUM(moved.quantity) FILTER (WHERE moved.is_out) AS gone,
               SUM(moved.quantity) FILTER (WHERE NOT moved.is_out) AS back,
               SUM(moved.quantity) FILTER (WHERE moved.is_out AND moved.is_before) AS gone_before,
               SUM(moved.quantity) FILTER (WHERE NOT moved.is_out AND moved.is_before) AS back_before,
               MIN(moved.moment) FILTER (WHERE moved.is_out) AS first_moment,
               MAX(moved.moment) FILTER (WHERE moved.is_out) AS last_moment
          FROM (
            SELECT line.id AS line_id, destination.usage = 'customer' AS is_out,
                   move.date AS moment, %(before)s AS is_before,
                   CASE WHEN move.product_uom = line.product_uom_id THEN move.quantity
                        ELSE move.quantity * COALESCE(uom.factor / NULLIF(line.factor, 0), 1) END AS quantity
              FROM order_line line
              JOIN stock_move move ON move.sale_line_id = line.id
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location destination ON destination.id = move.location_dest_id
              JOIN uom_uom uom ON uom.id = move.product_uom
             WHERE move.state = 'done'
               AND move.product_id = line.product_id
               AND %(reached)s
               AND (destination.usage = 'customer' AND (move.origin_returned_move_id IS NULL OR move.to_refund)
                    OR source.usage = 'customer' AND destination.usage != 'customer' AND move.to_refund)
          ) moved
         GROUP BY moved.line_id
        """,
        reached=window.is_reached(SQL("move.date")),
        before=window.is_moment_before(SQL("move.date")),
    )


def _links():
    """Return which order line an invoice line bills; one billing several is counted once, at the oldest."""
    return SQL(
        """
        SELECT rel.invoice_line_id AS item_id, MIN(rel.order_line_id) AS line_id
          FROM order_line line
          JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
         GROUP BY rel.invoice_line_id
        """
    )


def _bills(window):
    """Return the invoices and credit notes these lines are on, with the signed total in their own currency."""
    day = SQL("COALESCE(move.invoice_date, move.date)")
    return SQL(
        """
        SELECT move.id, move.currency_id, currency.decimal_places AS places, company.root_id,
               move.state = 'posted' AS is_posted, move.move_type, move.credit_note_effect,
               CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END AS sign,
               (CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * move.amount_total)::numeric AS total,
               %(day)s AS day, %(before)s AS is_before
          FROM (
            SELECT DISTINCT line.move_id FROM link JOIN account_move_line line ON line.id = link.item_id
          ) touched
          JOIN account_move move ON move.id = touched.move_id
          JOIN res_currency currency ON currency.id = move.currency_id
          JOIN company ON company.id = move.company_id
         WHERE move.state IN ('posted', 'draft')
           AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
           AND %(day)s <= %(at)s
        """,
        at=window.at,
        day=day,
        before=window.is_before(day),
    )


def _items():
    """Return every line of these invoices, of our contracts or not, with its place in the total of the invoice.

    ``upto`` and ``whole`` are the totals, tax included, up to and with the line and of all lines: a share of an amount
    is the difference of two rounded shares, so that the parts always add up. A rounding difference of the invoice goes
    to its last line.
    """
    return SQL(
        """
        SELECT line.*,
               SUM(line.part) OVER (position ROWS UNBOUNDED PRECEDING) AS upto,
               SUM(line.part) OVER (PARTITION BY line.move_id) AS whole,
               LEAD(line.id) OVER position IS NULL AS is_last
          FROM (
            SELECT line.id, line.move_id, link.line_id, line.quantity, line.product_uom_id, line.price_unit,
                   line.discount,
                   CASE WHEN bill.sign = 1 THEN line.price_total ELSE -line.price_total END::numeric AS part
              FROM bill
              JOIN account_move_line line ON line.move_id = bill.id AND line.display_type = 'product'
              LEFT JOIN link ON link.item_id = line.id
            OFFSET 0
          ) line
        WINDOW position AS (PARTITION BY line.move_id ORDER BY line.id)
        """
    )


def item_cancels_quantity():
    """Return whether an ``item`` changes the invoiced quantity; see ``sales_backoffice``."""
    return cancels_quantity()
