"""Orders at the mills, their receipts, and the mills' bills."""

from odoo.fields import Command

from . import payments, stock


def buy(workshop):
    plans = workshop.purchases
    orders = workshop.env["purchase.order"].create([_order(workshop, plan) for plan in plans])
    workshop.name({f"purchase_{plan.key}": order for plan, order in zip(plans, orders, strict=True)})
    pairs = [(plan, order) for plan, order in zip(plans, orders, strict=True) if plan.state == "purchase"]
    workshop.env["purchase.order"].union(*(order for _plan, order in pairs)).button_confirm()
    for plan, order in pairs:
        order.date_approve = workshop.moment(plan.day, plan.key, 11, 5)
    _receive(workshop, pairs)
    _enter_bills(workshop, pairs)


def _order(workshop, plan):
    mill = workshop.ref(f"mill_{plan.mill}")
    return {
        "partner_id": mill.id,
        "date_order": workshop.moment(plan.day, plan.key),
        "currency_id": mill.property_purchase_currency_id.id,
        "user_id": workshop.ref("user_purchase").id,
        "order_line": [Command.create(_line(workshop, plan, line)) for line in plan.lines],
    }


def _line(workshop, plan, line):
    """Return a complete line: what is missing would be looked up line by line."""
    product = workshop.ref(f"product_{line.product.lower()}")
    return {
        "product_id": product.id,
        "name": product.display_name,
        "product_qty": line.quantity,
        "product_uom_id": product.uom_id.id,
        "price_unit": round(product.seller_ids[:1].price * _price_level(workshop, plan.day), 2),
        "tax_ids": [Command.set(workshop.company.account_purchase_tax_id.ids)],
        "date_planned": workshop.moment(plan.due or plan.receipt, plan.key, 17, 1),
    }


def _price_level(workshop, day):
    """Return how dear paper was on a day: mills' prices moved as ours did."""
    age = (day - workshop.today).days
    versions = [row for row in workshop.rows("pricelists") if row["key"] == "standard"]
    levels = [float(row["factor"]) for row in versions if int(row["from_day"]) <= age <= int(row["to_day"])]
    return levels[0] if levels else float(versions[0]["factor"])


def _receive(workshop, pairs):
    received = {order: workshop.moment(plan.receipt, plan.key) for plan, order in pairs if plan.receipt}
    stock.validate({order.picking_ids: moment for order, moment in received.items()})


def _enter_bills(workshop, pairs):
    """Bill what was received; the mill's invoice number is made of the day and our order."""
    billed = [(plan, order) for plan, order in pairs if plan.bill]
    bills = workshop.env["account.move"].create([_bill(workshop, plan, order) for plan, order in billed])
    bills.action_post()
    paid = [
        payments.Money(bill, plan.payment)
        for bill, (plan, _order) in zip(bills, billed, strict=True)
        if plan.payment
    ]
    payments.pay(workshop, paid)


def _bill(workshop, plan, order):
    lines = order.order_line.filtered("qty_received")
    return {
        **order._prepare_invoice(),
        "ref": f"{plan.bill:%y%m%d}{order.id:06d}",
        "invoice_date": plan.bill,
        "date": plan.bill,
        "invoice_line_ids": [Command.create(line._prepare_account_move_line()) for line in lines],
    }
