"""The morning's queue: reviews of all deliveries with their findings, against a loop through the ORM that does less."""

import json
from datetime import timedelta

from _measure import Target, figure, footnote, heading, interleave, median_ms, take

from odoo import fields
from odoo.fields import Command

SIZE = SIZE or 1000
SEED, LINES = 50, 3
IN_TIME, AGAINST_ORM = Target("at most", 2.0), Target("at most", 0.5)


def seed(env):
    """Deliver ``SEED`` orders through the ORM; return their transfers."""
    products = env["product.product"].create(
        [
            {"name": f"Paper {number}", "type": "consu", "list_price": 100.0, "taxes_id": [Command.clear()]}
            for number in range(20)
        ]
    )
    customers = env["res.partner"].create([{"name": f"Printer {n}", "is_company": True} for n in range(25)])
    _publish(env, products)
    env.company.write({"price_guard": False, "credit_control": False})
    orders = env["sale.order"].create(
        [
            {
                "partner_id": customers[number % len(customers)].id,
                "client_order_ref": f"PO {number}",
                "order_line": [
                    Command.create(
                        {
                            "product_id": products[(number + line) % len(products)].id,
                            "product_uom_qty": 5 + line,
                            "price_unit": 90.0 if number % 10 == 0 else 100.0,
                        }
                    )
                    for line in range(LINES)
                ],
            }
            for number in range(SEED)
        ]
    )
    orders.action_confirm()
    moves = orders.picking_ids.move_ids
    for move in moves:
        move.quantity = move.product_uom_qty
    moves.picked = True
    orders.picking_ids._action_done()
    env.company.price_guard = True
    return orders.picking_ids


def _publish(env, products):
    """Bring a price sheet at 100 into force."""
    pricelist = env["product.pricelist"].create({"name": "Bench"})
    sheet = env["sale.price.sheet"].create(
        {
            "pricelist_id": pricelist.id,
            "line_ids": [
                Command.create(
                    {"product_id": product.id, "price": 100.0, "floor_price": 80.0, "min_quantity": 0.0}
                )
                for product in products
            ],
        }
    )
    moment = fields.Datetime.now() - timedelta(days=90)
    sheet._write_by_flow({"state": "approved", "approved_on": moment, "in_force_from": moment})
    env.company.price_pricelist_id = pricelist


