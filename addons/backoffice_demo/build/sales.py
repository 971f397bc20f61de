"""Orders of customers, their deliveries and returns."""

from odoo.fields import Command

from . import stock


def sell(workshop):
    """Create and confirm the orders of the past; the open quotations follow when credit control is on."""
    plans = [plan for plan in workshop.orders if plan.state != "quotation"]
    workshop.sales = enter(workshop, plans)
    confirmed = [plan for plan in plans if plan.state == "sale"]
    _all(workshop, confirmed).action_confirm()
    for plan in confirmed:
        workshop.sales[plan.key].date_order = workshop.moment(plan.day, plan.key)
    _all(workshop, [plan for plan in plans if plan.state == "cancel"])._action_cancel()


def enter(workshop, plans):
    """Create draft orders and name them; return {key of the plan: order}."""
    values = {plan.key: _order(workshop, plan) for plan in plans}
    orders = workshop.make("sale.order", "order", values)
    return dict(zip(values, orders, strict=True))


def _order(workshop, plan):
    customer = workshop.ref(f"customer_{plan.customer}")
    salesperson = workshop.find(plan.salesperson and f"user_{plan.salesperson}") or customer.user_id
    lines = [
        {"product_id": workshop.ref(f"product_{line.product.lower()}").id, "product_uom_qty": line.quantity}
        for line in plan.lines
    ]
    return {
        "partner_id": customer.id,
        "user_id": salesperson.id,
        "date_order": workshop.moment(plan.day, plan.key),
        "commitment_date": workshop.moment(plan.delivery or plan.day, plan.key, 13, 4),
        "order_line": [Command.create(line) for line in lines],
    }


def deliver(workshop):
    plans = [plan for plan in workshop.orders if plan.state == "sale" and plan.delivery]
    moments, shares = {}, {}
    for plan in plans:
        pickings = workshop.sales[plan.key].picking_ids
        moments[pickings] = workshop.moment(plan.delivery, plan.key)
        if plan.delivered < 1:
            shares[pickings] = plan.delivered
    stock.validate(moments, shares)


def take_back(workshop):
    """Take back a tenth of the first line of the orders that plan a return."""
    returns = {}
    for plan in workshop.orders:
        if plan.returned and plan.invoice:
            move = workshop.sales[plan.key].order_line[0].move_ids.filtered(lambda move: move.state == "done")
            quantity = move.product_uom.round(move.quantity / 10, rounding_method="UP")
            returns[move.picking_id] = (move, quantity, workshop.moment(plan.returned, plan.key))
    stock.give_back(returns)


def _all(workshop, plans):
    return workshop.env["sale.order"].union(*(workshop.sales[plan.key] for plan in plans))
