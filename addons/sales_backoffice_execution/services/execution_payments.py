"""SQL of what became of the invoices of contracts: collected, settled otherwise, due, overdue, collected late.

An invoice may bill several contracts. Every amount of it is shared out over its lines in proportion to their totals,
tax included, each part being the difference of two rounded running totals: the parts of an invoice always add up to it.
"""

from odoo.tools import SQL

from .execution_documents import item_cancels_quantity, rate

# what of an invoice is shared out over its lines
SHARED = ("collected", "moved_otherwise", "due", "overdue", "late", "late_weight", "collected_before")


def payment_queries(window):
    """Return the ``WITH`` queries from ``instalment`` to ``billed``, the quantity billed on each order line."""
    return SQL(
        """
        instalment AS MATERIALIZED (%s),
        matched AS MATERIALIZED (%s),
        settled AS MATERIALIZED (%s),
        share AS MATERIALIZED (%s),
        billed AS MATERIALIZED (%s)
        """,
        _instalments(),
        _matched(window),
        _settled(window),
        _shares(),
        _billed(),
    )


def _instalments():
    """Return the receivable lines of posted invoices; those of credit notes are negative."""
    return SQL(
        """
        SELECT line.id, line.move_id, bill.is_before, COALESCE(line.date_maturity, line.date) AS due_day,
               line.amount_currency::numeric AS amount
          FROM bill
          JOIN account_move_line line ON line.move_id = bill.id AND line.display_type = 'payment_term'
         WHERE bill.is_posted
        """
    )


def _matched(window):
    """Return what was matched with each instalment by the day: with money, or with something else.

    Money: an entry of a payment, a bank statement or a bank or cash journal; the rest settles without being collected.
    """
    return SQL(
        """
        SELECT part.id,
               SUM(part.amount) AS settled,
               SUM(part.amount) FILTER (WHERE part.is_money) AS collected,
               SUM(part.amount) FILTER (WHERE part.is_money AND part.is_before) AS collected_before,
               SUM(part.amount) FILTER (WHERE part.is_money AND part.amount > 0 AND part.day > part.due_day) AS late,
               SUM(part.amount * (part.day - part.due_day))
                   FILTER (WHERE part.is_money AND part.amount > 0 AND part.day > part.due_day) AS late_weight,
               MAX(part.day) FILTER (WHERE part.is_money AND part.amount > 0) AS last_day
          FROM (
            SELECT instalment.id, instalment.due_day, pair.amount, pair.max_date AS day,
                   instalment.is_before AND %(before)s AS is_before,
                   other.payment_id IS NOT NULL OR other.statement_line_id IS NOT NULL
                       OR journal.type IN ('bank', 'cash', 'credit') AS is_money
              FROM (
                SELECT instalment.id, partial.debit_amount_currency::numeric AS amount, partial.max_date,
                       partial.credit_move_id AS other_id
                  FROM instalment
                  JOIN account_partial_reconcile partial ON partial.debit_move_id = instalment.id
                 UNION ALL
                SELECT instalment.id, -partial.credit_amount_currency::numeric, partial.max_date, partial.debit_move_id
                  FROM instalment
                  JOIN account_partial_reconcile partial ON partial.credit_move_id = instalment.id
              ) pair
              JOIN instalment ON instalment.id = pair.id
              JOIN account_move_line other ON other.id = pair.other_id
              LEFT JOIN account_journal journal ON journal.id = other.journal_id
             WHERE pair.max_date <= %(at)s
          ) part
         GROUP BY part.id
        """,
        at=window.at,
        before=window.is_before(SQL("pair.max_date")),
    )


