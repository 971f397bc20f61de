"""SQL of the documents behind each exposure bucket; every branch lists one row per document.

The branches share the columns of ``COLUMNS``. ``company_id`` is always the root company: branches trade on the
credit of their legal entity. ``amount`` is in the document's own currency and is never negative, except
unallocated credits. ``partners`` limits every branch to some commercial partners, so that checking one customer
costs the same whatever the number of others.
"""

from odoo.tools import SQL

from .invoiced_quantities import dropped_quantity, invoiced_lines, sign

COLUMNS = (
    "bucket",
    "partner_id",
    "company_id",
    "document_company_id",
    "currency_id",
    "amount",
    "date",
    "date_maturity",
    "delivery_date",
    "statement_date",
    "follows_term",
    "move_id",
    "order_id",
    "payment_id",
    "picking_id",
)


def documents(today, tz, partners=None):
    """Return the union of every branch.

    :param date today: the day at which bills count as matured
    :param str tz: time zone in which the moment of a delivery becomes a day
    :param list partners: ids of commercial partners, or None for all
    """
    branches = [
        receivables(partners),
        orders(),
        draft_invoices(partners),
        unmatured_bills(today, partners),
        unbooked_payments(partners),
        uninvoiced_deliveries(tz),
    ]
    return SQL(
        "WITH open_line AS MATERIALIZED (%s) %s",
        open_order_lines(partners),
        SQL(" UNION ALL ").join(branches),
    )


def _contacts_of(partners, column):
    """Return the condition on a document addressed to a contact of ``partners`` (uses the contact's index)."""
    if partners is None:
        return SQL("TRUE")
    return SQL(
        "%s IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))", column, list(partners)
    )


ROOT_COMPANY = SQL("COALESCE(NULLIF(split_part(company.parent_path, '/', 1), '')::int, company.id)")


def _select(**values):
    """Return the select list in the order of ``COLUMNS``; what is not given is empty."""
    types = {
        "date": "date",
        "date_maturity": "date",
        "delivery_date": "date",
        "statement_date": "date",
        "follows_term": "boolean",
    }
    return SQL(", ").join(
        SQL(
            "%s AS %s", values.get(column) or SQL("NULL::" + types.get(column, "int")), SQL.identifier(column)
        )
        for column in COLUMNS
    )


