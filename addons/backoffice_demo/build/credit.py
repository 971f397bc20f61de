"""Credit groups and profiles, and the switch that turns credit control on once the history is loaded."""

from datetime import timedelta

from odoo.fields import Command

from ..rules.plan import number


def switch_off(workshop):
    """Load the history first: yesterday's orders were judged by yesterday's figures."""
    workshop.company.credit_control = False


def grant(workshop):
    """Give credit to groups and customers, then switch credit control on."""
    _groups(workshop)
    _profiles(workshop)
    _sign_statements(workshop)
    workshop.company.write({"credit_control": True, "credit_near_ratio": 0.9, "credit_release_grace_days": 3})


def _groups(workshop):
    rows = workshop.rows("credit_groups")
    values = {}
    for row in rows:
        members = workshop.refs(*(f"customer_{key}" for key in row["members"].split()))
        values[row["key"]] = {"name": row["name"], "note": row["note"], "partner_ids": [Command.set(members)]}
    workshop.make("credit.group", "group", values)


def _profiles(workshop):
    """Create the profiles; a limit that ran out is entered archived, as nobody grants one in the past."""
    rows = workshop.rows("credit_profiles")
    profiles = workshop.make(
        "credit.profile", "profile", {row["holder"]: _profile(workshop, row) for row in rows}
    )
    profiles.filtered(lambda profile: not profile.active).action_unarchive()


def _profile(workshop, row):
    holder = workshop.ref(row["holder"])
    is_group = holder._name == "credit.group"
    valid_to = workshop.day(row["valid_to"])
    return {
        "group_id" if is_group else "partner_id": holder.id,
        "company_id": workshop.company.id,
        "currency_id": workshop.ref(f"base.{row['currency']}").id,
        "base_limit": number(row["limit"]),
        "valid_from": workshop.day(row["valid_from"]),
        "valid_to": valid_to,
        "term_rule": row["term_rule"],
        "term_days": int(row["term_days"]),
        "grace_days": int(row["grace_days"]),
        "overdue_tolerance": number(row["tolerance"]),
        "amount_mode": row["amount_mode"],
        "overdue_mode": row["overdue_mode"],
        "deduct_prepayments": bool(row["deduct_prepayments"]),
        "include_bills": bool(row["include_bills"]),
        "note": row["note"],
        "active": valid_to >= workshop.today,
    }


def _sign_statements(workshop):
    """Customers whose term starts with the signed statement signed those of last month and before."""
    profiles = workshop.env["credit.profile"].search([("term_rule", "=", "statement_date")])
    customers = profiles.partner_id + profiles.group_id.partner_ids
    first_of_month = workshop.today.replace(day=1)
    open_invoices = workshop.env["account.move"].search(
        [
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "!=", "paid"),
            ("commercial_partner_id", "in", customers.ids),
            ("invoice_date", "<", first_of_month),
        ]
    )
    for invoice in open_invoices:
        next_month = (invoice.invoice_date.replace(day=28) + timedelta(days=4)).replace(day=1)
        invoice.statement_signed_date = min(
            next_month + timedelta(days=8), workshop.today - timedelta(days=1)
        )
