"""SQL of the sales ledgers: the detailed one with running balances, and the general one by month."""

from odoo.tools import SQL

from .collection_events import collected, receipts
from .invoice_events import contract_shares, invoiced, invoices, repriced
from .ledger_columns import AMOUNTS, COLUMNS, ZERO
from .order_events import delivered, delivered_by_hand, ledger_lines, ordered

# balance: how an entry changes it
BALANCES = {
    "open_orders": SQL("entry.ordered - entry.delivered"),
    "uninvoiced": SQL("entry.delivered - entry.invoiced"),
    "receivable": SQL("entry.invoiced - entry.collected"),
}


def with_entries(horizon, *, receivable_only=False, read_twice=False):
    """Return the ``WITH`` queries the ledgers are made from; ``entry`` has one row per event up to the last day.

    :param receivable_only: without what changes no receivable: orders and deliveries
    :param read_twice: keep the entries; otherwise columns and customers nobody asks for are never worked out
    """
    branches = [invoiced(), collected()] if receivable_only else _branches(horizon).values()
    return SQL(
        """
        %(sources)s,
        entry AS %(kept)s (
            SELECT * FROM (%(branches)s) entry WHERE entry.date <= %(end)s
        )
        """,
        kept=SQL("MATERIALIZED") if read_twice else SQL("NOT MATERIALIZED"),
        sources=_with_sources(horizon),
        branches=SQL(" UNION ALL ").join(branches),
        end=horizon.end,
    )


def _branches(horizon):
    """Return the statement of each kind of event, by the amounts it fills in."""
    return {
        ("ordered",): ordered(),
        ("delivered",): SQL("%s UNION ALL %s", delivered(horizon.tz), delivered_by_hand()),
        ("ordered", "delivered"): repriced(),
        ("invoiced",): invoiced(),
        ("collected",): collected(),
    }


def _with_sources(horizon):
    """Return the ``WITH`` queries the events read from."""
    return SQL(
        """
        WITH contact AS NOT MATERIALIZED (
            SELECT id, commercial_partner_id AS partner_id FROM res_partner WHERE %(partners)s
        ),
        %(lines)s,
        %(invoices)s,
        %(shares)s,
        %(receipts)s
        """,
        partners=SQL("TRUE")
        if horizon.partners is None
        else SQL("commercial_partner_id = ANY(%s)", list(horizon.partners)),
        lines=ledger_lines(horizon.tz),
        invoices=invoices(few=horizon.partners is not None),
        shares=contract_shares(),
        receipts=receipts(horizon.end),
    )


def _partition(horizon):
    names = ["company_id", "partner_id", *(["contract_id"] if horizon.by_contract else [])]
    return SQL(", ").join(SQL.identifier("entry", name) for name in names)


def entries(horizon):
    """Return the detailed ledger: entries of the period with running balances, opened by what came before."""
    changes = [SQL("%s AS %s", change, SQL.identifier(f"{name}_change")) for name, change in BALANCES.items()]
    running = SQL(", ").join(
        SQL("SUM(%s) OVER running AS %s", SQL.identifier(f"{name}_change"), SQL.identifier(f"{name}_balance"))
        for name in BALANCES
    )
    query = SQL("SELECT entry.*, %s FROM entry", SQL(", ").join(changes))
    if horizon.start:
        query = SQL("%s WHERE entry.date >= %s UNION ALL (%s)", query, horizon.start, _openings(horizon))
    return SQL(
        """
        %(entries)s
        SELECT %(columns)s, %(running)s, company.currency_id AS company_currency_id,
               customer.user_id AS salesperson_id
          FROM (%(query)s) entry
          JOIN res_company company ON company.id = entry.company_id
          JOIN res_partner customer ON customer.id = entry.partner_id
        WINDOW running AS (
               PARTITION BY %(partition)s ORDER BY entry.date, entry.sequence, entry.id ROWS UNBOUNDED PRECEDING)
        """,
        entries=with_entries(horizon, read_twice=bool(horizon.start)),
        columns=SQL(", ").join(SQL.identifier("entry", name) for name in COLUMNS),
        running=running,
        partition=_partition(horizon),
        query=query,
    )


def _openings(horizon):
    """Return a row per customer, or per contract, with the balances before the period."""
    contract = SQL("entry.contract_id") if horizon.by_contract else SQL("NULL::int")
    values = {
        "id": SQL("ROW_NUMBER() OVER (ORDER BY entry.company_id, entry.partner_id, %s) * 10", contract),
        "kind": SQL("'opening'"),
        "sequence": SQL("0"),
        "company_id": SQL("entry.company_id"),
        "partner_id": SQL("entry.partner_id"),
        "contract_id": contract,
        "date": SQL("%s::date", horizon.start),
        "currency_id": SQL("MIN(company.currency_id)"),
    }
    sums = [SQL("SUM(%s)", change) for change in BALANCES.values()]
    return SQL(
        """
        SELECT %(columns)s, %(sums)s
          FROM entry
          JOIN res_company company ON company.id = entry.company_id
         WHERE entry.date < %(start)s
         GROUP BY %(partition)s
        HAVING %(any)s
        """,
        columns=SQL(", ").join(values.get(name, empty) for name, empty in COLUMNS.items()),
        sums=SQL(", ").join(sums),
        any=SQL(" OR ").join(SQL("%s != 0", total) for total in sums),
        start=horizon.start,
        partition=_partition(horizon),
    )


