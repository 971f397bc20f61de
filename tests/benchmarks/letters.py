"""Reconciliation letters of all customers: ours, OCA partner_statement, and SQL written by hand; and their PDFs."""

import time

import _letters
from _measure import Target, figure, footnote, heading, interleave, median_ms, take

SIZE = SIZE or 1000
WITHIN, FASTER, AS_FAST = Target("at most", 3.0), Target("at least", 5.0), Target("at least", 1.0)
PDFS, RUNS = 20, 3
STATEMENT = "partner_statement.activity_statement"


def statement_data(customers):
    return {
        "date_start": _letters.START,
        "date_end": _letters.CUTOFF,
        "company_id": env.company.id,
        "partner_ids": customers.ids,
        "show_aging_buckets": True,
        "show_only_overdue": False,
        "filter_non_due_partners": False,
        "account_type": "asset_receivable",
        "aging_type": "days",
        "filter_negative_balances": False,
        "excluded_accounts_ids": [],
        "is_activity": True,
    }


def make(env, batch, customers):
    """Make every letter with its figures, as a run does."""
    env["reconciliation.letter"]._make(batch, customers)
    env.flush_all()
    return len(customers)


def figures_only(env, letters):
    env["reconciliation.snapshot"]._take(letters)
    return len(letters)


def peer_each(env, customers):
    """The peer's values, one customer after the other, as it prints them."""
    report = env[f"report.{STATEMENT}"]
    for customer in customers:
        report._get_report_values(customer.ids, statement_data(customer))
    return len(customers)


def peer_at_once(env, customers):
    env[f"report.{STATEMENT}"]._get_report_values(customers.ids, statement_data(customers))
    return len(customers)


def undone(work):
    """Measure ``work`` in a transaction of its own, as a run has it, and take back what it wrote."""

    def run():
        env.cr.commit()
        try:
            return take(env, work)
        finally:
            env.invalidate_all(flush=False)
            env.cr.rollback()

    return run


def empty_again(letters):
    """Leave the drafts as a run has just made them: without figures."""
    env.cr.execute("DELETE FROM reconciliation_letter_line WHERE letter_id = ANY(%s)", [letters.ids])
    env.cr.execute("DELETE FROM reconciliation_letter_section WHERE letter_id = ANY(%s)", [letters.ids])
    env.cr.execute("TRUNCATE bench_total, bench_line")
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    env.cr.commit()


def verify(customers, account, letters):
    """Both tell the same of every customer."""
    _letters.by_hand(env, customers, account)
    env.cr.execute("SELECT partner_id, closing, COALESCE(invoiced_open, 0) FROM bench_total")
    hand = {row[0]: row[1:] for row in env.cr.fetchall()}
    for letter in letters:
        wanted = hand[letter.partner_id.id]
        assert abs(float(wanted[0]) - letter.closing) < 0.01, letter.name
        assert abs(float(wanted[1]) - letter.invoiced_open) < 0.01, letter.name
    env.cr.execute("SELECT COUNT(*) FROM bench_line")
    assert env.cr.fetchone()[0] == len(letters.line_ids)
    data = statement_data(customers[:20])
    values = env[f"report.{STATEMENT}"]._get_report_values(customers[:20].ids, data)["data"]
    for letter in letters.filtered(lambda letter: letter.partner_id in customers[:20]):
        theirs = values[letter.partner_id.id]["currencies"][env.company.currency_id.id]["amount_due"]
        assert abs(theirs - letter.closing) < 0.01, letter.name
    print(f"  checked: {len(letters)} closing balances, by hand and 20 with the peer", flush=True)


def snapshots(customers, account, batch, letters):
    heading("ms of processor time, median")
    taken = interleave(
        {
            "letters": undone(lambda e: make(e, batch, customers)),
            "figures": undone(lambda e: figures_only(e, letters)),
            "by hand": undone(lambda e: _letters.by_hand(e, customers, account)),
            "peer, each": undone(lambda e: peer_each(e, customers)),
            "peer, at once": undone(lambda e: peer_at_once(e, customers)),
        },
        runs=RUNS,
    )
    ms = {name: median_ms(found) for name, found in taken.items()}
    rows = (
        ("figures of all letters, ours ÷ SQL", "figures", ms["figures"] / ms["by hand"], WITHIN),
        ("letters made with their figures, ours ÷ SQL", "letters", ms["letters"] / ms["by hand"], None),
        (
            "values one customer after the other, peer ÷ ours",
            "letters",
            ms["peer, each"] / ms["letters"],
            FASTER,
        ),
    )
    for name, key, ratio, target in rows:
        figure(
            report,
            name,
            ours=ms[key],
            peer=ms["peer, each"],
            limit=ms["by hand"],
            ratio=(ratio, f"{ratio:.1f}×"),
            target=target,
        )
    ratio = ms["peer, at once"] / ms["letters"]
    figure(
        report,
        "values of all at once, peer ÷ ours",
        ours=ms["letters"],
        peer=ms["peer, at once"],
        ratio=(ratio, f"{ratio:.1f}×"),
    )
    counts = {name: found[-1].queries for name, found in taken.items()}
    figure(
        report,
        "statements of the database",
        unit="queries",
        ours=counts["letters"],
        peer=counts["peer, each"],
        limit=counts["by hand"],
    )
    footnote(taken)


def per_minute(work, documents):
    """Return how many documents ``work`` prints in a minute, after one to warm up."""
    work(documents[:1])
    started = time.perf_counter()
    work(documents)
    return 60 * len(documents) / (time.perf_counter() - started)


def prints(letters):
    letters.action_review()
    reports = env["ir.actions.report"].with_context(force_report_rendering=True)

    def peer(customers):
        for customer in customers:
            reports._render_qweb_pdf(STATEMENT, customer.ids, statement_data(customer))

    ours = per_minute(lambda some: some._render_pdf(), letters)
    theirs = per_minute(peer, letters.partner_id)
    figure(
        report,
        "PDFs per minute, ours ÷ peer",
        unit="per minute",
        ours=ours,
        peer=theirs,
        ratio=(ours / theirs, f"{ours / theirs:.1f}×"),
        target=AS_FAST,
    )


def main():
    customers, account = _letters.seed(env, SIZE)
    batch = env["reconciliation.batch"].create(
        {"cutoff": _letters.CUTOFF, "period_start": _letters.START, "reply_by": "2026-11-30"}
    )
    # the run that is measured ends a day earlier: a letter exists once per cut-off
    other = env["reconciliation.batch"].create(
        {"cutoff": "2026-10-30", "period_start": "2026-10-01", "reply_by": "2026-11-30"}
    )
    lines = env["account.move.line"].search_count([("partner_id", "in", customers.ids)])
    print(f"  {SIZE:,} customers, {lines:,} entry lines", flush=True)
    letters = env["reconciliation.letter"]._make(batch, customers)
    verify(customers, account, letters)
    empty_again(letters)
    snapshots(customers, account, other, letters)
    env["reconciliation.snapshot"]._take(letters[:PDFS])
    prints(letters[:PDFS])


main()