def _settled(window):
    """Return per invoice what is to be shared out; ``is_all_due`` when nothing open falls due later."""
    return SQL(
        """
        SELECT open.move_id,
               SUM(open.collected) AS collected,
               SUM(open.settled - open.collected) AS moved_otherwise,
               SUM(open.collected_before) AS collected_before,
               SUM(open.late) AS late,
               SUM(open.late_weight) AS late_weight,
               MAX(open.last_day) AS last_collected_day,
               COALESCE(SUM(open.residual) FILTER (WHERE open.residual > 0 AND open.due_day <= %(at)s), 0) AS due,
               COALESCE(SUM(open.residual) FILTER (WHERE open.residual > 0 AND open.due_day < %(at)s), 0) AS overdue,
               COALESCE(BOOL_AND(open.due_day <= %(at)s) FILTER (WHERE open.residual > 0), FALSE) AS is_all_due,
               COALESCE(BOOL_AND(open.due_day < %(at)s) FILTER (WHERE open.residual > 0), FALSE) AS is_all_overdue,
               MIN(open.due_day) FILTER (WHERE open.residual > 0 AND open.due_day < %(at)s) AS oldest_due_day
          FROM (
            SELECT instalment.move_id, instalment.due_day, matched.last_day,
                   instalment.amount - COALESCE(matched.settled, 0) AS residual,
                   COALESCE(matched.settled, 0) AS settled,
                   COALESCE(matched.collected, 0) AS collected,
                   COALESCE(matched.collected_before, 0) AS collected_before,
                   COALESCE(matched.late, 0) AS late,
                   COALESCE(matched.late_weight, 0) AS late_weight
              FROM instalment
              LEFT JOIN matched ON matched.id = instalment.id
          ) open
         GROUP BY open.move_id
        """,
        at=window.at,
    )


SETTLED = (*SHARED, "oldest_due_day", "last_collected_day", "is_all_due", "is_all_overdue")


def _shares():
    """Return the invoice lines of our order lines with their share of everything, in the currency of the contract.

    A deposit is asked for in advance, or given back by a credit note; its deduction from an invoice is none.
    Converted at the rate of the day of the invoice, the collected part too: an invoice paid in full is collected in
    full, and a difference of exchange is not the customer's.
    """
    parts = SQL(", ").join(SQL("%s AS %s", _share(name), SQL.identifier(name)) for name in SHARED)
    return SQL(
        """
        SELECT doc.line_id, doc.contract_id, doc.contract_line_id, doc.is_posted, doc.is_before, doc.day, doc.quantity,
               doc.is_downpayment, doc.is_downpayment AND doc.part * doc.sign > 0 AS is_deposit,
               doc.oldest_due_day, doc.last_collected_day, doc.is_all_due, doc.is_all_overdue,
               CASE WHEN doc.is_same THEN doc.amount ELSE ROUND(doc.amount * doc.rate, doc.contract_places) END
                   AS amount,
               %(parts)s
          FROM (
            SELECT item.line_id, item.move_id, item.part, item.upto, item.whole, item.places, item.sign,
                   item.is_posted, item.is_before, item.day, item.contract_places, item.is_downpayment,
                   item.contract_id, item.contract_line_id,
                   item.part + CASE WHEN item.is_last THEN item.total - item.whole ELSE 0 END AS amount,
                   item.sign * CASE WHEN NOT %(cancels_quantity)s THEN NULL
                                    WHEN item.product_uom_id = item.ordered_uom_id THEN item.quantity
                                    ELSE item.quantity * COALESCE(uom.factor / NULLIF(item.factor, 0), 1) END
                       AS quantity,
                   settled.*, %(rate)s AS rate, item.currency_id = contract.currency_id AS is_same
              FROM (%(items)s) item
              JOIN contract ON contract.id = item.contract_id
              LEFT JOIN uom_uom uom ON uom.id = item.product_uom_id
              LEFT JOIN (SELECT move_id AS settled_id, %(settled)s FROM settled) settled
                   ON settled.settled_id = item.move_id
            OFFSET 0
          ) doc
        """,
        parts=parts,
        items=_billing_items(),
        cancels_quantity=item_cancels_quantity(),
        settled=SQL(", ").join(map(SQL.identifier, SETTLED)),
        rate=rate(SQL("item.currency_id"), SQL("contract.currency_id"), SQL("item.root_id"), SQL("item.day")),
    )


