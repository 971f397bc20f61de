"""The figures of a letter by the book: entry by entry, matching by matching, in Python."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

TYPES = {"receivable": "asset_receivable", "payable": "liability_payable"}
BUCKETS = ((1, "not_due"), (31, "due_1_30"), (61, "due_31_60"), (91, "due_61_90"))


def sections_of(env, partner, kind, company, start, cutoff):
    """Return ``{currency: {figure: Decimal}}`` of what a letter to ``partner`` has to say."""
    sign = 1 if kind == "receivable" else -1
    family = env["res.partner"].search([("id", "child_of", partner.id)])
    lines = env["account.move.line"].search(
        [
            ("partner_id", "in", family.ids),
            ("company_id", "=", company.id),
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", TYPES[kind]),
            ("date", "<=", cutoff),
        ]
    )
    found = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        figures = found[line.currency_id]
        amount = sign * _exact(line.amount_currency)
        figures[_figure(line, start)] += amount
        if line.date >= start and amount:
            figures["moved"] += 1
        open_amount = amount
        for day, taken, crosses in _matchings(line, lines, sign):
            if day > cutoff:
                continue
            open_amount += taken
            if crosses:
                figures["opening" if day < start else "adjust"] += taken
                figures["moved"] += bool(day >= start and taken)
        deducted = line.move_id.move_type == "in_refund" and line.move_id.is_quality_deduction
        _age(figures, open_amount, line.date_maturity or line.date, cutoff, deducted)
    for figures in found.values():
        figures["credit"] = -figures["credit"]
        figures["closing"] = figures["opening"] + figures["debit"] - figures["credit"] + figures["adjust"]
    return {
        currency: figures for currency, figures in found.items() if figures["moved"] or figures["closing"]
    }


def _exact(amount):
    return Decimal(str(round(amount, 2)))


def _figure(line, start):
    if line.date < start:
        return "opening"
    move = line.move_id
    if move.move_type in ("out_invoice", "in_invoice"):
        return "debit"
    if move.move_type == "entry" and move.journal_id.type in ("bank", "cash"):
        return "credit"
    return "adjust"


def _matchings(line, lines, sign):
    """Yield ``(day, amount taken off, whether the other side is elsewhere)`` of one entry line."""
    for part in line.matched_credit_ids:
        yield from _matching(line, part.credit_move_id, lines, -sign * _exact(part.debit_amount_currency))
    for part in line.matched_debit_ids:
        yield from _matching(line, part.debit_move_id, lines, sign * _exact(part.credit_amount_currency))


def _matching(line, other, lines, amount):
    day = max(line.date, other.date)
    yield day, amount, other not in lines or other.currency_id != line.currency_id


def _age(figures, amount, due, cutoff, deducted):
    below = "deduction" if deducted else "advance"
    figures["invoiced_open" if amount > 0 else below] += abs(amount)
    if amount <= 0:
        return
    late = (cutoff - due) / timedelta(days=1)
    bucket = next((name for top, name in BUCKETS if late < top), "due_over_90")
    figures[bucket] += amount
    if bucket != "not_due":
        figures["overdue"] += amount
