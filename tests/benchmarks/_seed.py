"""Builds the data set: a seed of customers through the ORM, multiplied by SQL, then checked against the ORM.

Per customer: ten invoices from delivered orders (five paid, some of the others partly, some still drafts), two open
orders (some delivered in part or in full), here and there a credit note or money not yet matched; half of the
customers have an invoice address of their own.
"""

import time

import _check
import _clone
import _trade

from odoo.fields import Command

SEEDS = 20
DRAFTS = 50  # quotations to confirm: as many of different customers, as many of one


def build(env, size):
    """Create ``size`` customers with their trade, and the quotations the benchmarks confirm."""
    started = time.perf_counter()
    copies = max(round(size / SEEDS), 1)
    # mail follows nobody here: what is measured later runs with mail as usual
    quiet = env(
        context={**env.context, "tracking_disable": True, "mail_create_nosubscribe": True, "skip_sms": True}
    )
    user = _create_user(quiet)
    products = _create_products(quiet)
    marks = _clone.marks(quiet)
    customers = _create_customers(quiet, user)
    _trade.run(quiet, customers, products)
    quiet.flush_all()
    _clone.multiply(quiet, marks, copies)
    env.invalidate_all()
    _create_quotations(quiet, user, products)
    env.cr.commit()
    _check.stored_values(env)
    print(f"{copies * SEEDS} customers in {time.perf_counter() - started:.0f} s", flush=True)


def get_customers(env):
    """Return the customers of the data set."""
    return env["res.partner"].search([("ref", "=", "bench"), ("parent_id", "=", False)])


def _create_user(env):
    return env["res.users"].create(
        {
            "name": "Benchmark",
            "login": "bench",
            "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman_all_leads").id)],
        }
    )


def _create_products(env):
    products = env["product.product"].create(
        [
            {
                "name": f"Paper {number}",
                "type": "consu",
                "is_storable": True,
                "list_price": 40.0 + 7.5 * number,
                "invoice_policy": "delivery" if number % 2 else "order",
            }
            for number in range(20)
        ]
    )
    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, stock, 10_000_000)
    return products


def _create_customers(env, user):
    terms = [env.ref("account.account_payment_term_30days").id, False]
    customers = env["res.partner"].create(
        [
            {
                "name": f"Customer {number}",
                "ref": "bench",
                "is_company": True,
                "user_id": user.id,
                "email": f"customer{number}@example.com",
                "property_payment_term_id": terms[number % 2],
            }
            for number in range(SEEDS)
        ]
    )
    env["res.partner"].create(
        [
            {"name": "Accounts payable", "type": "invoice", "parent_id": customer.id}
            for customer in customers[::2]
        ]
    )
    return customers


def _create_quotations(env, user, products):
    customers = get_customers(env)
    step = max(len(customers) // DRAFTS, 1)
    chosen = [customers[number * step % len(customers)] for number in range(DRAFTS)]
    for mark, holders in (("distinct", chosen), ("same", [customers[0]] * DRAFTS)):
        orders = _trade.create_orders(
            env, [(holder, number) for number, holder in enumerate(holders)], products, user_id=user.id
        )
        orders.client_order_ref = mark
