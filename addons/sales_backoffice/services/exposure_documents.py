"""SQL of the documents behind each exposure bucket; every branch lists one row per document.

The branches share the columns of ``COLUMNS``. ``amount`` is in the document's own currency and is never negative,
except unallocated credits. Every branch starts from ``contact``, so that checking one customer costs the same
whatever the number of others.

What is used more than once, and what the planner must not take apart, is a materialized ``WITH`` query: inlined,
planning took longer than running. For few customers the statement is shaped another way than for many: see ``FEW``.
"""

from odoo.tools import SQL

from .document_columns import select_columns
from .order_documents import order_queries, orders, uninvoiced_deliveries

# Up to so many customers, their documents are found through indexes; beyond, reading what is open at all is faster.
FEW = 100

TERMS = (
    "id",
    "company_id",
    "currency_id",
    "net_credits",
    "exclude_disputed",
    "term_rule",
    "term_days",
    "grace_days",
)


RECEIVABLE_BUCKET = SQL(
    """CASE WHEN line.amount_residual_currency > 0 THEN 'receivable'
            WHEN line.payment_id IS NOT NULL OR line.statement_line_id IS NOT NULL THEN 'payment'
            ELSE 'credit' END"""
)


def with_documents(today, tz, profiles=None, partners=None):
    """Return the ``WITH`` queries the figures are made from.

    ``profile``: the profiles asked for; ``member``: these again for each customer (``member_id``) that consumes them;
    ``scope``: these again for each company whose documents count, with its root: branches trade on the credit of
    their legal entity; ``contact``: the addresses of these customers; ``document``: one row per document and bucket.

    Every parameter may also be given as ``SQL``.

    :param date today: the day at which bills count as matured
    :param str tz: time zone in which the moment of a delivery becomes a day
    :param list profiles: ids of credit profiles, or None for all active ones
    :param list partners: ids of every commercial partner in their scope, where these are ``FEW``
    """
    few = partners is not None
    branches = [receivables(), orders(), draft_invoices(), unmatured_bills(today), unbooked_payments()]
    branches.append(uninvoiced_deliveries(tz))
    return SQL(
        """
        WITH %(scope)s,
        company AS MATERIALIZED (
            SELECT id, COALESCE(NULLIF(split_part(parent_path, '/', 1), '')::int, id) AS root_id FROM res_company
        ),
        scope AS MATERIALIZED (
            SELECT member.*, company.id AS document_company_id, company.root_id
              FROM member
              JOIN company ON member.company_id IS NULL OR company.root_id = member.company_id
        ),
        contact AS MATERIALIZED (
            SELECT id, commercial_partner_id AS partner_id FROM res_partner WHERE %(partners)s
        ),
        %(order_queries)s,
        document AS (%(branches)s)
        """,
        scope=scope_queries(profiles),
        partners=SQL("TRUE") if partners is None else SQL("commercial_partner_id = ANY(%s)", partners),
        order_queries=order_queries(few, everybody=not few),
        branches=SQL(" UNION ALL ").join(branches),
    )


def scope_queries(profiles=None):
    """Return the ``WITH`` queries that say which customer consumes which profile.

    A group's profile is consumed by the members of the group and of the groups below it; without a company, in
    every company.
    """
    return SQL(
        """
        profile AS MATERIALIZED (SELECT * FROM credit_profile WHERE %(chosen)s),
        member AS (
            SELECT %(terms)s, profile.partner_id AS member_id
              FROM profile
             WHERE profile.active AND profile.partner_id IS NOT NULL
             UNION ALL
            SELECT %(terms)s, member.id
              FROM profile
              JOIN credit_group top ON top.id = profile.group_id
              JOIN credit_group part ON part.parent_path LIKE top.parent_path || '%%'
              JOIN res_partner member ON member.credit_group_id = part.id
             WHERE profile.active
        )
        """,
        chosen=SQL("active") if profiles is None else SQL("id = ANY(%s)", profiles),
        terms=SQL(", ").join(SQL.identifier("profile", name) for name in TERMS),
    )


