"""SQL of the execution of contracts: one row per contract, or per line of it; in its currency, taxes included."""

from odoo.tools import SQL

from .execution_documents import document_queries
from .execution_facts import facts
from .execution_payments import payment_queries

AMOUNTS = (
    "amount_ordered",
    "amount_delivered",
    "amount_returned",
    "amount_invoiced",
    "amount_draft",
    "amount_collected",
    "amount_offset",
    "amount_receivable",
    "amount_due",
    "amount_overdue",
    "amount_late",
    "amount_uninvoiced",
    "amount_uncollected",
    "amount_remaining",
    "amount_deposit",
)
QUANTITIES = (
    "qty_ordered",
    "qty_delivered",
    "qty_returned",
    "qty_invoiced",
    "qty_uninvoiced",
    "qty_remaining",
)
DAYS = ("first_delivery", "last_delivery", "last_invoice", "last_collection", "oldest_due")
DERIVED = ("collection_rate", "progress", "late_days", "overdue_days", "execution_status")
FLOWS = ("ordered", "delivered", "returned", "invoiced", "collected")
PERIOD = tuple(f"period_{name}" for name in FLOWS)

# Summed from order lines to lines of the contract, and from there to the contract.
SUMMED = (
    *AMOUNTS[:12],
    "amount_deposit",
    *PERIOD,
    "late_weight",
    "goods",
    "goods_undelivered",
    *QUANTITIES[:5],
)
# A contract has products of several units: their quantities are added up per line only.
LINES_ONLY = {"qty_returned", "qty_invoiced", "qty_uninvoiced"}


def contract_figures(window):
    """Return one row per contract asked for; ``id`` is the contract's."""
    summed = SQL(", ").join(
        SQL("COALESCE(SUM(%s), 0) AS %s", SQL.identifier("part", name), SQL.identifier(name))
        for name in SUMMED
        if not name.startswith("qty_")
    )
    return SQL(
        """
        WITH %(queries)s
        SELECT total.*, %(derived)s
          FROM (
            SELECT contract.id, contract.id AS contract_id, master.amount_total AS amount_agreed,
                   agreed.amount_remaining, agreed.executed,
                   (%(uncollected)s) AS amount_uncollected, total.*
              FROM contract
              JOIN sale_contract master ON master.id = contract.id
              JOIN (
                SELECT contract.id AS total_id, %(summed)s, %(days)s
                  FROM contract
                  LEFT JOIN part ON part.contract_id = contract.id
                 GROUP BY contract.id
              ) total ON total.total_id = contract.id
              LEFT JOIN (%(agreed)s) agreed ON agreed.contract_id = contract.id
          ) total
        """,
        queries=_queries(window, [name for name in SUMMED if name not in LINES_ONLY]),
        summed=summed,
        days=_last_days("part"),
        uncollected=_uncollected(),
        agreed=_agreed_totals(),
        derived=_derived(window),
    )


def line_figures(window):
    """Return one row per line of the contracts asked for; ``id`` is the line's."""
    summed = SQL(", ").join(
        SQL("COALESCE(%s, 0) AS %s", SQL.identifier("part", name), SQL.identifier(name)) for name in SUMMED
    )
    days = SQL(", ").join(SQL.identifier("part", name) for name in DAYS)
    return SQL(
        """
        WITH %(queries)s
        SELECT total.*, (%(uncollected)s) AS amount_uncollected, %(derived)s
          FROM (
            SELECT agreed.id, agreed.contract_id, agreed.quantity AS qty_agreed, agreed.price_total AS amount_agreed,
                   agreed.qty_remaining, agreed.amount_remaining, agreed.executed, %(summed)s, %(days)s
              FROM agreed
              LEFT JOIN part ON part.contract_line_id = agreed.id
          ) total
        """,
        queries=_queries(window),
        summed=summed,
        days=days,
        uncollected=_uncollected(),
        derived=_derived(window),
    )


def _queries(window, summed=SUMMED):
    return SQL(
        """
        %s, %s,
        part AS MATERIALIZED (%s),
        agreed AS MATERIALIZED (%s)
        """,
        document_queries(window),
        payment_queries(window),
        _parts(summed),
        _agreed(),
    )


def _parts(summed):
    """Return the order lines summed per line of the contract; what calls off no line of it in a row of its own."""
    amounts = SQL(", ").join(
        SQL("SUM(%s) AS %s", SQL.identifier("fact", name), SQL.identifier(name)) for name in summed
    )
    return SQL(
        """
        SELECT fact.contract_id, fact.contract_line_id, %(amounts)s, %(days)s
          FROM (%(facts)s) fact
         GROUP BY fact.contract_id, fact.contract_line_id
        """,
        amounts=amounts,
        days=_last_days("fact"),
        facts=facts(),
    )


def _agreed():
    """Return the lines of the contracts: what remains to be called off, and the part executed at the agreed price."""
    return SQL(
        """
        SELECT line.id, line.contract_id, line.quantity, line.price_total::numeric,
               GREATEST(line.quantity - COALESCE(part.qty_ordered, 0), 0) AS qty_remaining,
               ROUND(line.price_total::numeric * GREATEST(line.quantity - COALESCE(part.qty_ordered, 0), 0)
                     / NULLIF(line.quantity, 0), contract.places) AS amount_remaining,
               line.price_total::numeric * COALESCE(part.qty_delivered, 0) / NULLIF(line.quantity, 0) AS executed
          FROM contract
          JOIN sale_contract_line line ON line.contract_id = contract.id
          LEFT JOIN part ON part.contract_line_id = line.id
        """
    )


def _agreed_totals():
    return SQL(
        """
        SELECT contract_id, SUM(amount_remaining) AS amount_remaining, SUM(executed) AS executed
          FROM agreed GROUP BY contract_id
        """
    )


def _uncollected():
    """Return the value of what was delivered and not paid: uninvoiced, or invoiced and open; deposits pay for it."""
    return SQL(
        """GREATEST(total.amount_uninvoiced + total.goods - total.goods_undelivered
                    - total.amount_collected - total.amount_offset, 0)"""
    )


def _last_days(alias):
    return SQL(", ").join(
        SQL(
            "%s(%s) AS %s",
            SQL("MIN" if name in ("first_delivery", "oldest_due") else "MAX"),
            SQL.identifier(alias, name),
            SQL.identifier(name),
        )
        for name in DAYS
    )


def _derived(window):
    """Return the ratios, the days and the status; a ratio of nothing is empty, not zero."""
    return SQL(
        """
        GREATEST(total.amount_collected, 0)
            / NULLIF(GREATEST(total.amount_collected, 0) + GREATEST(total.amount_overdue, 0), 0) AS collection_rate,
        total.executed / NULLIF(total.amount_agreed, 0) AS progress,
        COALESCE(total.late_weight / NULLIF(total.amount_late, 0), 0) AS late_days,
        COALESCE(%(at)s - total.oldest_due, 0) AS overdue_days,
        CASE WHEN total.amount_overdue > 0 THEN 'overdue'
             WHEN total.amount_uninvoiced > 0 THEN 'uninvoiced'
             WHEN total.amount_ordered = 0 AND total.amount_invoiced = 0 AND total.amount_delivered = 0 THEN 'idle'
             WHEN total.amount_receivable > 0 THEN 'receivable'
             WHEN total.executed >= total.amount_agreed THEN 'done'
             ELSE 'running' END AS execution_status
        """,
        at=window.at,
    )
