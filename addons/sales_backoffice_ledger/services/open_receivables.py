"""SQL of receivables by contract: open instalments and deliveries no invoice covers, from the credit documents."""

from odoo.tools import SQL

from odoo.addons.sales_backoffice.services import exposure_documents, exposure_figures, order_documents

from ..rules.ageing import KEYS, STARTS
from .ledger_columns import IDS_PER_SOURCE, part_of
from .past_documents import past_order_queries, past_receivables, residuals

SMALL_CHANGE = 0.05  # what roundings may leave between an order and its deliveries


def receivable_lines(horizon):
    """Return one row per open instalment and contract, per unallocated credit and per uninvoiced delivery.

    Now they are the very documents of credit control (buckets A and B); of a past day the same rules apply to what
    was posted and moved until then.
    """
    return SQL(
        """
        WITH contact AS MATERIALIZED (
            SELECT id, commercial_partner_id AS partner_id FROM res_partner WHERE %(partners)s
        ),
        company AS MATERIALIZED (
            SELECT id, COALESCE(NULLIF(split_part(parent_path, '/', 1), '')::int, id) AS root_id FROM res_company
        ),
        %(order_queries)s,
        %(residual)s,
        receivable AS MATERIALIZED (%(receivables)s),
        uncovered AS MATERIALIZED (%(orders)s),
        late AS MATERIALIZED (%(late)s),
        share AS MATERIALIZED (%(shares)s),
        document AS (%(documents)s)
        %(rows)s
        """,
        partners=SQL("TRUE")
        if horizon.partners is None
        else SQL("commercial_partner_id = ANY(%s)", list(horizon.partners)),
        order_queries=past_order_queries(horizon.end, horizon.tz)
        if horizon.is_past
        else order_documents.order_queries(),
        residual=SQL("residual AS MATERIALIZED (%s)", residuals(horizon.end))
        if horizon.is_past
        else SQL("residual AS (SELECT id, amount_residual AS home_residual FROM account_move_line)"),
        receivables=past_receivables() if horizon.is_past else exposure_documents.receivables(),
        orders=order_documents.orders(),
        late=order_documents.uninvoiced_deliveries(horizon.tz),
        shares=_contract_shares(),
        documents=SQL("%s UNION ALL %s UNION ALL %s", _instalments(), _deliveries(), _rest_of_orders()),
        rows=_rows(horizon),
    )


def _contract_shares():
    """Return which part of each open invoice belongs to which contract, first to last; one row without lines."""
    return SQL(
        """
        SELECT part.move_id, part.contract_id, part.order_id, part.number,
               CASE WHEN part.whole != 0 THEN part.upto / part.whole ELSE 1 END AS high,
               CASE WHEN part.whole != 0 THEN (part.upto - part.weight) / part.whole
                    WHEN part.number = 1 THEN 0 ELSE 1 END AS low
          FROM (
            SELECT part.*, SUM(part.weight) OVER (PARTITION BY part.move_id) AS whole,
                   SUM(part.weight) OVER (PARTITION BY part.move_id ORDER BY part.contract_id NULLS LAST) AS upto,
                   ROW_NUMBER() OVER (PARTITION BY part.move_id ORDER BY part.contract_id NULLS LAST) AS number
              FROM (
                SELECT open.move_id, COALESCE(agreed.contract_id, sale.contract_id) AS contract_id,
                       MIN(sale.id) AS order_id, COALESCE(SUM(item.price_total), 0) AS weight
                  FROM (SELECT DISTINCT move_id FROM receivable) open
                  LEFT JOIN account_move_line item ON item.move_id = open.move_id AND item.display_type = 'product'
                  LEFT JOIN LATERAL (
                       SELECT MIN(order_line_id) AS id FROM sale_order_line_invoice_rel WHERE invoice_line_id = item.id
                  ) link ON TRUE
                  LEFT JOIN sale_order_line sold ON sold.id = link.id
                  LEFT JOIN sale_contract_line agreed ON agreed.id = sold.contract_line_id
                  LEFT JOIN sale_order sale ON sale.id = sold.order_id
                 GROUP BY 1, 2
              ) part
          ) part
        """
    )


