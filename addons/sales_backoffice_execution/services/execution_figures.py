"""SQL of the execution of contracts: one row per contract, or per line of it; in its currency, taxes included."""

from odoo.tools import SQL

from .execution_documents import document_queries
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
        queries=_queries(window),
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


def _queries(window):
    return SQL(
        """
        %s, %s,
        part AS MATERIALIZED (%s),
        agreed AS MATERIALIZED (%s)
        """,
        document_queries(window),
        payment_queries(window),
        _parts(),
        _agreed(),
    )


def _parts():
    """Return the order lines summed per line of the contract; what calls off no line of it in a row of its own."""
    amounts = SQL(", ").join(
        SQL("SUM(%s) AS %s", SQL.identifier("fact", name), SQL.identifier(name)) for name in SUMMED
    )
    return SQL(
        """
        SELECT fact.contract_id, fact.contract_line_id, %(amounts)s, %(days)s
          FROM (%(facts)s) fact
         GROUP BY fact.contract_id, fact.contract_line_id
        """,
        amounts=amounts,
        days=_last_days("fact"),
        facts=_facts(),
    )


# what a quantity of a line is worth, and the column the quantity is in
WORTHS = {
    "worth_ordered": "ordered",
    "worth_ordered_before": "ordered_before",
    "worth_net": "net",
    "worth_net_before": "net_before",
    "worth_back": "back",
    "worth_back_before": "back_before",
    "worth_uninvoiced": "uninvoiced",
    "worth_undelivered": "undelivered",
}


def _facts():
    """Return what happened on each order line; goods are valued at the price of the order, at its rate.

    ``OFFSET 0`` keeps the planner from putting the inner expressions into every place that uses them.
    """
    worths = SQL(", ").join(
        SQL("%s AS %s", _worth(SQL.identifier("line", quantity)), SQL.identifier(name))
        for name, quantity in WORTHS.items()
    )
    return SQL(
        """
        SELECT line.contract_id, line.contract_line_id,
               line.ordered * line.to_agreed AS qty_ordered,
               line.net * line.to_agreed AS qty_delivered,
               line.back * line.to_agreed AS qty_returned,
               line.billed_quantity * line.to_agreed AS qty_invoiced,
               line.uninvoiced * line.to_agreed AS qty_uninvoiced,
               line.worth_ordered AS amount_ordered,
               line.worth_net AS amount_delivered,
               line.worth_back AS amount_returned,
               line.amount AS amount_invoiced, line.draft AS amount_draft,
               line.collected AS amount_collected, line.moved_otherwise AS amount_offset,
               line.amount - line.collected - line.moved_otherwise AS amount_receivable,
               line.due AS amount_due, line.overdue AS amount_overdue, line.late AS amount_late,
               line.worth_uninvoiced AS amount_uninvoiced,
               line.deposit AS amount_deposit, line.late_weight, line.goods,
               line.worth_undelivered AS goods_undelivered,
               line.worth_ordered - line.worth_ordered_before AS period_ordered,
               line.worth_net - line.worth_net_before AS period_delivered,
               line.worth_back - line.worth_back_before AS period_returned,
               line.amount - line.amount_before AS period_invoiced,
               line.collected - line.collected_before AS period_collected,
               line.first_day AS first_delivery, line.last_day AS last_delivery,
               line.last_invoice, line.last_collection, line.oldest_due
          FROM (
            SELECT line.*, %(worths)s
              FROM (
                SELECT line.*, GREATEST(line.net - line.billed_quantity, 0) AS uninvoiced,
                       GREATEST(line.billed_quantity - line.net, 0) AS undelivered
                  FROM (%(lines)s OFFSET 0) line
                OFFSET 0
              ) line
            OFFSET 0
          ) line
        """,
        lines=_fact_lines(),
        worths=worths,
    )


def _worth(quantity):
    """Return what a quantity of ``line`` is worth at the price ordered, in the currency of the contract.

    The common cases come first: nothing, all of it, no conversion. Dividing and rounding is what takes the time.
    """
    own = SQL(
        """ROUND(CASE WHEN line.quantity != 0 THEN line.price_total * %(quantity)s / line.quantity
                      ELSE COALESCE(line.unit_of_extra, 0) * %(quantity)s END, line.own_places)""",
        quantity=quantity,
    )
    return SQL(
        """CASE WHEN %(quantity)s = 0 THEN 0
                WHEN line.is_same THEN CASE WHEN %(quantity)s = line.quantity THEN line.price_total ELSE %(own)s END
                ELSE ROUND(%(own)s * line.rate, line.places) END""",
        quantity=quantity,
        own=own,
    )


def _fact_lines():
    """Return the order lines with the quantities of the day and of the day before the period.

    What is not moved by the stock (services) has no dated delivery: it counts from the day of the order.
    """
    return SQL(
        """
        SELECT line.contract_id, line.contract_line_id, line.places, line.own_places, line.rate, line.is_same, line.to_agreed,
               line.price_total, line.unit_of_extra, line.ordered AS quantity,
               CASE WHEN line.is_ordered AND NOT line.is_downpayment THEN line.ordered ELSE 0 END AS ordered,
               CASE WHEN line.is_ordered_before AND NOT line.is_downpayment THEN line.ordered ELSE 0 END
                   AS ordered_before,
               CASE WHEN line.is_downpayment THEN 0
                    WHEN line.is_moved THEN COALESCE(moved.gone, 0) - COALESCE(moved.back, 0)
                    WHEN line.is_dated THEN COALESCE(line.qty_delivered, 0) ELSE 0 END AS net,
               CASE WHEN line.is_downpayment THEN 0
                    WHEN line.is_moved THEN COALESCE(moved.gone_before, 0) - COALESCE(moved.back_before, 0)
                    WHEN line.is_dated_before THEN COALESCE(line.qty_delivered, 0) ELSE 0 END AS net_before,
               COALESCE(moved.back, 0) AS back, COALESCE(moved.back_before, 0) AS back_before,
               moved.first_day, moved.last_day,
               CASE WHEN line.is_downpayment THEN 0 ELSE COALESCE(billed.quantity, 0) END AS billed_quantity,
               COALESCE(billed.amount, 0) AS amount, COALESCE(billed.amount_before, 0) AS amount_before,
               COALESCE(billed.draft, 0) AS draft, COALESCE(billed.goods, 0) AS goods,
               COALESCE(billed.collected, 0) AS collected,
               COALESCE(billed.collected_before, 0) AS collected_before,
               COALESCE(billed.moved_otherwise, 0) AS moved_otherwise,
               COALESCE(billed.due, 0) AS due, COALESCE(billed.overdue, 0) AS overdue,
               COALESCE(billed.late, 0) AS late, COALESCE(billed.late_weight, 0) AS late_weight,
               COALESCE(billed.deposit, 0) AS deposit,
               billed.last_day AS last_invoice, billed.last_collected_day AS last_collection,
               billed.oldest_due_day AS oldest_due
          FROM order_line line
          LEFT JOIN moved ON moved.line_id = line.id
          LEFT JOIN billed ON billed.line_id = line.id
        """
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
