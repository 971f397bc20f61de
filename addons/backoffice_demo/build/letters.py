"""The reconciliation letters of last month: made, reviewed, two of them sent, one partner left out."""

from odoo.addons.backoffice_base.rules.periods import due_day, period_of

KEEPERS = {"receivable": "user_clerk", "payable": "user_purchase"}
SENT = 2


def write_letters(workshop):
    """Run the month end of both kinds, as the people who do it."""
    month = period_of(workshop.today, "month").previous()
    supervisor = workshop.act_as(workshop.ref("user_accountant"))
    for kind, keeper in KEEPERS.items():
        clerk = workshop.act_as(workshop.ref(keeper))
        if kind == "receivable":
            _leave_one_out(workshop, clerk, month)
        company = workshop.company
        day = company.letter_payable_day if kind == "payable" else company.letter_receivable_day
        batch = clerk["reconciliation.batch"].create(
            {
                "kind": kind,
                "cutoff": month.end,
                "period_start": month.start,
                "reply_by": due_day(month.end, day),
                "demand": kind == "receivable",
            }
        )
        batch.action_run()
        workshop.name({f"letters_{kind}": batch})
        batch.with_env(supervisor).action_review_letters()
        _send(batch)


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


def _send(batch):
    """Print the first letters, so that their proof is there to be seen."""
    letters = batch.letter_ids.filtered(lambda letter: letter.state == "reviewed")
    if letters:
        letters.sorted("overdue", reverse=True)[:SENT].action_print()
