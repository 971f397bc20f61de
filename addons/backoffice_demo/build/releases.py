"""Quotations of this week, and what people asked for and decided; each step is done by its person."""

from odoo.fields import Command

from . import sales


def quote(workshop):
    """Enter the open quotations of the story."""
    plans = [plan for plan in workshop.orders if plan.state == "quotation"]
    workshop.sales |= sales.enter(workshop, plans)


def decide(workshop):
    """Request, approve and reject releases and disputes, and use one release up."""
    for row in workshop.rows("releases"):
        release = _request_release(workshop, row)
        workshop.name({f"release_{row['key']}": release})
        _carry_through(workshop, release, row)
    for row in workshop.rows("disputes"):
        dispute = _request_dispute(workshop, row)
        workshop.name({f"dispute_{row['key']}": dispute})
        _carry_through(workshop, dispute, {**row, "outcome": "approved"})


def _request_release(workshop, row):
    requester = workshop.ref(f"user_{row['requested_by']}")
    values = {
        "kind": row["kind"],
        "profile_id": workshop.ref(f"profile_{row['holder']}").id,
        "date_from": workshop.day(row["from"]),
        "date_to": workshop.day(row["to"]),
        "reason": row["reason"],
        "plan_ids": [
            Command.create(
                {
                    "date": workshop.day(row["plan_day"]),
                    "amount": float(row["plan_amount"]),
                    "user_id": workshop.ref(f"user_{row['plan_by']}").id,
                }
            )
        ],
    }
    if row["order"]:
        values["order_id"] = workshop.ref(f"order_{row['order']}").id
    if row["amount"]:
        values["amount"] = float(row["amount"])
    return workshop.act_as(requester)["credit.release"].create(values)


def _request_dispute(workshop, row):
    return workshop.act_as(workshop.ref(f"user_{row['requested_by']}"))["credit.dispute"].create(
        {
            "move_id": workshop.ref(f"invoice_{row['invoice']}").id,
            "reason_kind": row["kind"],
            "note": row["note"],
            "date_to": workshop.day(row["until"]),
        }
    )


def _carry_through(workshop, document, row):
    """Take a request as far as its row says, through the buttons its people press."""
    outcome = row["outcome"]
    if outcome == "draft":
        return
    document.action_submit()
    if outcome == "submitted":
        return
    decided = document.with_env(workshop.act_as(workshop.ref(f"user_{row['decided_by']}")))
    if outcome == "rejected":
        decided.action_reject(row["decision_reason"])
        return
    decided.action_approve(row["decision_reason"])
    if outcome == "used":
        order = workshop.ref(f"order_{row['order']}")
        order.with_env(workshop.act_as(workshop.ref("user_clerk"))).action_confirm()
    elif outcome == "expired":
        document.sudo()._do_expire()
