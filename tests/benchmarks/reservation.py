"""The invoice register against hand-written SQL, and issuing reservations against Odoo's own invoicing."""

import _deliveries
from _measure import Target, figure, footnote, heading, interleave, median_ms, take

from odoo.tools import SQL

from odoo.addons.sales_backoffice_reservation.services import register_sql

SIZE = SIZE or 20_000
WITHIN, LITTLE = Target("at most", 3.0), Target("at most", 1.2)
ROWS = 80
LIST = {
    "partner_id": {"fields": {"display_name": {}}},
    "picking_id": {"fields": {"display_name": {}}},
    "delivered_on": {},
    "quantity": {},
    "amount": {},
    "planned_date": {},
    "reservation_names": {},
    "invoice_names": {},
    "open_amount": {},
    "open_days": {},
    "status": {},
}
# What the register costs if it knew only this data: one delivery a line, no returns, no order invoiced first.
BY_HAND = """
    SELECT move.id, customer.commercial_partner_id, orders.contract_id, move.picking_id, move.date::date,
           line.product_id, move.quantity, move.quantity * line.price_total / NULLIF(line.product_uom_qty, 0),
           reserved.planned_date, reserved.names, invoiced.names, invoiced.day,
           GREATEST(move.quantity - COALESCE(invoiced.quantity, 0), 0)
               * line.price_total / NULLIF(line.product_uom_qty, 0) AS open_amount,
           CURRENT_DATE - move.date::date AS age, reserved.reason, COALESCE(reserved.user_id, orders.user_id)
      FROM stock_move move
      JOIN stock_location destination ON destination.id = move.location_dest_id AND destination.usage = 'customer'
      JOIN sale_order_line line ON line.id = move.sale_line_id
      JOIN sale_order orders ON orders.id = line.order_id
      JOIN res_partner customer ON customer.id = orders.partner_id
      LEFT JOIN (SELECT link.order_line_id,
                        SUM(CASE WHEN entry.move_type = 'out_refund' THEN -1 ELSE 1 END * item.quantity) AS quantity,
                        STRING_AGG(DISTINCT entry.name, ', ') AS names, MAX(entry.invoice_date) AS day
                   FROM sale_order_line_invoice_rel link
                   JOIN account_move_line item ON item.id = link.invoice_line_id
                   JOIN account_move entry ON entry.id = item.move_id AND entry.state = 'posted'
                  GROUP BY link.order_line_id) invoiced ON invoiced.order_line_id = line.id
      LEFT JOIN (SELECT part.order_line_id, MIN(document.planned_date) AS planned_date,
                        STRING_AGG(DISTINCT document.name, ', ') AS names,
                        STRING_AGG(DISTINCT document.reason, ', ') AS reason, MIN(document.user_id) AS user_id
                   FROM invoice_reservation_line part
                   JOIN invoice_reservation document ON document.id = part.reservation_id
                  WHERE document.state != 'cancelled'
                  GROUP BY part.order_line_id) reserved ON reserved.order_line_id = line.id
     WHERE move.state = 'done'
"""


def without_jit(work):
    def run(env):
        env.cr.execute("SET LOCAL jit = off")
        return work(env)

    return run


def all_rows(env):
    today = env.cr.now().date()
    rows = env.execute_query(SQL("SELECT id, open_amount FROM (%s) r", register_sql.register(today, "UTC")))
    return len(rows), sum(row[1] for row in rows)


def all_by_hand(env):
    rows = env.execute_query(SQL("SELECT id, open_amount FROM (%s) r", SQL(BY_HAND)))
    return len(rows), sum(row[1] for row in rows)


def every_column(env):
    today = env.cr.now().date()
    return len(env.execute_query(register_sql.register(today, "UTC")))


def every_column_by_hand(env):
    return len(env.execute_query(SQL(BY_HAND)))


def as_list(env):
    return env["invoice.register"].web_search_read([], LIST, limit=ROWS)["length"]


def compare(name, works, target):
    taken = interleave({key: lambda w=work: take(env, without_jit(w)) for key, work in works.items()}, 5)
    ms = {key: median_ms(found) for key, found in taken.items()}
    ratio = ms["ours"] / ms["limit"]
    figure(report, name, ours=ms["ours"], limit=ms["limit"], ratio=(ratio, f"{ratio:.2f}×"), target=target)
    footnote(taken)
    return {key: found[-1].result for key, found in taken.items()}


def undone(work):
    """Run ``work`` and take everything back."""

    def run(env):
        savepoint = env.cr.savepoint()
        try:
            result = work(env)
            env.flush_all()
            return result
        finally:
            savepoint.close(rollback=True)
            env.invalidate_all()

    return run


def issue(documents):
    return undone(lambda env: len(documents.with_env(env)._do_issue()))


def invoice(orders):
    return undone(lambda env: len(orders.with_env(env)._create_invoices(grouped=True)))


approved = _deliveries.build(env, SIZE)
heading(f"ms of processor time, median of 5 runs, {SIZE:,} delivery lines")
found = compare("open amount of every delivery", {"ours": all_rows, "limit": all_by_hand}, WITHIN)
print(f"      rows and open amount: {found}", flush=True)
compare("every column of every delivery", {"ours": every_column, "limit": every_column_by_hand}, WITHIN)
compare("first 80 rows of the list", {"ours": as_list, "limit": every_column_by_hand}, None)
heading(f"issuing {len(approved)} reservations", "Odoo")
orders = approved.line_ids.order_id
compare(
    f"draft invoices of {len(orders)} orders", {"ours": issue(approved), "limit": invoice(orders)}, LITTLE
)
