"""Deliveries in every standing of the invoice register: a seed through the ORM, multiplied by SQL."""

import _clone

from odoo.fields import Command

RESERVATIONS = ("invoice_reservation", "invoice_reservation_line")
ORDERS, LINES, APPROVED = (
    38,
    4,
    4,
)  # per seed: 38 orders of 4 lines, and 4 of 2 lines whose reservation is approved
SEED_LINES = ORDERS * LINES + APPROVED * 2


def build(env, count):
    """Make ``count`` delivery lines, and for every 160 of them four approved reservations."""
    env.company.credit_control = False
    _clone.TABLES = (*_clone.TABLES, *RESERVATIONS)
    bottoms = _clone.marks(env)
    _seed(env)
    _clone.multiply(env, bottoms, max(1, count // SEED_LINES))
    env.invalidate_all()
    approved = env["invoice.reservation"].search([("state", "=", "approved")])
    for document in approved:  # the seal names records, and the copies are other records
        document._write_by_flow({"approval_hash": document._get_fingerprint()})
    env.flush_all()
    env.cr.commit()
    env.cr.execute("ANALYZE")
    return approved


def _seed(env):
    clerk, supervisor = (_user(env, role) for role in ("clerk", "supervisor"))
    product = env["product.product"].create(
        {"name": "Bench paper", "type": "consu", "invoice_policy": "delivery", "taxes_id": [Command.clear()]}
    )
    customers = env["res.partner"].create(
        [{"name": f"Bench {number}", "is_company": True, "ref": "bench"} for number in range(10)]
    )
    for customer in customers:
        title = {"partner_id": customer.id, "name": customer.name, "vat": "91110000600037341L"}
        env["invoice.title"].create({**title, "is_default": True})
    for number in range(ORDERS + APPROVED):
        is_approved = number >= ORDERS
        order = _deliver(env, customers[number % 10], product, 2 if is_approved else LINES)
        if is_approved:
            _reserve(order, clerk, supervisor)
        elif number % 4 == 1:
            _reserve(order, clerk)
        elif number % 4 == 2:
            _post(env, _reserve(order, clerk, supervisor))
        elif number % 4 == 3:
            order._create_invoices().write({"invoice_date": "2026-01-31"})
            order.invoice_ids.action_post()
    env.flush_all()


def _user(env, role):
    groups = env.ref(f"backoffice_base.group_{role}")
    values = {"name": role, "login": f"bench_{role}", "group_ids": [Command.set(groups.ids)]}
    return env["res.users"].with_context(no_reset_password=True).create(values)


def _deliver(env, customer, product, lines):
    vals = {"product_id": product.id, "price_unit": 100.0}
    commands = [Command.create({**vals, "product_uom_qty": 2 + line}) for line in range(lines)]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": commands})
    order.action_confirm()
    for move in order.picking_ids.move_ids:
        move.write({"quantity": move.product_uom_qty, "picked": True})
    order.picking_ids.with_context(skip_sms=True).button_validate()
    return order


def _reserve(order, clerk, reviewer=None):
    commands = [
        Command.create(
            {"order_line_id": move.sale_line_id.id, "stock_move_id": move.id, "quantity": move.quantity}
        )
        for move in order.picking_ids.move_ids
    ]
    document = order.env["invoice.reservation"].with_user(clerk).create(
        {"partner_id": order.partner_id.id, "currency_id": order.currency_id.id, "line_ids": commands}
    )  # fmt: skip
    if reviewer:
        document.action_submit()
        document.with_user(reviewer).action_approve()
    return document


def _post(env, document):
    document.with_env(env).action_issue()
    document.with_env(env).move_id.write({"invoice_date": "2026-01-31"})
    document.with_env(env).move_id.action_post()