def _billing_items():
    """Return the invoice lines of our order lines with what is to be known of both."""
    return SQL(
        """
        SELECT item.*, bill.places, bill.sign, bill.total, bill.is_posted, bill.is_before, bill.day,
               bill.currency_id, bill.root_id, bill.move_type, bill.credit_note_effect,
               order_line.factor, order_line.product_uom_id AS ordered_uom_id, order_line.places AS contract_places,
               order_line.is_downpayment, order_line.contract_id, order_line.contract_line_id,
               CASE WHEN bill.move_type = 'out_refund'
                    THEN ABS(order_line.price_unit) * (1 - COALESCE(order_line.discount, 0) / 100) END
                   AS ordered_price
          FROM item
          JOIN bill ON bill.id = item.move_id
          JOIN order_line ON order_line.id = item.line_id
        """
    )


def _share(name):
    """Return the share of the line ``doc`` in an amount of its invoice, in the currency of the contract.

    The common cases come first: nothing, all of it, no conversion. Dividing and rounding is what takes the time.
    """
    amount = SQL.identifier("doc", name)
    part = SQL(
        """ROUND(%(amount)s * doc.upto / doc.whole, doc.places)
           - ROUND(%(amount)s * (doc.upto - doc.part) / doc.whole, doc.places)""",
        amount=amount,
    )
    return SQL(
        """CASE WHEN %(amount)s != 0 AND doc.whole != 0
                THEN CASE WHEN NOT doc.is_same THEN ROUND((%(part)s) * doc.rate, doc.contract_places)
                          WHEN %(amount)s = doc.whole THEN doc.part
                          ELSE %(part)s END END""",
        amount=amount,
        part=part,
    )


def _billed():
    """Return the quantity billed on each order line."""
    return SQL(
        """
        SELECT share.line_id, SUM(share.quantity) AS quantity
          FROM share
         WHERE share.is_posted AND NOT share.is_downpayment
         GROUP BY share.line_id
        """
    )


def money_by(key):
    """Return what was billed and what became of it, in the currency of the contract, per ``key`` of the shares.

    What is not due yet is never a rounding difference: where all that is open is due, the line's whole receivable is.
    """
    receivable = SQL("share.amount - COALESCE(share.collected, 0) - COALESCE(share.moved_otherwise, 0)")
    return SQL(
        """
        SELECT %(key)s AS key_id,
               SUM(share.amount) FILTER (WHERE share.is_posted) AS amount,
               SUM(share.amount) FILTER (WHERE share.is_posted AND share.is_before) AS amount_before,
               SUM(share.amount) FILTER (WHERE NOT share.is_posted) AS draft,
               SUM(share.amount) FILTER (WHERE share.is_posted AND share.is_downpayment) AS downpayment,
               SUM(share.collected) AS collected,
               SUM(share.collected_before) AS collected_before,
               SUM(share.moved_otherwise) AS moved_otherwise,
               SUM(CASE WHEN share.is_all_due THEN %(receivable)s ELSE share.due END) AS due,
               SUM(CASE WHEN share.is_all_overdue THEN %(receivable)s ELSE share.overdue END) AS overdue,
               SUM(share.late) AS late,
               SUM(share.late_weight) AS late_weight,
               SUM(share.collected) FILTER (WHERE share.is_deposit) AS deposit,
               MAX(share.day) FILTER (WHERE share.is_posted) AS last_day,
               MAX(share.last_collected_day) AS last_collected_day,
               MIN(share.oldest_due_day) AS oldest_due_day
          FROM share
         GROUP BY %(key)s
        """,
        key=SQL.identifier("share", key),
        receivable=receivable,
    )
