"""SQL of the documents behind each exposure bucket; every branch lists one row per document.

The branches share the columns of ``COLUMNS``. ``company_id`` is always the root company: branches trade on the
credit of their legal entity. ``amount`` is in the document's own currency and is never negative, except
unallocated credits. ``partners`` limits every branch to some commercial partners, so that checking one customer
costs the same whatever the number of others.
"""

from odoo.tools import SQL

from .document_columns import ROOT_COMPANY, contacts_of, select_columns
from .order_documents import open_order_lines, orders, uninvoiced_deliveries


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
        columns=select_columns(
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
        partners=contacts_of(partners, SQL("line.partner_id")),
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
        columns=select_columns(
            bucket=SQL("'draft'"),
            partner_id=SQL("move.commercial_partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("move.company_id"),
            currency_id=SQL("move.currency_id"),
            amount=SQL("move.amount_total::numeric"),
            date=SQL("COALESCE(move.invoice_date, move.date)"),
            move_id=SQL("move.id"),
        ),
        partners=contacts_of(partners, SQL("move.partner_id")),
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
        columns=select_columns(
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
        partners=contacts_of(partners, SQL("payment.partner_id")),
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
        columns=select_columns(
            bucket=SQL("'prepayment'"),
            partner_id=SQL("contact.commercial_partner_id"),
            company_id=ROOT_COMPANY,
            document_company_id=SQL("payment.company_id"),
            currency_id=SQL("payment.currency_id"),
            amount=SQL("payment.amount::numeric"),
            date=SQL("payment.date"),
            payment_id=SQL("payment.id"),
        ),
        partners=contacts_of(partners, SQL("payment.partner_id")),
    )
