"""Invents eighteen months of ordinary orders; the same customer and period always give the same answer."""

import math
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from .plan import Line, Payment, PlannedOrder, workday

PERIODS = 18
DAYS = 30  # of a period


@dataclass(frozen=True)
class Trade:
    """What the history needs to know about a customer."""

    key: str
    grade_price: float  # price of this customer / list price
    orders_per_month: float
    amounts: tuple  # from, to
    assortment: tuple  # (code, price, step) of the products it buys
    term_days: int
    end_of_month: bool
    prepaid: bool
    pays: tuple  # days after the due date, from, to
    partial_chance: float
    quiet_days: int  # the scenario tells the orders of these last days; what is older is paid


def orders(trades, season, today):
    """Return the ordinary orders of all customers, oldest first; ``season`` is {month: factor}."""
    planned = []
    for trade in trades:
        for period in range(PERIODS):
            planned += _orders_of_period(trade, period, season, today)
    return sorted(planned, key=lambda order: (order.day, order.key))


def _orders_of_period(trade, period, season, today):
    rng = Random(f"{trade.key}:{period}")
    middle = today - timedelta(days=DAYS * period + DAYS // 2)
    count = math.floor(trade.orders_per_month * season[middle.month] + rng.random())
    for index in range(count):
        age = DAYS * period + rng.randint(1, DAYS)
        order = _order(
            trade, f"{trade.key}_{period:02d}_{index}", workday(today - timedelta(days=age)), rng, season
        )
        if age > trade.quiet_days:
            yield _as_of(order, today, settled=trade.quiet_days > 0)


def _order(trade, key, day, rng, season):
    """Return one order as it goes once all its days have passed."""
    amount = rng.uniform(*trade.amounts) * season[day.month]
    planned = PlannedOrder(key, trade.key, day, _lines(trade, amount, rng))
    if rng.random() < 0.02:
        planned.state = "cancel"
        return planned
    planned.delivery = workday(day + timedelta(days=rng.randint(1, 4)), 1)
    wait = rng.randint(15, 30) if rng.random() < 0.06 else rng.randint(0, 6)
    planned.invoice = workday(planned.delivery + timedelta(days=wait), 1)
    planned.payments = _payments(trade, planned, rng)
    fate = rng.random()
    if fate < 0.02:
        planned.returned = workday(planned.invoice + timedelta(days=3), 1)
    elif fate < 0.04:
        planned.allowance = workday(planned.invoice + timedelta(days=4), 1)
    return planned


def _lines(trade, amount, rng):
    chosen = rng.sample(trade.assortment, min(rng.choice((1, 1, 1, 2, 2, 3, 4)), len(trade.assortment)))
    part = amount / len(chosen)
    return tuple(
        Line(code, max(step, round(part / (price * trade.grade_price) / step) * step))
        for code, price, step in chosen
    )


def _payments(trade, planned, rng):
    if trade.prepaid:
        return (Payment(planned.day),)
    late = rng.randint(*trade.pays)
    last = workday(due_day(planned.invoice, trade.term_days, trade.end_of_month) + timedelta(days=late), 1)
    if rng.random() < trade.partial_chance:
        first = workday(last - timedelta(days=rng.randint(5, 12)), 1)
        return (Payment(first, rng.choice((0.3, 0.5, 0.6))), Payment(last))
    return (Payment(last),)


def due_day(invoice, days, end_of_month=False):
    """Return the day an invoice falls due.

    >>> from datetime import date
    >>> due_day(date(2026, 1, 15), 30), due_day(date(2026, 1, 15), 30, end_of_month=True)
    (datetime.date(2026, 2, 14), datetime.date(2026, 3, 2))
    """
    if end_of_month:
        invoice = (invoice.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return invoice + timedelta(days=days)


def _as_of(order, today, *, settled):
    """Drop what lies in the future; a settled customer has paid everything this old."""
    yesterday = today - timedelta(days=1)
    payments = order.payments
    if settled:
        payments = tuple(payment._replace(day=min(payment.day, workday(yesterday))) for payment in payments)
    order.payments = tuple(payment for payment in payments if payment.day <= yesterday)
    for step in ("delivery", "invoice", "returned", "allowance"):
        if getattr(order, step) and getattr(order, step) > yesterday:
            setattr(order, step, None)
    return order
