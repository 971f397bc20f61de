"""Statistics of all contracts for a period: ours, and one hand-written SQL statement as the lower limit."""

from datetime import date

import _contracts
from _measure import Target, figure, footnote, heading, interleave, median_ms, take

SIZE = SIZE or 1000
WITHIN = Target("at most", 3.0)
AT, SINCE = date.today(), date.today().replace(month=1, day=1)
PAIRS = {
    "amount_ordered": "ordered",
    "amount_delivered": "delivered",
    "amount_uninvoiced": "uninvoiced",
    "amount_invoiced": "invoiced",
    "amount_collected": "collected",
    "amount_overdue": "overdue",
    "period_ordered": "period_ordered",
    "period_delivered": "period_delivered",
    "period_invoiced": "period_invoiced",
    "period_collected": "period_collected",
}
LIST = {"name": {}, "partner_id": {}, "amount_delivered": {}, "amount_overdue": {}, "collection_rate": {}}


def ours(env, ids):
    return env["contract.execution"]._get_figures(env["sale.contract"].browse(ids), AT, SINCE, "UTC")


def ours_by_line(env, ids):
    return len(
        env["contract.execution"]._get_line_figures(env["sale.contract"].browse(ids), AT, SINCE, "UTC")
    )


def ours_as_list(env, ids):
    context = {"statistics_from": str(SINCE), "statistics_to": str(AT)}
    return env["contract.statistics"].with_context(**context).web_search_read([], LIST, limit=80)["length"]


def limit(env, ids):
    env.cr.execute("SET LOCAL jit = off")
    return {row["id"]: row for row in env.execute_query_dict(_contracts.by_hand(ids, AT, SINCE))}


def verify(env, ids):
    """Both tell the same, contract by contract."""
    mine, hand = ours(env, ids), limit(env, ids)
    for contract_id in ids:
        for name, other in PAIRS.items():
            got, wanted = float(mine[contract_id][name] or 0), float(hand[contract_id][other] or 0)
            assert abs(got - wanted) < 0.005, f"contract {contract_id}: {name} {got} is not {other} {wanted}"


def call_off(count):
    """Judge call-offs as if each had just been confirmed, of contracts with their approval: copies by SQL lack it."""

    def work(env, ids):
        approved = [("contract_id", "in", sorted(ids)[:10]), ("state", "=", "sale")]
        orders = env["sale.order"].search(approved, limit=count, order="id")
        assert len(orders) == count, f"{len(orders)} call-offs instead of {count}"
        env["contract.call.off"]._enforce({order: order._get_no_call_off() for order in orders})

    return work


def search(model, name):
    return lambda env, ids: env[model].search_count([(name, "=", True)])


def in_python(model, name):
    """What the filter would cost if it computed the field of every record: how it is done elsewhere."""
    return lambda env, ids: len(env[model].search([]).filtered(name))


def measure(works):
    return interleave({name: lambda w=work: take(env, lambda e: w(e, ids)) for name, work in works.items()})


ids = _contracts.build(env, SIZE)
lines = env["sale.contract.line"].search_count([("contract_id", "in", ids)])
verify(env, ids)
heading(f"Statistics of {len(ids):,} contracts, {lines:,} lines")
taken = measure({"ours": ours, "by hand": limit})
mine, hand = median_ms(taken["ours"]), median_ms(taken["by hand"])
figure(
    report,
    "a period of every contract",
    ours=mine,
    limit=hand,
    ratio=(mine / hand, f"{mine / hand:.1f}x the hand-written SQL"),
    target=WITHIN,
)
footnote(taken)
queries = taken["ours"][0].queries
figure(report, "queries of it, whatever the number of contracts", ours=queries, unit="queries")
others = measure({"by line": ours_by_line, "list": ours_as_list})
figure(report, "the same for every line", ours=median_ms(others["by line"]))
figure(report, "first page of the list, all contracts measured", ours=median_ms(others["list"]))
footnote(others)
heading("Filters of contracts and of their lines", limit="in Python")
for model, name, label in (
    ("sale.contract", "has_remaining", "contracts with a quantity left"),
    ("sale.contract.line", "has_remaining", "lines with a quantity left"),
    ("sale.contract", "has_missing", "contracts with missing steps"),
):
    found = measure({"ours": search(model, name), "in Python": in_python(model, name)})
    mine, slow = found["ours"], found["in Python"]
    assert mine[0].result == slow[0].result, f"{label}: {mine[0].result} found, {slow[0].result} computed"
    taken_ms, slow_ms = median_ms(mine), median_ms(slow)
    ratio = (taken_ms / slow_ms, f"{slow_ms / taken_ms:.0f}x faster")
    figure(report, label, ours=taken_ms, limit=slow_ms, ratio=ratio)
    figure(report, f"queries of it ({slow[0].queries} in Python)", ours=mine[0].queries, unit="queries")
    footnote(found)
heading("Check of call-offs of 20 lines", limit="one")
found = measure({count: call_off(count) for count in (1, 20)})
one, many = found[1], found[20]
figure(report, "twenty call-offs at once", ours=median_ms(many), limit=median_ms(one))
figure(report, f"queries of it ({one[0].queries} for one)", ours=many[0].queries, unit="queries")
footnote(found)