def receivables():
    """A: open posted receivable lines; a credit not yet allocated is negative and names where it came from."""
    return SQL(
        """
        SELECT %(columns)s
          FROM (%(lines)s) line
          JOIN account_move move ON move.id = line.move_id
        """,
        lines=_open_receivables(),
        columns=select_columns(
            bucket=RECEIVABLE_BUCKET,
            partner_id=SQL("line.partner_id"),
            document_company_id=SQL("line.company_id"),
            currency_id=SQL("line.currency_id"),
            amount=SQL("line.amount_residual_currency::numeric"),
            date=SQL("COALESCE(move.invoice_date, line.date)"),
            date_maturity=SQL("COALESCE(line.date_maturity, line.date)"),
            delivery_date=SQL("COALESCE(move.delivery_date, move.invoice_date)"),
            statement_date=SQL("COALESCE(move.statement_signed_date, move.invoice_date)"),
            follows_term=SQL("move.move_type IN ('out_invoice', 'out_receipt')"),
            move_id=SQL("line.move_id"),
            line_id=SQL("line.id"),
            payment_id=SQL("line.payment_id"),
        ),
    )


def _open_receivables():
    """Return the open lines account by account, so that the index on lines not reconciled is used.

    It does not grow with what was paid. The entries of the lines are looked up once for all accounts.
    """
    return SQL(
        """
            SELECT line.*
              FROM account_account account
             CROSS JOIN LATERAL (
                   SELECT line.id, line.move_id, line.payment_id, line.statement_line_id, line.company_id,
                          line.currency_id, line.amount_residual_currency, line.date, line.date_maturity,
                          contact.partner_id
                     FROM account_move_line line
                     JOIN contact ON contact.id = line.partner_id
                    WHERE line.account_id = account.id
                      AND line.parent_state = 'posted'
                      AND line.reconciled IS NOT TRUE
                      AND line.amount_residual_currency != 0
                   OFFSET 0
             ) line
             WHERE account.account_type = 'asset_receivable'
            OFFSET 0
        """
    )


def draft_invoices():
    """D: draft customer invoices, in full."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_move move
          JOIN contact ON contact.id = move.partner_id
         WHERE move.state = 'draft'
           AND move.move_type IN ('out_invoice', 'out_receipt')
           AND move.amount_total > 0
           AND move.commercial_partner_id IS NOT NULL
        """,
        columns=select_columns(
            bucket=SQL("'draft'"),
            partner_id=SQL("move.commercial_partner_id"),
            document_company_id=SQL("move.company_id"),
            currency_id=SQL("move.currency_id"),
            amount=SQL("move.amount_total::numeric"),
            date=SQL("COALESCE(move.invoice_date, move.date)"),
            move_id=SQL("move.id"),
        ),
    )


def unmatured_bills(today):
    """N: booked commercial bills that mature after ``today``; one without a maturity date never matures."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_payment payment
          JOIN account_journal journal ON journal.id = payment.journal_id AND journal.is_commercial_bill
          JOIN account_move move ON move.id = payment.move_id AND move.state = 'posted'
          JOIN contact ON contact.id = payment.partner_id
         WHERE payment.payment_type = 'inbound'
           AND payment.partner_type = 'customer'
           AND payment.state IN ('in_process', 'paid')
           AND COALESCE(payment.bill_maturity_date, 'infinity') > %(today)s
        """,
        columns=select_columns(
            bucket=SQL("'bill'"),
            partner_id=SQL("contact.partner_id"),
            document_company_id=SQL("payment.company_id"),
            currency_id=SQL("payment.currency_id"),
            amount=SQL("payment.amount::numeric"),
            date=SQL("payment.date"),
            date_maturity=SQL("payment.bill_maturity_date"),
            payment_id=SQL("payment.id"),
        ),
        today=today,
    )


def unbooked_payments():
    """P: confirmed customer payments that no journal entry shows yet."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_payment payment
          JOIN contact ON contact.id = payment.partner_id
         WHERE payment.payment_type = 'inbound'
           AND payment.partner_type = 'customer'
           AND payment.state = 'in_process'
           AND payment.move_id IS NULL
        """,
        columns=select_columns(
            bucket=SQL("'prepayment'"),
            partner_id=SQL("contact.partner_id"),
            document_company_id=SQL("payment.company_id"),
            currency_id=SQL("payment.currency_id"),
            amount=SQL("payment.amount::numeric"),
            date=SQL("payment.date"),
            payment_id=SQL("payment.id"),
        ),
    )
