"""The trade of the seed customers, through the ORM: orders, deliveries, invoices, payments."""

from datetime import date, datetime, timedelta

from odoo.fields import Command

INVOICES, PAID, OPEN_ORDERS = 10, 5, 2
NOON = timedelta(hours=12)


def run(env, customers, products):
    """Give every customer its ten invoices and two open orders."""
    journal = _prepare_bank(env)
    number = {customer: position for position, customer in enumerate(customers)}
    closed = create_orders(
        env, [(customer, order) for customer in customers for order in range(INVOICES)], products
    )
    closed.action_confirm()
    _deliver(closed, 1.0)
    invoices = {order: order._create_invoices() for order in closed}
    for order, invoice in invoices.items():
        invoice.invoice_date = _day(number[order.partner_id], order.client_order_ref)
    drafts = closed.filtered(
        lambda order: order.client_order_ref == "9" and number[order.partner_id] % 4 == 2
    )
    posted = {order: invoice for order, invoice in invoices.items() if order not in drafts}
    env["account.move"].union(*posted.values()).action_post()
    _pay(env, journal, posted, number)
    _credit(env, customers, journal, products)
    _open_orders(env, customers, products, number)
    for order in closed:
        _backdate(order, _day(number[order.partner_id], order.client_order_ref))


def create_orders(env, wanted, products, **values):
    """Return a quotation of one to four lines per (customer, number)."""
    return env["sale.order"].create(
        [
            {
                "partner_id": customer.id,
                "client_order_ref": str(number),
                "order_line": [
                    Command.create(
                        {
                            "product_id": products[(customer.id + number * 3 + line) % len(products)].id,
                            "product_uom_qty": 2 + (number + line) % 7,
                        }
                    )
                    for line in range(1 + (customer.id + number) % 4)
                ],
                **values,
            }
            for customer, number in wanted
        ]
    )


def _prepare_bank(env):
    """Book payments at once, as companies with bank reconciliation do."""
    company = env.company
    account = env["account.account"].create(
        {"name": "Outstanding receipts", "code": "BENCH1", "account_type": "asset_current", "reconcile": True}
    )
    journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    journal.inbound_payment_method_line_ids.payment_account_id = account
    return journal


def _day(position, number):
    """Return the day of the n-th invoice of a customer: over a year, the last ones recent."""
    return date.today() - timedelta(days=(INVOICES - 1 - int(number)) * 36 + position)


def _deliver(orders, share):
    pickings = orders.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
    for move in pickings.move_ids:
        move.quantity = max(round(move.product_uom_qty * share), 1.0)
    pickings.move_ids.picked = True
    pickings.with_context(skip_backorder=True).button_validate()


def _pay(env, journal, posted, number):
    """Pay the five oldest invoices in full, and of every fifth customer the next one in part."""

    def invoices(condition):
        chosen = [
            invoice
            for order, invoice in posted.items()
            if condition(number[order.partner_id], int(order.client_order_ref))
        ]
        return env["account.move"].union(*chosen)

    _register(env, journal, invoices(lambda _customer, order: order < PAID))
    for invoice in invoices(lambda customer, order: order == PAID and customer % 5 == 0):
        _register(env, journal, invoice, amount=round(invoice.amount_total * 0.4, 2))


def _register(env, journal, invoices, **values):
    wizard = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoices.ids
    )
    wizard.create({"journal_id": journal.id, "group_payment": False, **values})._create_payments()


def _credit(env, customers, journal, products):
    """Leave money not matched with every fifth customer, and a credit note with another fifth."""
    payments = env["account.payment"].create(
        [
            {"partner_id": customer.id, "amount": 123.45, "journal_id": journal.id, "payment_type": "inbound"}
            for customer in customers[1::5]
        ]
    )
    payments.action_post()
    refunds = env["account.move"].create(
        [
            {
                "move_type": "out_refund",
                "partner_id": customer.id,
                "invoice_date": date.today(),
                "invoice_line_ids": [Command.create({"product_id": products[0].id, "quantity": 1})],
            }
            for customer in customers[2::5]
        ]
    )
    refunds.action_post()


def _open_orders(env, customers, products, number):
    """Confirm two orders per customer; deliver the first of every fourth in part, of another fourth in full."""
    orders = create_orders(
        env,
        [(customer, INVOICES + order) for customer in customers for order in range(OPEN_ORDERS)],
        products,
    )
    orders.action_confirm()
    first = orders.filtered(lambda order: order.client_order_ref == str(INVOICES))
    _deliver(first.filtered(lambda order: number[order.partner_id] % 4 == 0), 0.5)
    _deliver(first.filtered(lambda order: number[order.partner_id] % 4 == 1), 1.0)
    for order in orders:
        _backdate(order, date.today() - timedelta(days=40 if order in first else 5))


def _backdate(order, day):
    moment = datetime.combine(day, datetime.min.time()) + NOON
    order.date_order = moment
    order.picking_ids.move_ids.filtered(lambda move: move.state == "done").date = moment
