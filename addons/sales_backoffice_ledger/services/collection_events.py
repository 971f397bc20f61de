"""SQL of what lowers the receivable: payments, bank lines, write-offs, exchange differences and other entries."""

from odoo.tools import SQL

from .invoice_events import CUSTOMER_MOVES
from .ledger_columns import entry_id, part_of, select_columns

RECEIPT_COLUMNS = (
    "id",
    "move_id",
    "payment_id",
    "account_id",
    "company_id",
    "currency_id",
    "date",
    "partner_id",
    "places",
    "home_places",
    "kind",
    "written_off",
)


def receipts(end):
    """Return the ``WITH`` queries of what stands on receivable accounts besides customer invoices.

    ``receipt``: one row per entry line; ``receipt_part``: the same by contract, through the invoices it was matched
    with up to the day ``end``. What is not matched has no contract: it is number 0.
    """
    columns = SQL(", ").join(SQL.identifier("receipt", name) for name in RECEIPT_COLUMNS)
    return SQL(
        """
        receipt_line AS MATERIALIZED (%(lines)s),
        receipt AS MATERIALIZED (%(receipts)s),
        matched AS MATERIALIZED (
            SELECT part.id, part.contract_id, SUM(part.part) AS amount, SUM(part.part_currency) AS amount_currency
              FROM (%(matched)s) part
             GROUP BY part.id, part.contract_id
        ),
        receipt_part AS NOT MATERIALIZED (
            SELECT %(columns)s, NULL::int AS contract_id,
                   receipt.amount - COALESCE(matched.amount, 0) AS amount,
                   receipt.amount_currency - COALESCE(matched.amount_currency, 0) AS amount_currency, 0 AS number
              FROM receipt
              LEFT JOIN (
                   SELECT id, SUM(amount) AS amount, SUM(amount_currency) AS amount_currency FROM matched GROUP BY id
              ) matched ON matched.id = receipt.id
             UNION ALL
            SELECT %(columns)s, matched.contract_id, matched.amount, matched.amount_currency,
                   ROW_NUMBER() OVER (PARTITION BY matched.id ORDER BY matched.contract_id) AS number
              FROM matched
              JOIN receipt ON receipt.id = matched.id
        )
        """,
        lines=_receipt_lines(),
        receipts=_receipts(),
        columns=columns,
        matched=_matched(end),
    )


def _receipt_lines():
    return SQL(
        """
        SELECT line.id, line.move_id, line.payment_id, line.statement_line_id, line.account_id, line.company_id,
               line.currency_id, line.date, line.balance, line.amount_currency, contact.partner_id, move.journal_id
          FROM account_account account
          JOIN account_move_line line ON line.account_id = account.id AND line.parent_state = 'posted'
          JOIN account_move move ON move.id = line.move_id AND move.move_type NOT IN %(invoices)s
          JOIN contact ON contact.id = line.partner_id
         WHERE account.account_type = 'asset_receivable'
        """,
        invoices=CUSTOMER_MOVES,
    )


def _receipts():
    """Return the entry lines with what they are, and which part of them is written off."""
    return SQL(
        """
        SELECT line.id, line.move_id, line.payment_id, line.account_id, line.company_id, line.currency_id, line.date,
               -line.balance AS amount, -line.amount_currency AS amount_currency, line.partner_id,
               currency.decimal_places AS places, home.decimal_places AS home_places,
               entry.kind,
               CASE WHEN line.balance < 0 AND result.whole < 0 AND entry.kind NOT IN ('exchange', 'opening_entry')
                    THEN LEAST(GREATEST(-result.profit_and_loss / result.whole, 0), 1) ELSE 0 END AS written_off
          FROM receipt_line line
          JOIN res_company company ON company.id = line.company_id
          JOIN res_currency currency ON currency.id = line.currency_id
          JOIN res_currency home ON home.id = company.currency_id
          JOIN (%(results)s) result ON result.move_id = line.move_id
         CROSS JOIN LATERAL (SELECT %(kind)s AS kind) entry
        """,
        kind=kind_of_entry(),
        results=_results_of_moves(),
    )