def _instalments():
    """A: open receivables by contract; a credit not yet allocated is negative."""
    return SQL(
        """
        SELECT doc.line_id::bigint * %(per_source)s + share.number * 10 + 1 AS id,
               CASE WHEN doc.bucket = 'receivable' THEN 'invoice' ELSE doc.bucket END AS kind, doc.bucket,
               doc.partner_id, doc.document_company_id AS company_id, doc.currency_id, share.contract_id,
               share.order_id, doc.move_id, doc.line_id, doc.payment_id, NULL::int AS picking_id, doc.date,
               doc.date_maturity, doc.delivery_date, doc.statement_date, doc.follows_term,
               %(amount)s AS residual_currency, %(home)s AS residual,
               0::numeric AS uninvoiced_currency, 0::numeric AS uninvoiced
          FROM receivable doc
          JOIN share ON share.move_id = doc.move_id
          JOIN residual ON residual.id = doc.line_id
          JOIN res_company company ON company.id = doc.document_company_id
          JOIN res_currency currency ON currency.id = doc.currency_id
          JOIN res_currency home ON home.id = company.currency_id
        """,
        per_source=IDS_PER_SOURCE,
        amount=part_of(
            SQL("doc.amount"), SQL("share.low"), SQL("share.high"), SQL("currency.decimal_places")
        ),
        home=part_of(
            SQL("residual.home_residual"), SQL("share.low"), SQL("share.high"), SQL("home.decimal_places")
        ),
    )


def _uncovered():
    """Return what of each order is delivered and not invoiced, with what its deliveries take of it."""
    return SQL(
        """
        SELECT delivery.*,
               LEAST(delivery.amount, GREATEST(delivery.whole - delivery.newer, 0))
                   -- the newest takes the cents that rounding line by line left
                   + CASE WHEN delivery.newer = 0 AND delivery.whole > delivery.total
                           AND delivery.whole - delivery.total < %(small)s
                          THEN delivery.whole - delivery.total ELSE 0 END AS taken
          FROM (
            SELECT late.order_id, late.picking_id, late.date, late.amount, whole.amount AS whole,
                   SUM(late.amount) OVER (PARTITION BY late.order_id) AS total,
                   COALESCE(SUM(late.amount) OVER (
                       PARTITION BY late.order_id ORDER BY late.date DESC, late.picking_id DESC
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS newer
              FROM (SELECT order_id, picking_id, date, SUM(amount) AS amount FROM late GROUP BY 1, 2, 3) late
              JOIN uncovered whole ON whole.order_id = late.order_id AND whole.bucket = 'delivered'
          ) delivery
        """,
        small=SMALL_CHANGE,
    )


def _order_document(**values):
    """Return the columns of an uninvoiced part of an order."""
    return SQL(
        """
        %(id)s AS id, 'delivery' AS kind, 'late' AS bucket, whole.partner_id, whole.document_company_id AS company_id,
        whole.currency_id, sale.contract_id, whole.order_id, NULL::int AS move_id, NULL::int AS line_id,
        NULL::int AS payment_id, %(picking)s AS picking_id, %(date)s AS date, %(date)s AS date_maturity,
        %(date)s AS delivery_date, %(date)s AS statement_date, TRUE AS follows_term,
        0::numeric AS residual_currency, 0::numeric AS residual, %(amount)s AS uninvoiced_currency,
        ROUND((%(amount)s / COALESCE(NULLIF(sale.currency_rate, 0), 1))::numeric, home.decimal_places) AS uninvoiced
        """,
        **values,
    )


def _deliveries():
    """B by delivery: a draft invoice or a down payment covers the oldest first."""
    return SQL(
        """
        SELECT %(columns)s
          FROM (%(taken)s) part
          JOIN uncovered whole ON whole.order_id = part.order_id AND whole.bucket = 'delivered'
          JOIN sale_order sale ON sale.id = part.order_id
          JOIN res_company company ON company.id = sale.company_id
          JOIN res_currency home ON home.id = company.currency_id
         WHERE part.taken != 0
        """,
        columns=_order_document(
            id=SQL(
                """(part.picking_id::bigint * %s
                    + ROW_NUMBER() OVER (PARTITION BY part.picking_id ORDER BY part.order_id, part.date) * 10 + 2)""",
                IDS_PER_SOURCE,
            ),
            picking=SQL("part.picking_id"),
            date=SQL("part.date"),
            amount=SQL("part.taken"),
        ),
        taken=_uncovered(),
    )


