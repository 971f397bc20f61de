"""Checks the data set and the figures against the ORM, slowly and independently of the SQL that is measured."""

import random

from odoo.fields import Domain
from odoo.tools import float_compare, float_round

SAMPLE = 25
STORED = {
    "sale.order": ("amount_total", "invoice_status", "delivery_status"),
    "sale.order.line": ("qty_delivered", "qty_invoiced", "price_total", "qty_to_invoice"),
    "account.move": ("amount_total", "amount_residual", "payment_state"),
    "account.move.line": ("amount_residual", "amount_residual_currency", "reconciled", "price_total"),
    "stock.picking": ("state",),
}


def sample_of(customers):
    """Return some customers, others at each run."""
    return customers.browse(random.SystemRandom().sample(customers.ids, min(SAMPLE, len(customers))))


def stored_values(env):
    """Compute the stored fields of some customers again and compare: the copies by SQL must hold."""
    customers = sample_of(env["res.partner"].search([("ref", "=", "bench"), ("parent_id", "=", False)]))
    orders = env["sale.order"].search([("partner_id", "in", customers.ids)])
    moves = env["account.move"].search([("commercial_partner_id", "in", customers.ids)])
    records = [orders, orders.order_line, orders.picking_ids, moves, moves.line_ids]
    for recordset in records:
        names = STORED[recordset._name]
        before = recordset.read(names, load=None)
        for name in names:
            env.add_to_compute(recordset._fields[name], recordset)
        recordset._recompute_recordset(names)
        differences = [
            (old, new)
            for old, new in zip(before, recordset.read(names, load=None), strict=True)
            if old != new
        ]
        assert not differences, f"{recordset._name}: {differences[:3]}"
        print(f"  stored fields of {len(recordset)} {recordset._name}: as computed by the ORM", flush=True)
    env.cr.rollback()


def exposure_of(customer):
    """Return A, B, C and D of a customer in the company currency, record by record."""
    env = customer.env
    lines = env["account.move.line"].search(
        Domain("partner_id", "child_of", customer.id)
        & Domain("account_id.account_type", "=", "asset_receivable")
        & Domain("parent_state", "=", "posted")
    )
    moves = env["account.move"].search(
        Domain("partner_id", "child_of", customer.id)
        & Domain("move_type", "in", ("out_invoice", "out_receipt"))
        & Domain("state", "=", "draft")
    )
    parts = [
        _of_order(order)
        for order in env["sale.order"].search([("partner_invoice_id", "child_of", customer.id)])
    ]
    return {
        "receivable": sum(lines.mapped("amount_residual_currency")),
        "delivered": sum(delivered for delivered, _ordered in parts),
        "ordered": sum(ordered for _delivered, ordered in parts),
        "draft": sum(moves.mapped("amount_total")),
    }


def _of_order(order):
    delivered = ordered = 0.0
    for line in order.order_line.filtered("product_id"):
        items = line.invoice_lines.filtered(lambda item: item.parent_state != "cancel")
        invoiced = sum(-item.quantity * item.move_id.direction_sign for item in items)
        unit = line.price_total / line.product_uom_qty
        delivered += _round(order, unit * max(line.qty_delivered - invoiced, 0.0))
        if order.state == "sale":
            ordered += _round(
                order, unit * max(line.product_uom_qty - max(line.qty_delivered, invoiced), 0.0)
            )
    return delivered, ordered


def _round(order, amount):
    return float_round(amount, precision_rounding=order.currency_id.rounding)


def compare(customers, figures):
    """Return how many of the customers have exactly the ``{customer id: {bucket: amount}}`` the ORM finds."""
    wrong = []
    for customer in customers:
        expected, found = exposure_of(customer), figures[customer.id]
        wrong += [
            f"{customer.name}: {name} is {float(found[name])}, by the ORM {amount}"
            for name, amount in expected.items()
            if float_compare(float(found[name]), amount, precision_digits=2)
        ]
    assert not wrong, "\n".join(wrong)
    return len(customers)