def balances(horizon):
    """Return the general ledger: per customer, contract and month what was open, what came and what is open."""
    openings = [
        SQL("total.%s - total.%s AS %s", *map(SQL.identifier, (f"{name}_closing", name, f"{name}_opening")))
        for name in BALANCES
    ]
    figures = (*AMOUNTS, *BALANCES, *(f"{name}_closing" for name in BALANCES))
    return SQL(
        """
        %(sources)s,
        %(months)s
        SELECT ROW_NUMBER() OVER (ORDER BY total.month, total.company_id, total.partner_id, total.contract_id) AS id,
               total.*, TO_CHAR(total.month, 'YYYY-MM') AS month_name,
               company.currency_id AS company_currency_id, customer.user_id AS salesperson_id, %(openings)s
          FROM (%(totals)s) total
          JOIN res_company company ON company.id = total.company_id
          JOIN res_partner customer ON customer.id = total.partner_id
         WHERE %(any)s
        """,
        sources=_with_sources(horizon),
        months=_months(horizon),
        totals=_monthly_totals(),
        openings=SQL(", ").join(openings),
        any=SQL(" OR ").join(SQL("total.%s != 0", SQL.identifier(name)) for name in figures),
    )


def _months(horizon):
    """Return the ``WITH`` queries ``moved`` (what came in a month) and ``grid`` (every month since the first).

    A balance stays although nothing moves. Each kind of event is added up by itself: there are few months, and many
    events. ``contract`` is 0 without one, so that months find each other by hashing.
    """
    changes = SQL(", ").join(
        SQL("%s AS %s", change, SQL.identifier(name)) for name, change in BALANCES.items()
    )
    parts = [_month_sums(*item, horizon) for item in _branches(horizon).items()]
    return SQL(
        """
        moved AS MATERIALIZED (
            SELECT entry.*, COALESCE(entry.contract_id, 0) AS contract, %(changes)s
              FROM (
                SELECT company_id, partner_id, contract_id, month, %(sums)s
                  FROM (%(parts)s) entry
                 GROUP BY 1, 2, 3, 4
              ) entry
        ),
        grid AS (
            SELECT first.company_id, first.partner_id, first.contract_id, first.contract, day.day::date AS month
              FROM (SELECT company_id, partner_id, contract_id, contract, MIN(month) AS month
                      FROM moved GROUP BY 1, 2, 3, 4) first
             CROSS JOIN LATERAL generate_series(
                   first.month::timestamp, %(end)s::timestamp, INTERVAL '1 month') day(day)
        )
        """,
        sums=_sums_of(AMOUNTS),
        changes=changes,
        parts=SQL(" UNION ALL ").join(parts),
        end=horizon.end,
    )


def _month_sums(amounts, branch, horizon):
    """Return what one kind of event adds up to in each month."""
    return SQL(
        """
        SELECT company_id, partner_id, contract_id, date_trunc('month', date::timestamp)::date AS month, %(sums)s
          FROM (%(branch)s) entry
         WHERE date <= %(end)s
         GROUP BY 1, 2, 3, 4
        """,
        sums=_sums_of(amounts),
        branch=branch,
        end=horizon.end,
    )


def _sums_of(amounts):
    """Return the sums of some amounts, in a column for each there is."""
    return SQL(", ").join(
        SQL(
            "%s AS %s",
            SQL("SUM(%s)", SQL.identifier(name)) if name in amounts else ZERO,
            SQL.identifier(name),
        )
        for name in AMOUNTS
    )


def _monthly_totals():
    columns = [
        SQL("COALESCE(moved.%(name)s, 0) AS %(name)s", name=SQL.identifier(name))
        for name in (*AMOUNTS, *BALANCES)
    ]
    columns += [
        SQL(
            "SUM(COALESCE(moved.%s, 0)) OVER running AS %s",
            SQL.identifier(name),
            SQL.identifier(f"{name}_closing"),
        )
        for name in BALANCES
    ]
    return SQL(
        """
        SELECT grid.company_id, grid.partner_id, grid.contract_id, grid.month, %(columns)s
          FROM grid
          LEFT JOIN moved ON moved.company_id = grid.company_id AND moved.partner_id = grid.partner_id
               AND moved.contract = grid.contract AND moved.month = grid.month
        WINDOW running AS (
               PARTITION BY grid.company_id, grid.partner_id, grid.contract ORDER BY grid.month
               ROWS UNBOUNDED PRECEDING)
        """,
        columns=SQL(", ").join(columns),
    )
