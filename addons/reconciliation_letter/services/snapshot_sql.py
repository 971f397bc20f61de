"""The statement that writes the figures of drafts, in named fragments; ``letter_snapshot`` puts them together."""

from odoo.tools import SQL

from ..models.figures import BUCKETS, FIGURES

# The letters to fill in, and the letter that should have ended where they begin.
LETTERS = """
    SELECT letter.id, letter.partner_id, previous.id AS previous_id
      FROM reconciliation_letter letter
      LEFT JOIN reconciliation_letter previous
             ON previous.company_id = letter.company_id AND previous.partner_id = letter.partner_id
            AND previous.kind = letter.kind AND previous.cutoff = letter.period_start - 1
            AND previous.state NOT IN ('draft', 'superseded', 'cancelled')
     WHERE letter.id = ANY(%(letters)s)
"""
UNINVOICED = """
    SELECT * FROM UNNEST(%(before)s::boolean[], %(partners)s::integer[], %(currencies)s::integer[], %(dates)s::date[],
                         %(dues)s::date[], %(references)s::varchar[], %(models)s::varchar[], %(ids)s::integer[],
                         %(amounts)s::numeric[], %(bases)s::numeric[])
           AS row (before, partner_id, currency_id, date, due_date, reference, res_model, res_id, amount, base)
"""
# What changed of each delivery without invoice from the first day to the cut-off.
UNINVOICED_MOVES = """
    SELECT partner_id, currency_id, GREATEST(MIN(date), %(period_start)s) AS date, MIN(due_date) AS due_date,
           MIN(reference) AS reference, res_model, res_id,
           SUM(CASE WHEN before THEN -amount ELSE amount END) AS amount,
           SUM(CASE WHEN before THEN 0 ELSE amount END) AS residual
      FROM uninvoiced GROUP BY partner_id, currency_id, res_model, res_id
    HAVING SUM(CASE WHEN before THEN -amount ELSE amount END) <> 0
"""
# What the ledger says: what the letter starts from, and what is checked again later.
BOOKS = """
    SELECT partner_id, currency_id, COALESCE(SUM(amount) FILTER (WHERE date < %(period_start)s), 0) AS opening,
           COALESCE(SUM(base) FILTER (WHERE date < %(period_start)s), 0) AS base_opening,
           COALESCE(SUM(amount) FILTER (WHERE NOT transfer), 0) AS ledger_closing,
           COALESCE(SUM(amount) FILTER (WHERE transfer), 0) AS transferred, %(mark)s AS mark
      FROM movements GROUP BY partner_id, currency_id
"""
# The movements of the period, with what the partner knows of them.
PERIOD = """
    SELECT moved.line_id, moved.move_id, moved.partner_id, moved.currency_id, moved.date, moved.due_date,
           moved.amount, moved.base, %(reference)s AS reference,
           CASE WHEN moved.transfer THEN 'transfer'
                WHEN move.move_type IN ('out_invoice', 'out_receipt', 'in_invoice', 'in_receipt') THEN 'invoice'
                WHEN move.move_type = 'in_refund' AND move.is_quality_deduction THEN 'deduction'
                WHEN move.move_type IN ('out_refund', 'in_refund') THEN 'refund'
                WHEN move.origin_payment_id IS NOT NULL OR move.statement_line_id IS NOT NULL
                  OR journal.type IN ('bank', 'cash', 'credit') THEN 'payment'
                ELSE 'other' END AS kind
      FROM movements moved
      JOIN account_move move ON move.id = moved.move_id
      JOIN account_journal journal ON journal.id = move.journal_id
     WHERE moved.date >= %(period_start)s
"""
# One row per amount and the figure it belongs to.
FACTS = """
    SELECT partner_id, currency_id, opening AS amount, base_opening AS base, FALSE AS moved, 'opening' AS figure
      FROM books
     UNION ALL
    SELECT partner_id, currency_id, amount, base, amount <> 0,
           CASE kind WHEN 'invoice' THEN 'debit' WHEN 'payment' THEN 'credit' ELSE 'adjust' END
      FROM period
     UNION ALL
    SELECT partner_id, currency_id, amount, base, FALSE,
           CASE WHEN COALESCE(NULLIF(amount, 0), base) < 0
                THEN CASE WHEN %(is_deduction)s THEN 'deduction' ELSE 'advance' END
                ELSE (ARRAY['not_due', 'due_1_30', 'due_31_60', 'due_61_90', 'due_over_90'])
                     [WIDTH_BUCKET(%(cutoff)s - due_date, ARRAY[1, 31, 61, 91]) + 1] END
      FROM open_items
     UNION ALL
    SELECT partner_id, currency_id, amount, base, amount <> 0,
           CASE WHEN before THEN 'uninvoiced_before' ELSE 'uninvoiced' END
      FROM uninvoiced
"""
SUMS = ("opening", "debit", "credit", "adjust", "uninvoiced", "advance", "deduction", *BUCKETS)
# Whether an open item is a credit note for defects; customers have none, so nothing is looked up for them.
IS_DEDUCTION = {
    "receivable": "FALSE",
    "payable": """id IN (SELECT ledger.id FROM ledger JOIN account_move move ON move.id = ledger.move_id
                          WHERE move.is_quality_deduction AND move.move_type = 'in_refund')""",
}