def multiply(env, pickings, size):
    """Copy the orders and transfers in SQL until there are ``size``; return the ids of the transfers."""
    env.flush_all()
    ids = list(pickings.ids)
    for round_ in range(1, -(-size // len(pickings))):
        ids += _copy(env, pickings, round_)
    env.cr.execute("ANALYZE")
    return ids[:size]


def _copy(env, pickings, round_):
    orders = _clone(env, "sale_order", pickings.sale_id.ids, round_, {})
    lines = _clone(env, "sale_order_line", pickings.sale_id.order_line.ids, round_, {"order_id": orders})
    transfers = _clone(env, "stock_picking", pickings.ids, round_, {"sale_id": orders})
    _clone(env, "stock_move", pickings.move_ids.ids, round_, {"picking_id": transfers, "sale_line_id": lines})
    return list(transfers.values())


def _clone(env, table, ids, round_, links):
    """Copy rows with their links moved; return {old id: new id}."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    env.cr.execute(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, %s)", [len(ids)])
    fresh = dict(zip(sorted(ids), (row[0] for row in env.cr.fetchall()), strict=True))
    own = {"client_order_ref": "client_order_ref || '-' || %s", "name": "name || '-' || %s"}
    marked = set(own) if table in ("sale_order", "stock_picking") else set()
    columns, arguments = [], []
    for name in names:
        if name in links:
            columns.append(f"(%s::jsonb ->> {name}::text)::int")
            arguments.append(_as_json(links[name]))
        elif name in marked:
            columns.append(own[name])
            arguments.append(str(round_))
        else:
            columns.append(f'"{name}"')
    quoted = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {table} (id, {quoted}) SELECT (%s::jsonb ->> id::text)::int, {', '.join(columns)} "
        f"FROM {table} WHERE id = ANY(%s)",
        [_as_json(fresh), *arguments, list(ids)],
    )
    return fresh


def _as_json(mapping):
    return json.dumps({str(key): value for key, value in mapping.items()})


def queue(env, ids):
    """Make the reviews, in chunks as the scheduled action does."""
    service = env["delivery.review.queue"]
    for start in range(0, len(ids), 500):
        service._queue(env["stock.picking"].browse(ids[start : start + 500]))
    env.flush_all()


def create_one_by_one(env, ids):
    """Do the least a loop over the deliveries would: read order, receipt, taxes and cost, and create the review.

    No price in force, no running total over deliveries, no duplicates, no proof of what was judged.
    """
    for picking in env["stock.picking"].browse(ids):
        lines = [Command.create(compare(move)) for move in picking.move_ids]
        env["delivery.review"].create(
            {
                "name": picking.name,
                "picking_id": picking.id,
                "company_id": picking.company_id.id,
                "partner_id": picking.partner_id.commercial_partner_id.id,
                "user_id": picking.sale_id.user_id.id,
                "order_id": picking.sale_id.id,
                "validated_on": picking.date_done,
                "delivery_day": picking.date_done.date(),
                "due_day": picking.date_done.date(),
                "due_on": picking.date_done,
                "line_ids": lines,
            }
        )


def compare(move):
    line = move.sale_line_id
    reasons = [
        name
        for name, differs in (
            ("over_ordered", line.qty_delivered > line.product_uom_qty),
            ("signed_less", move.is_signed and move.signed_quantity != move.quantity),
            ("tax", line.tax_ids != line.product_id.taxes_id),
            ("discount", line.discount > 0),
            ("other_product", line.product_id != move.product_id),
        )
        if differs
    ]
    return {
        "company_id": move.company_id.id,
        "move_id": move.id,
        "sale_line_id": line.id,
        "order_id": line.order_id.id,
        "product_id": move.product_id.id,
        "uom_id": move.product_uom.id,
        "ordered_quantity": line.product_uom_qty,
        "quantity": move.quantity,
        "currency_id": line.currency_id.id,
        "price_unit": line.price_unit,
        "cost": move.value or line.product_id.standard_price * move.quantity,
        "reasons": [["quantity", reason] for reason in reasons],
    }


def measure(work, ids):
    """Take one run of ``work`` and undo it."""
    env.flush_all()
    with env.cr.savepoint() as savepoint:
        taken = take(env, lambda e: work(e, ids))
        savepoint.rollback()
    env.invalidate_all()
    return taken


ids = multiply(env, seed(env), SIZE)
env.invalidate_all()
heading(f"review queue of {len(ids):,} deliveries with {len(ids) * LINES:,} lines", limit="ORM loop")
measure(queue, ids[:50])
few, many = (measure(queue, ids[:count]).queries for count in (min(100, SIZE), min(500, SIZE)))
taken = interleave(
    {"ours": lambda: measure(queue, ids), "orm": lambda: measure(create_one_by_one, ids)}, runs=3
)
ms = {name: median_ms(found) for name, found in taken.items()}
figure(
    report,
    "reviews with their findings",
    ours=ms["ours"],
    limit=ms["orm"],
    ratio=(ms["ours"] / 1000, f"{ms['ours'] / 1000:.2f} s"),
    target=IN_TIME,
)
figure(
    report,
    "… against a loop that reads and creates",
    ours=ms["ours"],
    limit=ms["orm"],
    ratio=(ms["ours"] / ms["orm"], f"{ms['ours'] / ms['orm']:.2f} of the loop"),
    target=AGAINST_ORM,
)
footnote(taken)
report("queries for 100 deliveries", few, "queries")
report("queries for 500 deliveries", many, "queries")
env.cr.rollback()
