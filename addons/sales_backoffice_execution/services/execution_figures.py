"""SQL of the execution of contracts: one row per contract, or per line of it; in its currency, taxes included."""

from odoo.tools import SQL

from .execution_documents import document_queries
from .execution_facts import MEASURED, WORTHS, facts
from .execution_payments import money_by, payment_queries

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

# sums of goods and of money under the names of the figures; the rest is computed from them
GOODS = {
    "amount_ordered": "worth_ordered",
    "amount_delivered": "worth_net",
    "amount_returned": "worth_back",
    "amount_uninvoiced": "worth_uninvoiced",
    "goods_undelivered": "worth_undelivered",
    "ordered_before": "worth_ordered_before",
    "delivered_before": "worth_net_before",
    "returned_before": "worth_back_before",
}
MONEY = {
    "amount_invoiced": "amount",
    "amount_draft": "draft",
    "amount_collected": "collected",
    "amount_offset": "moved_otherwise",
    "amount_due": "due",
    "amount_overdue": "overdue",
    "amount_late": "late",
    "amount_deposit": "deposit",
    "late_weight": "late_weight",
    "downpayment": "downpayment",
    "invoiced_before": "amount_before",
    "collected_before": "collected_before",
}
# what is called off and delivered of a line of the contract says what remains of it and how far it is executed
CALLED = ("qty_ordered", "qty_delivered")


def contract_figures(window):
    """Return one row per contract asked for; ``id`` is the contract's.

    A contract has products of several units: their quantities are added up per line only.
    """
    agreed = SQL(
        """
        SELECT contract.id, contract.id AS contract_id, master.amount_total AS amount_agreed,
               agreed.amount_remaining, agreed.executed
          FROM contract
          JOIN sale_contract master ON master.id = contract.id
          LEFT JOIN (
            SELECT contract_id, SUM(amount_remaining) AS amount_remaining, SUM(executed) AS executed
              FROM agreed GROUP BY contract_id
          ) agreed ON agreed.contract_id = contract.id
        """
    )
    return _figures(window, agreed, "contract_id", ())


def line_figures(window):
    """Return one row per line of the contracts asked for; ``id`` is the line's."""
    agreed = SQL(
        """
        SELECT agreed.id, agreed.contract_id, agreed.quantity AS qty_agreed, agreed.price_total AS amount_agreed,
               agreed.qty_remaining, agreed.amount_remaining, agreed.executed
          FROM agreed
        """
    )
    return _figures(window, agreed, "contract_line_id", tuple(MEASURED))


def _figures(window, agreed, key, quantities):
    """Return the rows ``agreed`` with the sums of goods, quantities and money that have their id in ``key``."""
    return SQL(
        """
        WITH %(documents)s, %(payments)s,
        fact AS MATERIALIZED (%(facts)s),
        agreed AS (%(agreed_lines)s)
        SELECT total.*, %(uncollected)s AS amount_uncollected, %(derived)s
          FROM (
            SELECT base.*, base.amount_invoiced - base.amount_collected - base.amount_offset AS amount_receivable,
                   %(period)s
              FROM (
                SELECT agreed.*, %(sums)s,
                       %(first)s AS first_delivery, %(last)s AS last_delivery,
                       money.last_day AS last_invoice, money.last_collected_day AS last_collection,
                       money.oldest_due_day AS oldest_due
                  FROM (%(agreed)s) agreed
                  LEFT JOIN (%(goods)s) goods ON goods.key_id = agreed.id
                  LEFT JOIN (%(money)s) money ON money.key_id = agreed.id
                OFFSET 0
              ) base
          ) total
        """,
        documents=document_queries(window),
        payments=payment_queries(window),
        facts=facts(quantities or CALLED),
        agreed_lines=_agreed(),
        agreed=agreed,
        sums=_sums(quantities),
        period=_period(),
        first=window.day(SQL("goods.first_moment")),
        last=window.day(SQL("goods.last_moment")),
        goods=_goods_by(key, (*WORTHS, *quantities)),
        money=money_by(key),
        uncollected=_uncollected(),
        derived=_derived(window),
    )


def _sums(quantities):
    """Return the sums of goods, quantities and money of a row, nothing being 0."""
    return SQL(", ").join(
        [
            *(_sum("goods", column, name) for name, column in GOODS.items()),
            *(_sum("goods", name, name) for name in quantities),
            *(_sum("money", column, name) for name, column in MONEY.items()),
        ]
    )


def _period():
    """Return what each flow was in the period: at its end less before its start."""
    return SQL(", ").join(
        SQL("%s - %s AS %s", *(SQL.identifier(n) for n in (f"amount_{f}", f"{f}_before", f"period_{f}")))
        for f in FLOWS
    )


def _sum(table, column, name):
    return SQL("COALESCE(%s, 0) AS %s", SQL.identifier(table, column), SQL.identifier(name))


def _goods_by(key, names):
    """Return the facts of the order lines summed per ``key``; those without one are left out."""
    return SQL(
        """
        SELECT %(key)s AS key_id, %(sums)s,
               MIN(fact.first_moment) AS first_moment, MAX(fact.last_moment) AS last_moment
          FROM fact
         GROUP BY %(key)s
        """,
        key=SQL.identifier("fact", key),
        sums=SQL(", ").join(
            SQL("SUM(%s) AS %s", SQL.identifier("fact", name), SQL.identifier(name)) for name in names
        ),
    )


def _agreed():
    """Return the lines of the contracts: what remains to be called off, and the part executed at the agreed price."""
    return SQL(
        """
        SELECT line.id, line.contract_id, line.quantity, line.price_total::numeric,
               GREATEST(line.quantity - COALESCE(called.qty_ordered, 0), 0) AS qty_remaining,
               ROUND(line.price_total::numeric * GREATEST(line.quantity - COALESCE(called.qty_ordered, 0), 0)
                     / NULLIF(line.quantity, 0), contract.places) AS amount_remaining,
               line.price_total::numeric * COALESCE(called.qty_delivered, 0) / NULLIF(line.quantity, 0) AS executed
          FROM contract
          JOIN sale_contract_line line ON line.contract_id = contract.id
          LEFT JOIN (
            SELECT contract_line_id, SUM(qty_ordered) AS qty_ordered, SUM(qty_delivered) AS qty_delivered
              FROM fact GROUP BY contract_line_id
          ) called ON called.contract_line_id = line.id
        """
    )


def _uncollected():
    """Return the value of what was delivered and not paid: uninvoiced, or invoiced and open; deposits pay for it."""
    return SQL(
        """GREATEST(total.amount_uninvoiced + total.amount_invoiced - total.downpayment - total.goods_undelivered
                    - total.amount_collected - total.amount_offset, 0)"""
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
