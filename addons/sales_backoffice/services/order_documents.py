"""SQL of what sale orders use of the credit: delivered and not invoiced, ordered and not delivered."""

from odoo.tools import SQL

from .document_columns import ROOT_COMPANY, contacts_of, select_columns
from .invoiced_quantities import dropped_quantity, invoiced_lines, sign


def open_order_lines(partners=None):
    """Return order lines with something delivered or ordered that no posted invoice covers (as ``open_line``).

    ``qty_invoiced`` is only a filter: it never exceeds what ``invoiced_lines`` counts, because it also subtracts
    draft and price-only credit notes. It counts draft invoices, so lines on a draft are added.
    """
    return SQL(
        """
        SELECT line.id, line.order_id, line.product_id, line.product_uom_id,
               contact.commercial_partner_id AS partner_id,
               sale.company_id, sale.currency_id, sale.date_order, sale.state,
               currency.decimal_places, line.product_uom_qty AS ordered, line.qty_delivered AS delivered,
               COALESCE(invoiced.posted, 0) AS posted, COALESCE(invoiced.draft, 0) AS draft,
               CASE WHEN line.product_uom_qty != 0 THEN line.price_total / line.product_uom_qty
                    ELSE %(unit_of_extra)s END AS unit
          FROM sale_order_line line
          JOIN sale_order sale ON sale.id = line.order_id
          JOIN res_currency currency ON currency.id = sale.currency_id
          JOIN res_partner contact ON contact.id = sale.partner_invoice_id
          LEFT JOIN LATERAL (%(invoiced)s) invoiced ON TRUE
         WHERE line.display_type IS NULL
           AND (line.is_downpayment IS NOT TRUE OR line.product_uom_qty != 0 OR line.qty_delivered != 0)
           AND (line.qty_delivered > COALESCE(line.qty_invoiced, 0)
                OR (sale.state = 'sale' AND line.product_uom_qty > COALESCE(line.qty_invoiced, 0))
                OR line.id IN (%(on_draft)s))
           AND %(partners)s
        """,
        on_draft=_lines_on_drafts(partners),
        unit_of_extra=_unit_of_extra_line(),
        invoiced=invoiced_lines(),
        partners=contacts_of(partners, SQL("sale.partner_invoice_id")),
    )


def _lines_on_drafts(partners):
    return SQL(
        """
        SELECT link.order_line_id
          FROM account_move move
          JOIN account_move_line item ON item.move_id = move.id
          JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
         WHERE move.state = 'draft' AND move.move_type IN ('out_invoice', 'out_receipt') AND %s
        """,
        contacts_of(partners, SQL("move.partner_id")),
    )


def _unit_of_extra_line():
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


def orders():
    """B and C: per order what is delivered and not invoiced, and what is ordered and not delivered.

    Down payments already invoiced are part of the receivable, so they lower C first and then B of their order.
    """
    return SQL(
        """
        SELECT %(columns)s
          FROM (
            SELECT totals.*,
                   GREATEST(totals.delivered_amount - GREATEST(COALESCE(down.amount, 0) - totals.ordered_amount, 0), 0)
                       AS delivered_part,
                   GREATEST(totals.ordered_amount - COALESCE(down.amount, 0), 0) AS ordered_part
              FROM (%(totals)s) totals
              LEFT JOIN LATERAL (%(down_payments)s) down ON TRUE
          ) split
          JOIN res_company company ON company.id = split.company_id
         CROSS JOIN LATERAL (
               VALUES ('delivered', split.delivered_part), ('ordered', split.ordered_part)
         ) part(bucket, amount)
         WHERE part.amount != 0
        """,
        columns=select_columns(
            bucket=SQL("part.bucket"),
            partner_id=SQL("split.partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("split.company_id"),
            currency_id=SQL("split.currency_id"),
            amount=SQL("part.amount"),
            date=SQL("split.date_order::date"),
            order_id=SQL("split.order_id"),
        ),
        totals=_order_totals(),
        down_payments=_down_payments(),
    )


def _order_totals():
    """Return per order what is delivered and what is still to deliver, each line rounded as the order rounds."""
    return SQL(
        """
        SELECT line.order_id, line.partner_id, line.company_id, line.currency_id, line.date_order,
               SUM(ROUND((line.unit * GREATEST(line.delivered - line.posted - line.draft, 0))::numeric,
                         line.decimal_places)) AS delivered_amount,
               SUM(CASE WHEN line.state = 'sale' THEN ROUND((line.unit * GREATEST(
                       line.ordered - GREATEST(line.delivered, line.posted + line.draft), 0))::numeric,
                       line.decimal_places) ELSE 0 END) AS ordered_amount
          FROM open_line line
         GROUP BY line.order_id, line.partner_id, line.company_id, line.currency_id, line.date_order
        """
    )


def _down_payments():
    """Return the down payment invoiced for the order and not yet deducted, tax included."""
    return SQL(
        """
        SELECT GREATEST(SUM(%(sign)s * item.price_total), 0)::numeric AS amount
          FROM sale_order_line deposit
          JOIN sale_order_line_invoice_rel link ON link.order_line_id = deposit.id
          JOIN account_move_line item ON item.id = link.invoice_line_id
          JOIN account_move move ON move.id = item.move_id
         WHERE deposit.order_id = totals.order_id
           AND deposit.is_downpayment
           AND (move.state = 'posted' OR (move.state = 'draft' AND move.move_type != 'out_refund'))
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
            SELECT dropped.*, line.partner_id, line.company_id, line.currency_id, line.order_id,
                   line.unit, line.decimal_places,
                   GREATEST(LEAST(dropped.quantity, SUM(dropped.quantity) OVER (
                       PARTITION BY line.id ORDER BY dropped.date, dropped.move_id
                   ) - dropped.unlinked_returns - line.posted), 0) AS open_quantity
              FROM open_line line
              JOIN LATERAL (%(dropped)s) dropped ON TRUE
             WHERE line.delivered > line.posted
          ) delivery
          JOIN res_company company ON company.id = delivery.company_id
         WHERE delivery.open_quantity > 0
        """,
        columns=select_columns(
            bucket=SQL("'late'"),
            partner_id=SQL("delivery.partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("delivery.company_id"),
            currency_id=SQL("delivery.currency_id"),
            amount=SQL("ROUND((delivery.unit * delivery.open_quantity)::numeric, delivery.decimal_places)"),
            date=SQL("delivery.date"),
            date_maturity=SQL("delivery.date"),
            delivery_date=SQL("delivery.date"),
            statement_date=SQL("delivery.date"),
            follows_term=SQL("TRUE"),
            order_id=SQL("delivery.order_id"),
            picking_id=SQL("delivery.picking_id"),
        ),
        dropped=dropped_quantity(tz),
    )