def _rest_of_orders():
    """B without a delivery: services delivered by hand, from the day of the order."""
    return SQL(
        """
        SELECT %(columns)s
          FROM uncovered whole
          LEFT JOIN (SELECT order_id, SUM(taken) AS taken FROM (%(taken)s) part GROUP BY order_id) part
               ON part.order_id = whole.order_id
          JOIN sale_order sale ON sale.id = whole.order_id
          JOIN res_company company ON company.id = sale.company_id
          JOIN res_currency home ON home.id = company.currency_id
         WHERE whole.bucket = 'delivered' AND whole.amount > COALESCE(part.taken, 0)
        """,
        columns=_order_document(
            id=SQL("(whole.order_id::bigint * %s + 3)", IDS_PER_SOURCE),
            picking=SQL("NULL::int"),
            date=SQL("whole.date"),
            amount=SQL("(whole.amount - COALESCE(part.taken, 0))"),
        ),
        taken=_uncovered(),
    )


def _rows(horizon):
    """Return the select that adds to each document its due day, its age, its people, promise and dispute."""
    late = SQL("(%s - doc.date_due)", horizon.end)
    bucket = SQL("CASE %s ELSE %s END", _bucket_cases(late), KEYS[0])
    return SQL(
        """
        SELECT doc.*, company.currency_id AS company_currency_id, customer.user_id AS salesperson_id,
               agreed.assistant_id, agreed.user_id AS contract_user_id,
               doc.residual + doc.uninvoiced AS amount,
               doc.residual_currency + doc.uninvoiced_currency AS amount_currency,
               GREATEST(%(late)s, 0) AS days_overdue,
               CASE WHEN doc.date_due IS NULL THEN 'unallocated' ELSE %(bucket)s END AS age,
               CASE WHEN doc.date_due < %(end)s THEN doc.residual + doc.uninvoiced ELSE 0 END AS overdue_amount,
               promise.id AS promise_id, promise.date_promised, promise.amount AS promised_amount, promise.note,
               dispute.id AS dispute_id, COALESCE(dispute.state = 'approved', FALSE) AS is_disputed
          FROM (
            SELECT doc.*, COALESCE(%(due)s, CASE WHEN doc.bucket IN ('receivable', 'late') THEN doc.date_maturity END)
                       AS date_due
              FROM document doc
              JOIN company ON company.id = doc.company_id
              LEFT JOIN LATERAL (
                   SELECT term_rule, term_days, FALSE AS exclude_disputed FROM credit_profile
                    WHERE partner_id = doc.partner_id AND company_id = company.root_id AND active
                    LIMIT 1
              ) profile ON TRUE
          ) doc
          JOIN res_company company ON company.id = doc.company_id
          JOIN res_partner customer ON customer.id = doc.partner_id
          LEFT JOIN sale_contract agreed ON agreed.id = doc.contract_id
          LEFT JOIN LATERAL (%(promise)s) promise ON TRUE
          LEFT JOIN LATERAL (%(dispute)s) dispute ON TRUE
        """,
        late=late,
        bucket=bucket,
        end=horizon.end,
        due=exposure_figures.due_date(horizon.end),
        promise=_promise(horizon),
        dispute=_dispute(horizon),
    )


def _bucket_cases(late):
    """Return the cases of ``rules.ageing.key_of``, the oldest first."""
    pairs = list(zip(STARTS, KEYS[1:], strict=True))
    return SQL(" ").join(SQL("WHEN %s >= %s THEN %s", late, start, key) for start, key in reversed(pairs))


def _promise(horizon):
    """Return the last promise for the invoice, or for the order while there is none."""
    return SQL(
        """
        SELECT promise.id, promise.date_promised, promise.amount, promise.note
          FROM receivable_promise promise
         WHERE promise.active
           AND doc.bucket IN ('receivable', 'late')
           AND promise.date_made <= %(end)s
           AND CASE WHEN doc.move_id IS NOT NULL THEN promise.move_id = doc.move_id
                    ELSE promise.move_id IS NULL AND promise.order_id = doc.order_id END
         ORDER BY promise.date_made DESC, promise.id DESC
         LIMIT 1
        """,
        end=horizon.end,
    )


def _dispute(horizon):
    return SQL(
        """
        SELECT dispute.id, dispute.state
          FROM credit_dispute dispute
         WHERE dispute.move_id = doc.move_id
           AND dispute.state IN ('draft', 'submitted', 'approved')
           AND COALESCE(dispute.date_to >= %(end)s, TRUE)
         ORDER BY dispute.state, dispute.id DESC
         LIMIT 1
        """,
        end=horizon.end,
    )