def receivables(partners=None):
    """A: open posted receivable lines; a credit not yet allocated is negative and names where it came from."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_move_line line
          JOIN account_account account
            ON account.id = line.account_id AND account.account_type = 'asset_receivable'
          JOIN account_move move ON move.id = line.move_id
          JOIN res_partner contact ON contact.id = line.partner_id
          JOIN res_company company ON company.id = line.company_id
         WHERE line.parent_state = 'posted'
           AND line.reconciled IS NOT TRUE
           AND line.amount_residual_currency != 0
           AND %(partners)s
        """,
        columns=_select(
            bucket=SQL(
                """CASE WHEN line.amount_residual_currency > 0 THEN 'receivable'
                        WHEN line.payment_id IS NOT NULL OR line.statement_line_id IS NOT NULL THEN 'payment'
                        ELSE 'credit' END"""
            ),
            partner_id=SQL("contact.commercial_partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("line.company_id"),
            currency_id=SQL("line.currency_id"),
            amount=SQL("line.amount_residual_currency::numeric"),
            date=SQL("COALESCE(move.invoice_date, line.date)"),
            date_maturity=SQL("COALESCE(line.date_maturity, line.date)"),
            delivery_date=SQL("COALESCE(move.delivery_date, move.invoice_date)"),
            statement_date=SQL("COALESCE(move.statement_signed_date, move.invoice_date)"),
            follows_term=SQL("move.move_type IN ('out_invoice', 'out_receipt')"),
            move_id=SQL("line.move_id"),
            payment_id=SQL("line.payment_id"),
        ),
        partners=_contacts_of(partners, SQL("line.partner_id")),
    )


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
           AND line.is_downpayment IS NOT TRUE
           AND (line.qty_delivered > COALESCE(line.qty_invoiced, 0)
                OR (sale.state = 'sale' AND line.product_uom_qty > COALESCE(line.qty_invoiced, 0))
                OR line.id IN (%(on_draft)s))
           AND %(partners)s
        """,
        on_draft=_lines_on_drafts(partners),
        unit_of_extra=_unit_of_extra_line(),
        invoiced=invoiced_lines(),
        partners=_contacts_of(partners, SQL("sale.partner_invoice_id")),
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
        _contacts_of(partners, SQL("move.partner_id")),
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
              FROM (
                SELECT line.order_id, line.partner_id, line.company_id, line.currency_id, line.date_order,
                       SUM(ROUND((line.unit * GREATEST(line.delivered - line.posted - line.draft, 0))::numeric,
                                 line.decimal_places)) AS delivered_amount,
                       SUM(CASE WHEN line.state = 'sale' THEN ROUND((line.unit * GREATEST(
                               line.ordered - GREATEST(line.delivered, line.posted + line.draft), 0))::numeric,
                               line.decimal_places) ELSE 0 END) AS ordered_amount
                  FROM open_line line
                 GROUP BY line.order_id, line.partner_id, line.company_id, line.currency_id, line.date_order
              ) totals
              LEFT JOIN LATERAL (%(down_payments)s) down ON TRUE
          ) split
          JOIN res_company company ON company.id = split.company_id
         CROSS JOIN LATERAL (
               VALUES ('delivered', split.delivered_part), ('ordered', split.ordered_part)
         ) part(bucket, amount)
         WHERE part.amount != 0
        """,
        columns=_select(
            bucket=SQL("part.bucket"),
            partner_id=SQL("split.partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("split.company_id"),
            currency_id=SQL("split.currency_id"),
            amount=SQL("part.amount"),
            date=SQL("split.date_order::date"),
            order_id=SQL("split.order_id"),
        ),
        down_payments=_down_payments(),
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


def draft_invoices(partners=None):
    """D: draft customer invoices, in full."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_move move
          JOIN res_company company ON company.id = move.company_id
         WHERE move.state = 'draft'
           AND move.move_type IN ('out_invoice', 'out_receipt')
           AND move.amount_total > 0
           AND move.commercial_partner_id IS NOT NULL
           AND %(partners)s
        """,
        columns=_select(
            bucket=SQL("'draft'"),
            partner_id=SQL("move.commercial_partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("move.company_id"),
            currency_id=SQL("move.currency_id"),
            amount=SQL("move.amount_total::numeric"),
            date=SQL("COALESCE(move.invoice_date, move.date)"),
            move_id=SQL("move.id"),
        ),
        partners=_contacts_of(partners, SQL("move.partner_id")),
    )


def unmatured_bills(today, partners=None):
    """N: booked commercial bills that mature after ``today``; one without a maturity date never matures."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_payment payment
          JOIN account_journal journal ON journal.id = payment.journal_id AND journal.is_commercial_bill
          JOIN account_move move ON move.id = payment.move_id AND move.state = 'posted'
          JOIN res_partner contact ON contact.id = payment.partner_id
          JOIN res_company company ON company.id = payment.company_id
         WHERE payment.payment_type = 'inbound'
           AND payment.partner_type = 'customer'
           AND payment.state IN ('in_process', 'paid')
           AND COALESCE(payment.bill_maturity_date, 'infinity') > %(today)s
           AND %(partners)s
        """,
        columns=_select(
            bucket=SQL("'bill'"),
            partner_id=SQL("contact.commercial_partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("payment.company_id"),
            currency_id=SQL("payment.currency_id"),
            amount=SQL("payment.amount::numeric"),
            date=SQL("payment.date"),
            date_maturity=SQL("payment.bill_maturity_date"),
            payment_id=SQL("payment.id"),
        ),
        today=today,
        partners=_contacts_of(partners, SQL("payment.partner_id")),
    )


def unbooked_payments(partners=None):
    """P: confirmed customer payments that no journal entry shows yet."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_payment payment
          JOIN res_partner contact ON contact.id = payment.partner_id
          JOIN res_company company ON company.id = payment.company_id
         WHERE payment.payment_type = 'inbound'
           AND payment.partner_type = 'customer'
           AND payment.state = 'in_process'
           AND payment.move_id IS NULL
           AND %(partners)s
        """,
        columns=_select(
            bucket=SQL("'prepayment'"),
            partner_id=SQL("contact.commercial_partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("payment.company_id"),
            currency_id=SQL("payment.currency_id"),
            amount=SQL("payment.amount::numeric"),
            date=SQL("payment.date"),
            payment_id=SQL("payment.id"),
        ),
        partners=_contacts_of(partners, SQL("payment.partner_id")),
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
        columns=_select(
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
