"""Customer invoices of what was delivered, and credit notes of what came back or cost too much."""

from odoo.fields import Command

from . import payments

ALLOWANCE = 0.02


def invoice(workshop):
    """Invoice the delivered goods; some invoices stay drafts."""
    plans = [plan for plan in workshop.orders if plan.state == "sale" and plan.invoice]
    moves = workshop.env["account.move"].create([_invoice(workshop, plan) for plan in plans])
    workshop.invoices = dict(zip([plan.key for plan in plans], moves, strict=True))
    drafts = moves.browse(workshop.invoices[plan.key].id for plan in plans if plan.is_draft)
    (moves - drafts).action_post()
    told = {row["order"] for row in workshop.rows("scenario")}
    workshop.name({f"invoice_{key}": move for key, move in workshop.invoices.items() if key in told})


def _invoice(workshop, plan):
    order = workshop.sales[plan.key]
    lines = order.order_line.filtered("qty_to_invoice")
    return {
        **order._prepare_invoice(),
        "invoice_date": plan.invoice,
        "invoice_line_ids": [Command.create(line._prepare_invoice_line()) for line in lines],
    }


def credit(workshop):
    """Credit returned goods, and give a price reduction on some invoices."""
    returned = [plan for plan in workshop.orders if plan.returned and plan.invoice and not plan.is_draft]
    reduced = [plan for plan in workshop.orders if plan.allowance and plan.invoice and not plan.is_draft]
    values = [_credit_of_return(workshop, plan) for plan in returned]
    values += [_allowance(workshop, plan) for plan in reduced]
    notes = workshop.env["account.move"].create(values)
    notes.action_post()
    workshop.credit_notes = dict(zip([plan.key for plan in returned + reduced], notes, strict=True))


def _credit_of_return(workshop, plan):
    order = workshop.sales[plan.key]
    lines = [
        line._prepare_invoice_line(quantity=-line.qty_to_invoice)
        for line in order.order_line
        if line.qty_to_invoice < 0
    ]
    return _credit_note(workshop, plan, plan.returned, lines, "quantity")


def _allowance(workshop, plan):
    lines = [
        line._prepare_invoice_line(
            quantity=line.qty_invoiced, price_unit=round(line.price_unit * ALLOWANCE, 2)
        )
        for line in workshop.sales[plan.key].order_line
    ]
    return _credit_note(workshop, plan, plan.allowance, lines, "price")


def _credit_note(workshop, plan, day, lines, effect):
    return {
        **workshop.sales[plan.key]._prepare_invoice(),
        "move_type": "out_refund",
        "reversed_entry_id": workshop.invoices[plan.key].id,
        "credit_note_effect": effect,
        "invoice_date": day,
        "invoice_line_ids": [Command.create(line) for line in lines],
    }


def collect(workshop):
    """Enter the money of the customers and match it with invoices and credit notes."""
    money, prepaid = [], []
    for plan in workshop.orders:
        move = workshop.invoices.get(plan.key)
        for payment in plan.payments if plan.state == "sale" else ():
            if move and not plan.is_draft:
                money.append(payments.Money(move, *payment))
            else:
                prepaid.append((workshop.sales[plan.key], payment))
    notes = {workshop.invoices[key]: note for key, note in workshop.credit_notes.items()}
    payments.pay(workshop, money, notes)
    payments.prepay(workshop, prepaid)
