"""Yesterday's deliveries in the review queue: most pass, some differ, one receipt is missing."""

from datetime import timedelta

from odoo.fields import Command

from . import stock

ORDERED_BEFORE, PRICE_DIGITS = 3, 2
ON_THE_WAY = timedelta(hours=2)
# a receipt needs a picture: one white point will do
PICTURE = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def review(workshop):
    """Deliver what the file plans on the last working day, queue it, and review some of it."""
    company, rows = workshop.company, workshop.rows("reviews")
    day = workshop.env["backoffice.workday"]._add(company, workshop.today, -1)
    company.write(
        {
            "delivery_review_start": day,
            "delivery_review_user_ids": [Command.set(workshop.refs("user_manager"))],
        }
    )
    strict, company.price_guard = company.price_guard, False  # nobody held these orders at the time
    pickings = {row["key"]: _deliver(workshop, row, day) for row in rows}
    company.price_guard = strict
    reviews = _queue(workshop, pickings)
    workshop.name({f"review_{key}": item for key, item in reviews.items()})
    for row in rows:
        _handle(workshop, row, reviews[row["key"]])


def _deliver(workshop, row, day):
    """Order, ship and sign one delivery."""
    order = workshop.env["sale.order"].create(_order(workshop, row, day))
    workshop.name({f"order_review_{row['key']}": order})
    for line in order.order_line:
        line.price_unit = round(line.price_unit * float(row["price"]), PRICE_DIGITS)
    order.action_confirm()
    ordered_on = workshop.moment(day - timedelta(days=ORDERED_BEFORE), row["key"])
    order.write({"date_order": ordered_on, "price_confirmed_on": ordered_on})
    picking = order.picking_ids
    for move in picking.move_ids:
        move.quantity = round(move.product_uom_qty * float(row["shipped"]))
    stock.validate({picking: workshop.moment(day, row["key"])})
    if row["signed"]:
        _sign(workshop, picking, float(row["signed"]))
    return picking


def _order(workshop, row, day):
    customer = workshop.ref(f"customer_{row['customer']}")
    return {
        "partner_id": customer.id,
        "user_id": customer.user_id.id,
        "client_order_ref": f"PO-{row['key']}",
        "order_line": [
            Command.create(
                {
                    "product_id": workshop.ref(f"product_{code.lower()}").id,
                    "product_uom_qty": int(row["quantity"]) + number,
                }
            )
            for number, code in enumerate(row["products"].split())
        ],
    }


def _sign(workshop, picking, share):
    nothing = workshop.env["delivery.reason"]
    quantities = {
        move: (round(move.product_uom_qty * share), 0.0, nothing)
        for move in picking.move_ids.filtered(lambda move: move.state == "done")
    }
    picking._write_tracking({"left_on": picking.date_done})
    picking._do_sign("王師傅", quantities, picking.date_done + ON_THE_WAY, [PICTURE])


def _queue(workshop, pickings):
    """Queue every delivery of the day, as the scheduled action does; return ours by their keys."""
    service, every = workshop.env["delivery.review.queue"], workshop.env["stock.picking"]
    while waiting := service._get_unqueued(workshop.company, 500):
        service._queue(waiting)
    missing = every.union(*pickings.values()).filtered(lambda picking: not picking.delivery_review_ids)
    if missing:
        service._queue(missing)
    return {key: picking.delivery_review_ids for key, picking in pickings.items()}


def _handle(workshop, row, review):
    """Let the people of the file say how a difference is handled, and close what they reviewed."""
    if row["handling"]:
        lines = review.line_ids.filtered("reasons").with_env(workshop.act_as(workshop.ref("user_supervisor")))
        lines.write({"handling": row["handling"], "explanation": row["explanation"]})
    if row["reviewed_by"]:
        reviewer = workshop.act_as(workshop.ref(f"user_{row['reviewed_by']}"))
        review.with_env(reviewer).action_review()
