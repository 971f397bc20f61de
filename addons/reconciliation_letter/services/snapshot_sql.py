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
# What the ledger says, to be checked again later.
BOOKS = """
    SELECT partner_id, currency_id, COALESCE(SUM(amount) FILTER (WHERE kind <> 'transfer'), 0) AS ledger_closing,
           COALESCE(SUM(amount) FILTER (WHERE kind = 'transfer'), 0) AS transferred, %(mark)s AS mark
      FROM movements GROUP BY partner_id, currency_id
"""
# One row per amount and the figure it belongs to.
FACTS = """
    SELECT partner_id, currency_id, amount, base, date >= %(period_start)s AND amount <> 0 AS moved,
           CASE WHEN date < %(period_start)s THEN 'opening' WHEN kind = 'invoice' THEN 'debit'
                WHEN kind = 'payment' THEN 'credit' ELSE 'adjust' END AS figure
      FROM movements
     UNION ALL
    SELECT partner_id, currency_id, amount, base, FALSE,
           CASE WHEN COALESCE(NULLIF(amount, 0), base) > 0 THEN 'invoiced_open' ELSE 'advance' END
      FROM open_items
     UNION ALL
    SELECT partner_id, currency_id, amount, base, FALSE,
           (ARRAY['not_due', 'due_1_30', 'due_31_60', 'due_61_90', 'due_over_90'])
           [WIDTH_BUCKET(%(cutoff)s - due_date, ARRAY[1, 31, 61, 91]) + 1]
      FROM open_items WHERE COALESCE(NULLIF(amount, 0), base) > 0
     UNION ALL
    SELECT partner_id, currency_id, amount, base, amount <> 0,
           CASE WHEN before THEN 'uninvoiced_before' ELSE 'uninvoiced' END
      FROM uninvoiced
"""
SUMS = ("opening", "debit", "credit", "adjust", "invoiced_open", "uninvoiced", "advance", *BUCKETS)

SECTIONS = """
    INSERT INTO reconciliation_letter_section
           (letter_id, company_id, currency_id, sequence, opening_change, ledger_closing, transferred, mark,
            create_uid, create_date, write_uid, write_date, %(figures)s)
    SELECT letters.id, %(company)s, figures.currency_id,
           CASE WHEN figures.currency_id = %(currency)s THEN 0 ELSE figures.currency_id END,
           CASE WHEN letters.previous_id IS NULL THEN 0 ELSE figures.opening - COALESCE(before.closing, 0) END,
           COALESCE(books.ledger_closing, 0), COALESCE(books.transferred, 0), COALESCE(books.mark, '0'),
           %(uid)s, %(now)s, %(uid)s, %(now)s, %(values)s
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
           (letter_id, section_id, company_id, currency_id, sequence, date, due_date, reference, kind, amount, balance,
            residual, res_model, res_id)
    SELECT sections.letter_id, sections.id, %(company)s, sections.currency_id, ROW_NUMBER() OVER in_order,
           row.date, row.due_date, row.reference, row.kind, row.amount,
           sections.opening + SUM(row.amount) OVER in_order, row.residual, row.res_model, row.res_id
      FROM (SELECT moved.partner_id, moved.currency_id, moved.date, moved.due_date, moved.kind, moved.amount,
                   COALESCE(open_items.amount, 0) AS residual, %(reference)s AS reference,
                   'account.move' AS res_model, moved.move_id AS res_id, moved.line_id
              FROM movements moved
              JOIN account_move move ON move.id = moved.move_id
              LEFT JOIN open_items ON open_items.id = moved.line_id
             WHERE moved.date >= %(period_start)s AND moved.amount <> 0
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
    parts["closing"] = SQL(
        "%s + %s - (%s) + %s", parts["opening"], parts["debit"], parts["credit"], parts["adjust"]
    )
    parts["overdue"] = SQL(" + ").join(parts[bucket] for bucket in BUCKETS[1:])
    return [SQL("%s AS %s", parts[figure], SQL.identifier(prefix + figure)) for figure in FIGURES]
