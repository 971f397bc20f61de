"""Exposure of all customers: ours, the peer's, and one hand-written SQL statement as the lower limit."""

import _check
import _databases
import _limit
import _seed
from _measure import Target, figure, footnote, heading, interleave, median_ms, take

SIZE = SIZE or 1000
FASTER, WITHIN = Target("at least", 10.0), Target("at most", 3.0)
LIST = {
    "holder_name": {},
    "currency_id": {},
    "exposure": {},
    "available": {},
    "credit_status": {},
    "overdue_amount": {},
}
PEER_LIST = {
    "display_name": {},
    "risk_currency_id": {},
    "risk_total": {},
    "risk_remaining_value": {},
    "risk_exception": {},
}


def ours(env, profiles):
    figures = env["credit.profile"].browse(profiles)._get_figures()
    return sum(row.exposure for row in figures.values())


def ours_as_fields(env, profiles):
    return sum(env["credit.profile"].browse(profiles).mapped("exposure"))


def ours_as_list(env, limit):
    return env["credit.exposure"].web_search_read([], LIST, limit=limit)["length"]


def peer(env, customers):
    return sum(env["res.partner"].browse(customers).mapped("risk_total"))


def peer_as_list(env, limit):
    return env["res.partner"].web_search_read([("ref", "=", "bench")], PEER_LIST, limit=limit)["length"]


def limit(env, customers):
    return sum(row[1] for row in env.execute_query(_limit.exposure(customers)))


def compare(env, works):
    """Return ``{name: [Taken]}`` of ``{name: (function, argument)}``."""
    return interleave(
        {name: lambda w=work: take(env, lambda e: w[0](e, w[1])) for name, work in works.items()}
    )


def verify(env, customers):
    """Hold the figures of some customers against the ORM."""
    sample = _check.sample_of(customers)
    profiles = env["credit.profile"].search([("partner_id", "in", sample.ids)])
    figures = profiles._get_figures()
    count = _check.compare(
        sample, {profile.partner_id.id: figures[profile.id]._asdict() for profile in profiles}
    )
    print(
        f"  checked: {count} customers at random, A to D as a slow ORM recomputation finds them", flush=True
    )


def print_figure(name, taken, ratio=None, target=None, key="ours"):
    """Print the times of ``{name: [Taken]}``; ``ratio`` names what is divided by what."""
    ms = {name: median_ms(found) for name, found in taken.items()}
    number = ratio and ms[ratio[0]] / ms[ratio[1]]
    figure(
        report,
        name,
        ours=ms[key],
        peer=ms.get("peer"),
        limit=ms.get("limit"),
        ratio=ratio and (number, f"{number:.1f}×"),
        target=target,
    )


def print_queries(name, taken, key="ours"):
    counts = {name: found[-1].queries for name, found in taken.items()}
    figure(
        report,
        f"{name}, queries",
        unit="queries",
        ours=counts[key],
        peer=counts.get("peer"),
        limit=counts.get("limit"),
    )


def of_all(env, customers, profiles):
    who = f"exposure of all {len(customers):,} customers"
    taken = compare(
        env,
        {
            "ours": (ours, profiles),
            "fields": (ours_as_fields, profiles),
            "peer": (peer, customers),
            "limit": (limit, None),
        },
    )
    sums = {name: found[-1].result for name, found in taken.items()}
    assert abs(sums["ours"] - sums["limit"]) < 0.01, sums
    print_figure(f"{who}, peer ÷ ours", taken, ("peer", "ours"), FASTER)
    print_figure(f"{who}, ours ÷ SQL", taken, ("ours", "limit"), WITHIN)
    print_figure(f"{who}, read as fields, peer ÷ ours", taken, ("peer", "fields"), key="fields")
    print_queries(who, taken)
    figure(report, f"{who}, total found", unit="", ours=sums["ours"], peer=sums["peer"], limit=sums["limit"])
    footnote(taken)


def of_one(env, customer, profile):
    taken = compare(env, {"ours": (ours, profile), "peer": (peer, customer), "limit": (limit, customer)})
    print_figure("exposure of one customer, peer ÷ ours", taken, ("peer", "ours"))
    print_queries("exposure of one customer", taken)


def as_list(env, customers):
    for count, words in ((80, "first 80 rows of the list"), (len(customers) + 1, "all rows of the list")):
        taken = compare(env, {"ours": (ours_as_list, count), "peer": (peer_as_list, count)})
        print_figure(f"{words}, peer ÷ ours", taken, ("peer", "ours"))
        print_queries(words, taken)


with _databases.environment(_databases.ensure(SIZE)["both"]) as bench_env:
    everybody = _seed.get_customers(bench_env)
    verify(bench_env, everybody)
    heading("ms of processor time, median of 7 runs, empty ORM cache")
    everything = bench_env["credit.profile"].search([("partner_id", "in", everybody.ids)])
    of_all(bench_env, everybody.ids, everything.ids)
    somebody = everything[len(everything) // 2]
    of_one(bench_env, somebody.partner_id.ids, somebody.ids)
    as_list(bench_env, everybody)
