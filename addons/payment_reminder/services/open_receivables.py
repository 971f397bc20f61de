"""SQL of what is open: instalments, less what the customer paid or was credited and nobody matched yet."""

from odoo.tools import SQL

COLUMNS = (
    "res_model",
    "res_id",
    "kind",
    "company_id",
    "partner_id",
    "document_model",
    "document_id",
    "move_id",
    "line_id",
    "document",
    "currency_id",
    "residual",
    "residual_company",
    "date_due",
    "seller_id",
)

# what is left of each receivable when the money not yet matched pays the oldest first
COVERED = SQL(
    """
    SELECT due.*, LEAST(due.residual, GREATEST(due.total - COALESCE(unmatched.amount, 0), 0)) AS amount
      FROM (
        SELECT item.*, SUM(item.residual) OVER (
                   PARTITION BY item.partner_id, item.currency_id
                       ORDER BY item.date_due, item.res_model, item.res_id) AS total
          FROM receivable item
      ) due
      LEFT JOIN unmatched ON unmatched.partner_id = due.partner_id AND unmatched.currency_id = due.currency_id
    """
)


def select_columns(**values):
    """Return the select list in the order of ``COLUMNS``."""
    return SQL(", ").join(SQL("%s AS %s", values[name], SQL.identifier(name)) for name in COLUMNS)


def customers(partners):
    """Return the condition, on ``customer``, for some commercial partners; ``None``: all."""
    return SQL("TRUE") if partners is None else SQL("customer.commercial_partner_id = ANY(%s)", partners)


def instalments(company, partners):
    """Open lines of receivable accounts that are reminded of: not blocked, not taken out of follow-up, not exempt."""
    return SQL(
        """
        SELECT %(columns)s
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id AND account.account_type = 'asset_receivable'
          JOIN account_move move ON move.id = line.move_id
          JOIN res_partner customer ON customer.id = line.partner_id
         WHERE line.company_id = %(company)s
           AND line.parent_state = 'posted'
           AND line.reconciled IS NOT TRUE
           AND line.amount_residual_currency > 0
           AND line.no_followup IS NOT TRUE
           AND COALESCE(move.payment_state, '') NOT IN ('blocked', 'paid', 'reversed')
           AND %(customers)s
        """,
        columns=select_columns(
            res_model=SQL("'account.move.line'"),
            res_id=SQL("line.id"),
            kind=SQL("'invoice'"),
            company_id=SQL("line.company_id"),
            partner_id=SQL("customer.commercial_partner_id"),
            document_model=SQL("'account.move'"),
            document_id=SQL("move.id"),
            move_id=SQL("move.id"),
            line_id=SQL("line.id"),
            document=SQL("move.name"),
            currency_id=SQL("line.currency_id"),
            residual=SQL("line.amount_residual_currency"),
            residual_company=SQL("line.amount_residual"),
            date_due=SQL("COALESCE(line.date_maturity, line.date)"),
            seller_id=SQL("move.invoice_user_id"),
        ),
        company=company.id,
        customers=customers(partners),
    )


def unmatched(company, partners):
    """Receipts and credit notes of each customer that are not matched with anything yet, per currency."""
    return SQL(
        """
        SELECT customer.commercial_partner_id AS partner_id, line.currency_id,
               -SUM(line.amount_residual_currency) AS amount
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id AND account.account_type = 'asset_receivable'
          JOIN res_partner customer ON customer.id = line.partner_id
         WHERE line.company_id = %(company)s
           AND line.parent_state = 'posted'
           AND line.reconciled IS NOT TRUE
           AND line.amount_residual_currency < 0
           AND %(customers)s
         GROUP BY 1, 2
        """,
        company=company.id,
        customers=customers(partners),
    )


def open_partners(company, branches):
    """Return the commercial partners with anything open, in order."""
    queries = [instalments(company, None), *branches]
    return SQL(
        "SELECT DISTINCT partner_id FROM (%s) item ORDER BY partner_id", SQL(" UNION ALL ").join(queries)
    )


def net_receivables(company, partners, *, branches, excluded, assistant, today):
    """Return the ``WITH`` queries ``receivable`` and ``net``: what is really open, and who is in charge.

    Money not yet matched pays the oldest due first. ``upto`` is the sum due on the same document up to the row: what a
    promise about the document has to cover.
    """
    return SQL(
        """
        receivable AS MATERIALIZED (
            SELECT item.* FROM (%(branches)s) item
              JOIN res_partner owner ON owner.id = item.partner_id
             WHERE NOT (%(excluded)s) AND NOT (%(exempt)s)
        ),
        unmatched AS MATERIALIZED (%(unmatched)s),
        net AS MATERIALIZED (
            SELECT item.*, owner.%(assistant)s AS assistant_id,
                   COALESCE(%(keeper)s, %(seller)s) AS salesperson_id,
                   ROUND((item.residual_company * item.amount / item.residual)::numeric, %(places)s) AS amount_company,
                   SUM(item.amount) OVER (PARTITION BY item.document_model, item.document_id, item.currency_id
                                              ORDER BY item.date_due, item.res_id) AS upto
              FROM (%(covered)s) item
              JOIN res_partner owner ON owner.id = item.partner_id
             WHERE item.amount > %(small)s
        )
        """,
        branches=SQL(" UNION ALL ").join([instalments(company, partners), *branches]),
        excluded=excluded,
        unmatched=unmatched(company, partners),
        covered=COVERED,
        exempt=_is_exempt(today),
        assistant=SQL.identifier(assistant),
        keeper=_active_user(SQL("owner.user_id")),
        seller=_active_user(SQL("item.seller_id")),
        small=company.reminder_small_amount,
        places=company.currency_id.decimal_places,
    )


def _is_exempt(today):
    return SQL(
        "COALESCE(owner.reminder_exempt AND COALESCE(owner.reminder_exempt_until >= %s, TRUE), FALSE)", today
    )


def _active_user(column):
    return SQL("(SELECT id FROM res_users WHERE id = %s AND active)", column)
