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
    with up to the day ``end``. What is not matched has no contract. Each match adds to its contract and takes from
    the rest, so that no join goes back to the receipts: their number is what grows.
    """
    return SQL(
        """
        receipt AS MATERIALIZED (%(lines)s),
        receipt_part AS (
            SELECT part.*,
                   ROW_NUMBER() OVER (PARTITION BY part.id ORDER BY part.contract_id NULLS FIRST) - 1 AS number
              FROM (
                SELECT %(columns)s, part.contract_id, SUM(part.amount) AS amount,
                       SUM(part.amount_currency) AS amount_currency
                  FROM (
                    SELECT %(columns)s, NULL::int AS contract_id, part.amount, part.amount_currency FROM receipt part
                     UNION ALL
                    SELECT %(columns)s, split.contract_id, split.sign * part.part, split.sign * part.part_currency
                      FROM (%(matched)s) part
                     CROSS JOIN LATERAL (VALUES (part.contract_id, 1), (NULL, -1)) split(contract_id, sign)
                  ) part
                 GROUP BY %(columns)s, part.contract_id
              ) part
        )
        """,
        lines=_receipt_lines(),
        columns=SQL(", ").join(SQL.identifier("part", name) for name in RECEIPT_COLUMNS),
        matched=_matched(end),
    )


def _receipt_lines():
    return SQL(
        """
        SELECT line.id, line.move_id, line.payment_id, line.account_id, line.company_id, line.currency_id, line.date,
               -line.balance AS amount, -line.amount_currency AS amount_currency, contact.partner_id,
               currency.decimal_places AS places, home.decimal_places AS home_places,
               entry.kind,
               CASE WHEN line.balance < 0 AND result.whole < 0 AND entry.kind NOT IN ('exchange', 'opening_entry')
                    THEN LEAST(GREATEST(-result.profit_and_loss / result.whole, 0), 1) ELSE 0 END AS written_off
          FROM account_account account
          JOIN account_move_line line ON line.account_id = account.id AND line.parent_state = 'posted'
          JOIN account_move move ON move.id = line.move_id AND move.move_type NOT IN %(invoices)s
          JOIN contact ON contact.id = line.partner_id
          JOIN res_company company ON company.id = line.company_id
          JOIN res_currency currency ON currency.id = line.currency_id
          JOIN res_currency home ON home.id = company.currency_id
         CROSS JOIN LATERAL (%(result)s) result
         CROSS JOIN LATERAL (SELECT %(kind)s AS kind) entry
         WHERE account.account_type = 'asset_receivable'
        """,
        kind=kind_of_entry(),
        invoices=CUSTOMER_MOVES,
        result=_result_of_move(),
    )


def kind_of_entry():
    """Return what a ``line`` of ``move`` in ``company`` is: an exchange difference, a payment, an opening …"""
    return SQL(
        """
        CASE WHEN move.journal_id = company.currency_exchange_journal_id
               OR EXISTS (SELECT FROM account_partial_reconcile exchange WHERE exchange.exchange_move_id = move.id)
                  THEN 'exchange'
             WHEN line.payment_id IS NOT NULL THEN 'payment'
             WHEN line.statement_line_id IS NOT NULL THEN 'bank'
             WHEN move.id = company.account_opening_move_id OR result.is_opening THEN 'opening_entry'
             ELSE 'entry' END
        """
    )


def _result_of_move():
    """Return what the entry books to profit and loss, to receivables, and whether it opens the books."""
    return SQL(
        """
        SELECT COALESCE(SUM(other.balance) FILTER (
                   WHERE account.account_type LIKE 'income%%' OR account.account_type LIKE 'expense%%'), 0)
                   AS profit_and_loss,
               SUM(other.balance) FILTER (WHERE account.account_type = 'asset_receivable') AS whole,
               COALESCE(BOOL_OR(account.account_type = 'equity_unaffected'), FALSE) AS is_opening
          FROM account_move_line other
          JOIN account_account account ON account.id = other.account_id
         WHERE other.move_id = move.id
        """
    )


def _matched(end):
    """Return every match of a receipt with an invoice by contract."""
    return SQL(
        """
        SELECT receipt.*, share.contract_id, %(amount)s AS part, %(amount_currency)s AS part_currency
          FROM receipt
         CROSS JOIN LATERAL (
               SELECT debit_move_id AS other_id, amount, credit_amount_currency AS amount_currency, max_date
                 FROM account_partial_reconcile WHERE credit_move_id = receipt.id
                UNION ALL
               SELECT credit_move_id, -amount, -debit_amount_currency, max_date
                 FROM account_partial_reconcile WHERE debit_move_id = receipt.id
         ) match
          JOIN account_move_line other ON other.id = match.other_id
          JOIN share ON share.move_id = other.move_id AND share.contract_id IS NOT NULL
         WHERE match.max_date <= %(end)s
        """,
        amount=part_of(SQL("match.amount"), SQL("share.low"), SQL("share.high"), SQL("receipt.home_places")),
        amount_currency=part_of(
            SQL("match.amount_currency"), SQL("share.low"), SQL("share.high"), SQL("receipt.places")
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