def kind_of_entry():
    """Return what a ``line`` in ``company`` is: an exchange difference, a payment, an opening …"""
    return SQL(
        """
        CASE WHEN line.journal_id = company.currency_exchange_journal_id
               OR EXISTS (SELECT FROM account_partial_reconcile exchange
                           WHERE exchange.exchange_move_id = line.move_id) THEN 'exchange'
             WHEN line.payment_id IS NOT NULL THEN 'payment'
             WHEN line.statement_line_id IS NOT NULL THEN 'bank'
             WHEN line.move_id = company.account_opening_move_id OR result.is_opening THEN 'opening_entry'
             ELSE 'entry' END
        """
    )


def _results_of_moves():
    """Return what each entry books to profit and loss, to receivables, and whether it opens the books."""
    return SQL(
        """
        SELECT other.move_id,
               COALESCE(SUM(other.balance) FILTER (
                   WHERE account.account_type LIKE 'income%%' OR account.account_type LIKE 'expense%%'), 0)
                   AS profit_and_loss,
               SUM(other.balance) FILTER (WHERE account.account_type = 'asset_receivable') AS whole,
               COALESCE(BOOL_OR(account.account_type = 'equity_unaffected'), FALSE) AS is_opening
          FROM (SELECT DISTINCT move_id FROM receipt_line) entry
          JOIN account_move_line other ON other.move_id = entry.move_id
          JOIN account_account account ON account.id = other.account_id
         GROUP BY other.move_id
        """
    )


def _matched(end):
    """Return every match of a receipt with an invoice by contract."""
    return SQL(
        """
        SELECT receipt.id, share.contract_id, %(amount)s AS part, %(amount_currency)s AS part_currency
          FROM (
               SELECT receipt.id, receipt.places, receipt.home_places, match.debit_move_id AS other_id,
                      match.amount, match.credit_amount_currency AS amount_currency, match.max_date
                 FROM receipt
                 JOIN account_partial_reconcile match ON match.credit_move_id = receipt.id
                UNION ALL
               SELECT receipt.id, receipt.places, receipt.home_places, match.credit_move_id,
                      -match.amount, -match.debit_amount_currency, match.max_date
                 FROM receipt
                 JOIN account_partial_reconcile match ON match.debit_move_id = receipt.id
          ) receipt
          JOIN account_move_line other ON other.id = receipt.other_id
          JOIN share ON share.move_id = other.move_id AND share.contract_id IS NOT NULL
         WHERE receipt.max_date <= %(end)s
        """,
        amount=part_of(
            SQL("receipt.amount"), SQL("share.low"), SQL("share.high"), SQL("receipt.home_places")
        ),
        amount_currency=part_of(
            SQL("receipt.amount_currency"), SQL("share.low"), SQL("share.high"), SQL("receipt.places")
        ),
        end=end,
    )


def collected():
    """Collected: every receipt by contract; what it books to profit and loss is a write-off of its own."""
    written = SQL("ROUND((part.amount * part.written_off)::numeric, part.home_places)")
    written_currency = SQL("ROUND((part.amount_currency * part.written_off)::numeric, part.places)")
    return SQL(
        """
        SELECT %(columns)s
          FROM receipt_part part
         CROSS JOIN LATERAL (
               VALUES (8, part.kind, part.amount - %(written)s, part.amount_currency - %(written_currency)s),
                      (9, 'writeoff', %(written)s, %(written_currency)s)
         ) entry(branch, kind, amount, amount_currency)
         WHERE entry.amount != 0 OR entry.amount_currency != 0
        """,
        columns=select_columns(
            id=entry_id(SQL("part.id"), SQL("entry.branch"), SQL("part.number")),
            kind=SQL("entry.kind"),
            sequence=SQL("5"),
            company_id=SQL("part.company_id"),
            partner_id=SQL("part.partner_id"),
            contract_id=SQL("part.contract_id"),
            date=SQL("part.date"),
            move_id=SQL("part.move_id"),
            line_id=SQL("part.id"),
            payment_id=SQL("part.payment_id"),
            account_id=SQL("part.account_id"),
            currency_id=SQL("part.currency_id"),
            collected=SQL("entry.amount"),
            collected_currency=SQL("entry.amount_currency"),
        ),
        written=written,
        written_currency=written_currency,
    )
