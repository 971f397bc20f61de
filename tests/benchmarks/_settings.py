"""Gives every customer its credit, in our terms and in the peer's, as far as either is installed."""

import _seed

LIMIT = 10_000_000.0
TERM_RULES = ("invoice_date", "delivery_date", "month_end", "statement_date", "due_date")


def apply(env):
    """Nobody is over the limit and everything is counted, so that each side measures everything and holds nothing."""
    env = env(context={**env.context, "tracking_disable": True})
    customers = _seed.get_customers(env)
    if "credit.profile" in env:
        env["credit.profile"].create(
            [
                {
                    "partner_id": customer.id,
                    "base_limit": LIMIT,
                    "overdue_tolerance": LIMIT,
                    "term_rule": TERM_RULES[position % len(TERM_RULES)],
                }
                for position, customer in enumerate(customers)
            ]
        )
    if "risk_total" in customers:
        included = [name for _value, _limit, name in customers._risk_field_list()]
        customers.write({"credit_limit": LIMIT, **dict.fromkeys(included, True)})
    env.cr.commit()
