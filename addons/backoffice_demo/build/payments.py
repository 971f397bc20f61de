"""Money in and out of the bank account, matched with the invoices it pays."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple


class Money(NamedTuple):
    """A payment of an invoice: a share of what is open then (1 = all of it)."""

    invoice: object
    day: date
    share: float = 1.0
    bill: date | None = None  # when the commercial bill that pays it matures


def pay(workshop, money, credit_notes=None):
    """Post one payment per item and reconcile every invoice once, with its credit notes."""
    notes = credit_notes or {}
    open_amounts, values, paid = {}, [], []
    for item in sorted(money, key=lambda item: (item.day, item.invoice.id)):
        invoice = item.invoice
        if invoice not in open_amounts:
            open_amounts[invoice] = invoice.amount_total - sum(
                note.amount_total for note in notes.get(invoice, ())
            )
        amount = invoice.currency_id.round(open_amounts[invoice] * item.share)
        open_amounts[invoice] -= amount
        paid.append(invoice)
        values.append({**_payment(workshop, invoice, item.day, amount), **_bill(workshop, item.bill)})
    payments = _post(workshop, values)
    groups = defaultdict(lambda: workshop.env["account.move"])
    for invoice, payment in zip(paid, payments, strict=True):
        groups[invoice] |= payment.move_id
    for invoice, credited in notes.items():
        groups[invoice] |= credited
    _reconcile(workshop, groups)


def _payment(workshop, invoice, day, amount):
    is_sale = invoice.is_sale_document()
    return {
        "payment_type": "inbound" if is_sale else "outbound",
        "partner_type": "customer" if is_sale else "supplier",
        "partner_id": invoice.commercial_partner_id.id,
        "amount": amount,
        "currency_id": invoice.currency_id.id,
        "date": day,
        "memo": invoice.name if is_sale else invoice.ref,
        "journal_id": _bank(workshop).id,
    }


def _bill(workshop, maturity):
    if not maturity:
        return {}
    return {"journal_id": workshop.ref("journal_bills").id, "bill_maturity_date": maturity}


def prepay(workshop, orders):
    """Post money for orders that have no invoice yet: ``orders`` holds (order, payment)."""
    values = []
    for order, payment in orders:
        amount = order.amount_total * payment.share
        values.append(customer_money(workshop, order.partner_id, payment.day, amount, order.name))
    _post(workshop, values)


def customer_money(workshop, customer, day, amount, memo):
    """Return the values of money from a customer that belongs to no invoice."""
    return {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": customer.id,
        "amount": workshop.company.currency_id.round(amount),
        "date": day,
        "memo": memo,
        "journal_id": _bank(workshop).id,
    }


def unallocated(workshop):
    """Enter the advances of ``prepayments.csv``, which wait to be matched."""
    values = {
        row["key"]: customer_money(
            workshop,
            workshop.ref(f"customer_{row['customer']}"),
            workshop.day(row["day"]),
            float(row["amount"]),
            row["memo"],
        )
        for row in workshop.rows("prepayments")
    }
    payments = _post(workshop, list(values.values()))
    workshop.name({f"prepayment_{key}": payment for key, payment in zip(values, payments, strict=True)})


def _post(workshop, values):
    payments = workshop.env["account.payment"].create(values)
    payments.action_post()
    return payments


def _reconcile(workshop, groups):
    """Match each invoice with its money in one plan: ``groups`` is {invoice: other moves}."""
    plan = []
    for invoice, moves in groups.items():
        account_type = "asset_receivable" if invoice.is_sale_document() else "liability_payable"
        lines = (invoice | moves).line_ids
        plan.append(lines.filtered(lambda line, kind=account_type: line.account_type == kind))
    workshop.env["account.move.line"]._reconcile_plan(plan)


def _bank(workshop):
    return workshop.env["account.chart.template"].ref("bank")
