"""What is reserved of the deliveries not invoiced yet; one was forgotten, so the supervisor's number is not zero."""

from datetime import timedelta

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as StdnumError

from odoo import fields
from odoo.fields import Command

INVOICED_FIRST = {"outcome": "issued", "decided_by": "supervisor", "number": "26312000000001234505"}


def reserve(workshop):
    """Give customers their calendars and titles, and take each reservation as far as its row says."""
    orders = _get_open_orders(workshop)
    _note_calendars(workshop, orders)
    told = {orders[int(row["place"]) - 1] for row in workshop.rows("reservations")}
    for row in workshop.rows("reservations"):
        if row["kind"]:
            document = _reserve_one(workshop, orders[int(row["place"]) - 1], row)
            workshop.name({f"reservation_{row['key']}": document})
            _carry_through(workshop, document, row)
    _ask_on_portal(workshop)
    _invoice_first(workshop)
    _reserve_the_rest(workshop, told)


def _ask_on_portal(workshop):
    """The customer who uses the portal asks for the invoice of what its salesperson left open."""
    user = workshop.ref("user_customer")
    partner = user.partner_id.commercial_partner_id
    rows = workshop.env["invoice.register"].search([("partner_id", "=", partner.id), ("unreserved", ">", 0)])
    title = _get_title(workshop, partner)
    form = {
        "order_id": str(rows.order_id[:1].id),
        "title": title.name,
        "vat": title.vat,
        "invoice_kind": "special",
        "note": "請在備註欄註明我司採購單號",
    }
    if rows:
        document = workshop.act_as(user)["invoice.reservation"]._request_from_portal(form)
        workshop.name({"reservation_portal": document})


def _invoice_first(workshop):
    """先票後貨: an order nothing was delivered of is invoiced because the customer pays against the invoice."""
    orders = workshop.env["sale.order"].search([("state", "=", "sale")], order="id desc")
    orders = orders.filtered(lambda order: not any(order.order_line.mapped("qty_delivered")))
    orders = orders.filtered(lambda order: not any(order.order_line.mapped("qty_invoiced")))
    order = orders.sorted(lambda order: bool(order.contract_id))[:1]  # those without contract come first
    if order:
        _get_title(workshop, order.partner_id.commercial_partner_id)
        clerk = workshop.act_as(workshop.ref("user_clerk"))
        action = order.with_env(clerk).action_reserve_before_delivery()
        document = clerk["invoice.reservation"].browse(action["res_id"])
        workshop.name({"reservation_invoice_first": document})
        _carry_through(workshop, document, INVOICED_FIRST)


def _reserve_the_rest(workshop, told):
    """Reserve the deliveries no row speaks of, as the clerk does every morning."""
    rows = workshop.env["invoice.register"].search([("unreserved", ">", 0)])
    rest = rows.filtered(lambda row: row.order_id not in told)
    if rest:
        rest.with_env(workshop.act_as(workshop.ref("user_clerk"))).action_reserve()


def _get_open_orders(workshop):
    """Return the orders with deliveries nobody invoiced, the oldest first."""
    rows = workshop.env["invoice.register"].search([("unreserved", ">", 0)], order="delivered_on, id")
    return list(dict.fromkeys(rows.order_id))


def _note_calendars(workshop, orders):
    values = {}
    for row in workshop.rows("invoice_calendars"):
        partner = orders[int(row["place"]) - 1].partner_id.commercial_partner_id
        values[row["place"]] = {
            "partner_id": partner.id,
            "company_id": workshop.company.id,
            "start_day": int(row["start"]),
            "cutoff_day": int(row["cutoff"]),
            "reconcile_day": int(row["reconcile"]),
            "payment_day": int(row["payment"]),
            "shift": row["shift"],
            "note": row["note"],
        }
    workshop.make("invoice.calendar", "invoice_calendar", values)


def _get_title(workshop, partner):
    titles = workshop.env["invoice.title"]
    found = titles.search([("partner_id", "=", partner.id)], limit=1)
    values = {**titles._prepare_from_partner(partner), "is_default": True}
    try:
        uscc.validate(values["vat"] or "")
    except StdnumError:
        body = f"91310000MA{partner.id:07d}"  # an invented number with a true check digit
        values["vat"] = body + uscc.calc_check_digit(body)
    return found or titles.create({**values, "company_id": workshop.company.id})


def _reserve_one(workshop, order, row):
    partner = order.partner_id.commercial_partner_id
    _get_title(workshop, partner)
    requester = workshop.act_as(workshop.ref(f"user_{row['requested_by']}"))
    open_rows = workshop.env["invoice.register"].search([("order_id", "=", order.id), ("unreserved", ">", 0)])
    values = {
        "kind": row["kind"],
        "partner_id": partner.id,
        "currency_id": order.currency_id.id,
        "reason": row["text"] if row["kind"] == "no_invoice" else False,
        "line_ids": [
            Command.create(
                {
                    "order_line_id": line.order_line_id.id,
                    "stock_move_id": line.stock_move_id.id,
                    "quantity": line.product_uom_id.round(line.unreserved * float(row["share"])),
                }
            )
            for line in open_rows
        ],
    }
    if row["days"]:
        values["planned_date"] = workshop.day(row["days"])
    return requester["invoice.reservation"].create(values)


def _carry_through(workshop, document, row):
    """Take a reservation through the buttons its people press."""
    outcome = row["outcome"]
    if outcome == "draft":
        return
    if outcome == "cancelled":
        document.action_cancel()
        return
    document.action_submit()
    if outcome == "submitted":
        return
    decided = document.with_env(workshop.act_as(workshop.ref(f"user_{row['decided_by']}")))
    if outcome == "rejected":
        decided.action_reject(row["text"])
        return
    decided.action_approve()
    if outcome != "approved":
        _issue(workshop, document, row)


def _issue(workshop, document, row):
    accountant = workshop.act_as(workshop.ref("user_accountant"))
    document.with_env(accountant).action_issue()
    if row["outcome"] == "issuing":
        return
    move = document.sudo().move_id.with_env(accountant)
    move.write({"invoice_date": workshop.today, "tax_invoice_date": workshop.today})
    move.action_post()
    move.tax_invoice_number = row["number"]
    if row["outcome"] == "reversed":
        move._reverse_moves([{"invoice_date": workshop.today}]).action_post()
    elif row["outcome"] in ("delivered", "signed"):
        _hand_over(document, row)


def _hand_over(document, row):
    day = fields.Date.context_today(document)
    document.env["invoice.handover"].create(
        {
            "reservation_ids": document.ids,
            "method": "courier",
            "recipient": row["recipient"],
            "sent_on": day - timedelta(days=1),
            "signed_on": day if row["outcome"] == "signed" else False,
        }
    ).action_confirm()
