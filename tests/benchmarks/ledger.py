"""The sales ledgers of all customers: ours, and one hand-written SQL statement as the lower limit."""

from datetime import date

import _databases
import _ledger
from _measure import Target, figure, footnote, heading, interleave, median_ms, take

from odoo.addons.sales_backoffice_ledger.models.sales_ledger_row import prepare_planner
from odoo.addons.sales_backoffice_ledger.services import ledger, tieout_figures
from odoo.addons.sales_backoffice_ledger.services.horizon import read_horizon

SIZE = SIZE or 1000
WITHIN = Target("at most", 3.0)
MONTH = {"ledger_from": str(date.today().replace(day=1))}
LISTS = {
    "sales.ledger.balance": ("month_name", "partner_id", "receivable_opening", "receivable_closing"),
    "sales.ledger.entry": ("date", "partner_id", "kind", "invoiced", "collected", "receivable_balance"),
    "sales.ledger.tieout": ("partner_id", "documents", "general", "difference", "status"),
}


def by_hand(env):
    return rows_of(env, _ledger.by_hand())


def general(env):
    return rows_of(env, ledger.balances(read_horizon(env["sales.ledger.balance"])))


def month(env):
    return rows_of(env, ledger.entries(read_horizon(env["sales.ledger.entry"].with_context(**MONTH))))


def detailed(env):
    return rows_of(env, ledger.entries(read_horizon(env["sales.ledger.entry"])))


def tieout(env):
    return rows_of(env, tieout_figures.tieout(read_horizon(env["sales.ledger.tieout"])))


def rows_of(env, query):
    """Return how many rows; they are counted by the database and never become Python objects, on either side."""
    prepare_planner(env, whole=True)
    env.cr.execute(query)
    return env.cr.rowcount


def first_page(model, domain, **context):
    """Return what opening the list costs: 80 rows and their number."""
    wanted = {name: {} for name in LISTS[model]}
    return lambda env: env[model].with_context(**context).web_search_read(domain, wanted, limit=80)["length"]


def by_customer(env):
    """What the menu of the detailed ledger shows first: this month, folded by customer."""
    groups = (
        env["sales.ledger.entry"]
        .with_context(**MONTH)
        .web_read_group(
            [], ["partner_id"], ["ordered:sum", "delivered:sum", "invoiced:sum", "collected:sum"], limit=80
        )
    )
    return groups["length"]


def verify(env):
    """Both tell the same of every customer: invoiced and collected to the cent; deliveries where prices agree."""
    prepare_planner(env, whole=True)
    mine, hand = {}, {}
    for row in env.execute_query_dict(ledger.balances(read_horizon(env["sales.ledger.balance"]))):
        add(mine, row["partner_id"], row)
    for row in env.execute_query_dict(_ledger.by_hand()):
        add(hand, row["customer"], row)
    assert mine.keys() == hand.keys(), "not the same customers"
    for customer, wanted in hand.items():
        got = mine[customer]
        # a credit note or a rounding of an invoice prices goods anew: ours says so on both sides alike
        pairs = {
            "invoiced": 0,
            "collected": 0,
            "repriced": got["ordered"] - wanted["ordered"] - got["delivered"] + wanted["delivered"],
        }
        for name in ("invoiced", "collected"):
            pairs[name] = got[name] - wanted[name]
        assert all(abs(gap) < 0.05 for gap in pairs.values()), f"customer {customer}: {pairs}"


def add(totals, customer, row):
    total = totals.setdefault(customer, dict.fromkeys(("ordered", "delivered", "invoiced", "collected"), 0))
    for name in total:
        total[name] += row[name]


def measure(env, works):
    return interleave({name: lambda w=work: take(env, w) for name, work in works.items()})


def statements(env):
    taken = measure(
        env,
        {"general": general, "tie-out": tieout, "month": month, "detailed": detailed, "by hand": by_hand},
    )
    hand = median_ms(taken["by hand"])
    names = {
        "general": "general ledger, all months of all customers",
        "tie-out": "tie-out of all customers",
        "month": "detailed ledger of this month, with balances",
        "detailed": "detailed ledger of all days, with balances",
    }
    for key, name in names.items():
        ours = median_ms(taken[key])
        figure(
            report,
            f"{name}, {taken[key][0].result:,} rows",
            ours=ours,
            limit=hand,
            ratio=(ours / hand, f"{ours / hand:.1f}x the hand-written SQL"),
            target=WITHIN,
        )
    footnote(taken)


def lists(env):
    start = MONTH["ledger_from"]
    works = {
        "general ledger, this month": first_page("sales.ledger.balance", [("month", ">=", start)]),
        "tie-out": first_page("sales.ledger.tieout", []),
        "detailed ledger, this month by customer": by_customer,
        "detailed ledger, this month in rows": first_page("sales.ledger.entry", [], **MONTH),
    }
    taken = measure(env, works)
    for name, found in taken.items():
        figure(report, f"first page of the {name}", ours=median_ms(found))
        figure(report, f"first page of the {name}, queries", ours=found[-1].queries, unit="queries")
    footnote(taken)


with _databases.environment(_databases.ensure(SIZE, ("ledger",))["ledger"]) as bench_env:
    # what parallel workers burn is seen by nobody
    bench_env.cr.execute("SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off")
    verify(bench_env)
    heading("ms of processor time, median of 7 runs, empty ORM cache")
    statements(bench_env)
    lists(bench_env)
