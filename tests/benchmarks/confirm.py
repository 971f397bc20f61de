"""What credit control adds to confirming 50 quotations, against plain Odoo and against the peer.

Plain Odoo is a database without us and without the peers, holding the same records; a second comparison switches the
checks on and off in the database that has both.
"""

import _databases
from _measure import Target, figure, footnote, heading, interleave, median_ms, take

SIZE = SIZE or 1000
LITTLE = Target("at most", 10.0)
APART = {"ours": {}, "peer": {}, "plain": {}}
TOGETHER = {
    "ours": {"credit_control": True, "allow_overrisk_sale_confirmation": True},
    "peer": {"credit_control": False, "allow_overrisk_sale_confirmation": False},
    "plain": {"credit_control": False, "allow_overrisk_sale_confirmation": True},
}


def confirm(database, settings, mark, count):
    """Return what confirming ``count`` quotations takes; nothing of it stays."""
    with _databases.environment(database, _databases.USER) as env:
        env.company.sudo().write(settings)
        found = env["sale.order"].search(
            [("client_order_ref", "=", mark), ("state", "=", "draft")], limit=count, order="id"
        )
        taken = take(env, lambda env: env["sale.order"].browse(found.ids).action_confirm())
        assert set(found.mapped("state")) == {"sale"}, "somebody was held"
        return taken


def compare(databases, settings, mark, count, runs):
    return interleave(
        {
            name: lambda name=name, values=values: confirm(databases[name], values, mark, count)
            for name, values in settings.items()
        },
        runs,
    )


def print_times(name, taken, target=None):
    ms = {key: median_ms(found) for key, found in taken.items()}
    ours, peer = (100 * (ms[key] / ms["plain"] - 1) for key in ("ours", "peer"))
    figure(
        report,
        name,
        ours=ms["ours"],
        peer=ms["peer"],
        limit=ms["plain"],
        ratio=(ours, f"{ours:+.1f} % (peer {peer:+.1f} %)"),
        target=target,
    )
    footnote(taken)


def print_queries(name, taken):
    figure(
        report,
        name,
        unit="queries",
        **{"limit" if key == "plain" else key: found[-1].queries for key, found in taken.items()},
    )


apart = _databases.ensure(SIZE, ("plain", "ours", "peer", "both"))
together = dict.fromkeys(TOGETHER, apart["both"])
heading("ms of processor time, median of 7 runs, rolled back", limit="plain Odoo")
for mark, words in (("distinct", "50 orders of 50 customers"), ("same", "50 orders of one customer")):
    print_times(f"confirm {words}, % of plain Odoo", compare(apart, APART, mark, 50, 7), LITTLE)
print_times(
    "confirm 50 orders, one database, checks on and off", compare(together, TOGETHER, "distinct", 50, 7)
)
print_times("confirm 1 order, % of plain Odoo", compare(apart, APART, "distinct", 1, 9))
for count in (1, 50):
    print_queries(f"confirm {count} order(s), queries", compare(apart, APART, "distinct", count, 1))