SECTIONS = """
    INSERT INTO reconciliation_letter_section
           (letter_id, currency_id, sequence, opening_change, ledger_closing, transferred, mark, %(figures)s)
    SELECT letters.id, figures.currency_id,
           CASE WHEN figures.currency_id = %(currency)s THEN 0 ELSE figures.currency_id END,
           CASE WHEN letters.previous_id IS NULL THEN 0 ELSE figures.opening - COALESCE(before.closing, 0) END,
           COALESCE(books.ledger_closing, 0), COALESCE(books.transferred, 0), COALESCE(books.mark, '0'),
           %(values)s
      FROM letters
      JOIN figures ON figures.partner_id = letters.partner_id
      LEFT JOIN books ON books.partner_id = figures.partner_id AND books.currency_id = figures.currency_id
      LEFT JOIN reconciliation_letter_section before
             ON before.letter_id = letters.previous_id AND before.currency_id = figures.currency_id
     WHERE figures.moved OR figures.closing <> 0
 RETURNING id, letter_id, currency_id, opening
"""
LINES = """
    INSERT INTO reconciliation_letter_line
           (letter_id, section_id, sequence, date, due_date, reference, kind, amount, balance, residual,
            res_model, res_id)
    SELECT sections.letter_id, sections.id, ROW_NUMBER() OVER in_order, row.date, row.due_date, row.reference,
           row.kind, row.amount, sections.opening + SUM(row.amount) OVER in_order, row.residual,
           row.res_model, row.res_id
      FROM (SELECT period.partner_id, period.currency_id, period.date, period.due_date, period.kind, period.amount,
                   COALESCE(open_items.amount, 0) AS residual, period.reference,
                   'account.move' AS res_model, period.move_id AS res_id, period.line_id
              FROM period LEFT JOIN open_items ON open_items.id = period.line_id
             WHERE period.amount <> 0
             UNION ALL
            SELECT partner_id, currency_id, date, due_date,
                   CASE WHEN amount > 0 THEN 'uninvoiced' ELSE 'uninvoiced_before' END,
                   amount, residual, reference, res_model, res_id, NULL
              FROM uninvoiced_moves) row
      JOIN letters ON letters.partner_id = row.partner_id
      JOIN sections ON sections.letter_id = letters.id AND sections.currency_id = row.currency_id
    WINDOW in_order AS (PARTITION BY sections.id
                        ORDER BY row.date, row.due_date NULLS LAST, row.reference, row.line_id, row.res_id)
"""
HEADERS = """
    UPDATE reconciliation_letter SET previous_id = total.previous_id, write_uid = %(uid)s, write_date = %(now)s,
           %(assignments)s
      FROM (SELECT letters.id, letters.previous_id, %(totals)s
              FROM letters LEFT JOIN figures ON figures.partner_id = letters.partner_id
             GROUP BY letters.id, letters.previous_id) total
     WHERE reconciliation_letter.id = total.id
"""


def figures_sql():
    """Return one row per partner and currency with every figure, in its currency and in the company's."""
    columns = [
        column
        for prefix, source in (("", "amount"), ("base_", "base"))
        for column in _columns(prefix, source)
    ]
    return SQL(
        "SELECT partner_id, currency_id, BOOL_OR(moved) AS moved, %s FROM facts GROUP BY partner_id, currency_id",
        SQL(", ").join(columns),
    )


def _columns(prefix, source):
    """Return the sums of one currency as SQL columns named ``prefix`` + figure."""

    def total(figure):
        return SQL("COALESCE(SUM(%s) FILTER (WHERE figure = %s), 0)", SQL.identifier(source), figure)

    before = total("uninvoiced_before")
    parts = {figure: total(figure) for figure in SUMS}
    parts["opening"] = SQL("%s + %s", parts["opening"], before)
    parts["debit"] = SQL("%s + %s - %s", parts["debit"], parts["uninvoiced"], before)
    parts["credit"] = SQL("- %s", parts["credit"])
    parts["advance"] = SQL("- %s", parts["advance"])
    parts["deduction"] = SQL("- %s", parts["deduction"])
    parts["closing"] = SQL(
        "%s + %s - (%s) + %s", parts["opening"], parts["debit"], parts["credit"], parts["adjust"]
    )
    parts["overdue"] = SQL(" + ").join(parts[bucket] for bucket in BUCKETS[1:])
    parts["invoiced_open"] = SQL(" + ").join(parts[bucket] for bucket in BUCKETS)
    return [SQL("%s AS %s", parts[figure], SQL.identifier(prefix + figure)) for figure in FIGURES]
