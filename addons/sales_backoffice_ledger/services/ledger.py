"""SQL of the sales ledgers: the detailed one with running balances, and the general one by month."""

from odoo.tools import SQL

from .collection_events import collected, receipts
from .invoice_events import contract_shares, invoiced, invoices, repriced
from .ledger_columns import AMOUNTS, COLUMNS
from .order_events import delivered, delivered_by_hand, ledger_lines, ordered

# balance: how an entry changes it
BALANCES = {
    "open_orders": SQL("entry.ordered - entry.delivered"),
    "uninvoiced": SQL("entry.delivered - entry.invoiced"),
    "receivable": SQL("entry.invoiced - entry.collected"),
}


def with_entries(horizon):
    """Return the ``WITH`` queries the ledgers are made from; ``entry`` has one row per event up to the last day."""
    branches = [ordered(), delivered(horizon.tz), delivered_by_hand(), invoiced(), repriced(), collected()]
    return SQL(
        """
        WITH contact AS NOT MATERIALIZED (
            SELECT id, commercial_partner_id AS partner_id FROM res_partner WHERE %(partners)s
        ),
        %(lines)s,
        %(invoices)s,
        %(shares)s,
        %(receipts)s,
        entry AS MATERIALIZED (
            SELECT * FROM (%(branches)s) entry WHERE entry.date <= %(end)s
        )
        """,
        partners=SQL("TRUE")
        if horizon.partners is None
        else SQL("commercial_partner_id = ANY(%s)", list(horizon.partners)),
        lines=ledger_lines(horizon.tz),
        invoices=invoices(),
        shares=contract_shares(),
        receipts=receipts(horizon.end),
        branches=SQL(" UNION ALL ").join(branches),
        end=horizon.end,
    )


def _partition(horizon):
    names = ["company_id", "partner_id", *(["contract_id"] if horizon.by_contract else [])]
    return SQL(", ").join(SQL.identifier("entry", name) for name in names)


def entries(horizon):
    """Return the detailed ledger: entries of the period with running balances, opened by what came before."""
    running = SQL(", ").join(
        SQL("SUM(%s) OVER running AS %s", change, SQL.identifier(f"{name}_balance"))
        for name, change in BALANCES.items()
    )
    query = SQL(
        """
        SELECT entry.*, %(running)s
          FROM entry
        WINDOW running AS (PARTITION BY %(partition)s ORDER BY entry.date, entry.sequence, entry.id)
        """,
        running=running,
        partition=_partition(horizon),
    )
    if horizon.start:
        query = SQL(
            "SELECT * FROM (%s) entry WHERE entry.date >= %s UNION ALL (%s)",
            query,
            horizon.start,
            _openings(horizon),
        )
    return SQL(
        """
        %(entries)s
        SELECT entry.*, company.currency_id AS company_currency_id, customer.user_id AS salesperson_id
          FROM (%(query)s) entry
          JOIN res_company company ON company.id = entry.company_id
          JOIN res_partner customer ON customer.id = entry.partner_id
        """,
        entries=with_entries(horizon),
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
        %(entries)s,
        %(months)s
        SELECT ROW_NUMBER() OVER (ORDER BY total.month, total.company_id, total.partner_id, total.contract_id) AS id,
               total.*, TO_CHAR(total.month, 'YYYY-MM') AS month_name,
               company.currency_id AS company_currency_id, customer.user_id AS salesperson_id, %(openings)s
          FROM (%(totals)s) total
          JOIN res_company company ON company.id = total.company_id
          JOIN res_partner customer ON customer.id = total.partner_id
         WHERE %(any)s
        """,
        entries=with_entries(horizon),
        months=_months(horizon),
        totals=_monthly_totals(),
        openings=SQL(", ").join(openings),
        any=SQL(" OR ").join(SQL("total.%s != 0", SQL.identifier(name)) for name in figures),
    )


def _months(horizon):
    """Return the ``WITH`` queries ``moved`` (what came in a month) and ``grid`` (every month since the first).

    A balance stays although nothing moves.
    """
    changes = [SQL("SUM(%s) AS %s", change, SQL.identifier(name)) for name, change in BALANCES.items()]
    sums = [SQL("SUM(%s) AS %s", SQL.identifier("entry", name), SQL.identifier(name)) for name in AMOUNTS]
    return SQL(
        """
        moved AS MATERIALIZED (
            SELECT entry.company_id, entry.partner_id, entry.contract_id,
                   date_trunc('month', entry.date)::date AS month, %(sums)s
              FROM entry
             GROUP BY 1, 2, 3, 4
        ),
        grid AS (
            SELECT first.company_id, first.partner_id, first.contract_id, day.day::date AS month
              FROM (SELECT company_id, partner_id, contract_id, MIN(month) AS month
                      FROM moved GROUP BY 1, 2, 3) first
             CROSS JOIN LATERAL generate_series(first.month, %(end)s::date, INTERVAL '1 month') day(day)
        )
        """,
        sums=SQL(", ").join([*sums, *changes]),
        end=horizon.end,
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
        SELECT grid.*, %(columns)s
          FROM grid
          LEFT JOIN moved ON moved.company_id = grid.company_id AND moved.partner_id = grid.partner_id
               AND moved.contract_id IS NOT DISTINCT FROM grid.contract_id AND moved.month = grid.month
        WINDOW running AS (PARTITION BY grid.company_id, grid.partner_id, grid.contract_id ORDER BY grid.month)
        """,
        columns=SQL(", ").join(columns),
    )
