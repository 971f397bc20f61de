"""The reconciliation letters of the last two months: made, reviewed, one partner left out."""

from odoo.addons.backoffice_base.rules.periods import due_day, period_of

KEEPERS = {"receivable": "user_clerk", "payable": "user_purchase"}


def write_letters(workshop):
    """Run the month ends of both kinds, as the people who do it; the older ones first, as they follow each other."""
    workshop.company.letter_accountant_id = workshop.ref("user_accountant")
    last = period_of(workshop.today, "month").previous()
    _leave_one_out(workshop, workshop.act_as(workshop.ref(KEEPERS["receivable"])), last)
    for month, suffix in ((last.previous(), "_before"), (last, "")):
        batches = {f"letters_{kind}{suffix}": _run(workshop, kind, month) for kind in KEEPERS}
        workshop.name(batches)


def _run(workshop, kind, month):
    """Return the run of one kind, its letters reviewed."""
    company = workshop.company
    day = company.letter_payable_day if kind == "payable" else company.letter_receivable_day
    batch = workshop.act_as(workshop.ref(KEEPERS[kind]))["reconciliation.batch"].create(
        {
            "kind": kind,
            "cutoff": month.end,
            "period_start": month.start,
            "reply_by": due_day(month.end, day),
            "demand": kind == "receivable",
        }
    )
    batch.action_run()
    batch.with_env(workshop.act_as(workshop.ref("user_accountant"))).action_review_letters()
    return batch


def _leave_one_out(workshop, clerk, month):
    """The smallest debtor is being wound up: the accountant agrees that it gets no letter."""
    snapshot = workshop.env["reconciliation.snapshot"]
    balances = snapshot._get_scope_balances("receivable", workshop.company, month.start, month.end)
    owing = [partner_id for partner_id, amount in balances.items() if amount > 0]
    if not owing:
        return
    exclusion = clerk["reconciliation.exclusion"].create(
        {
            "partner_id": min(owing, key=balances.get),
            "kind": "receivable",
            "date_from": month.start,
            "date_to": due_day(month.end, 31),
            "reason": "客戶清算中，債權已向清算人申報，改以書面函證。",
        }
    )
    exclusion.action_submit()
    exclusion.with_env(workshop.act_as(workshop.ref("user_accountant"))).action_approve()
    workshop.name({"letters_exclusion": exclusion})
