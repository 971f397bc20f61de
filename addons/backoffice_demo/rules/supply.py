"""Plans the orders at the mills so that stock never runs out on any day of the history."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from .plan import Line, PlannedPurchase, workday

BLOCKS = 9
COMING = -1  # the weeks ahead; block 0 ends today
DAYS = 60  # of a block: one order per mill covers it


@dataclass(frozen=True)
class Article:
    """What the planning needs to know about a product."""

    code: str
    mill: str
    lead_days: int
    term_days: int
    step: float  # quantities are bought in multiples of this


def purchases(orders, articles, today):
    """Return the orders at the mills for the planned sales, oldest first."""
    demand = _demand(orders, today)
    mills = defaultdict(list)
    for article in articles:
        mills[article.mill].append(article)
    planned = []
    for block in range(BLOCKS, COMING - 1, -1):
        for mill, sold in mills.items():
            lines = tuple(_line(article, demand, block) for article in sold)
            lines = tuple(line for line in lines if line.quantity)
            if lines:
                planned.append(_purchase(mill, sold[0], block, lines, today))
    return sorted(planned, key=lambda purchase: (purchase.day, purchase.key))


def _demand(orders, today):
    """Return {(block, product): quantity} of the deliveries."""
    demand = defaultdict(float)
    for order in orders:
        if order.state == "sale" and order.delivery:
            block = min(max((today - order.delivery).days - 1, 0) // DAYS, BLOCKS)
            for line in order.lines:
                demand[block, line.product] += line.quantity
    return demand


def _line(article, demand, block):
    """Buy what the block sells; the first order adds safety stock, the last one is for the coming weeks."""
    quantity = demand[block, article.code]
    if block == BLOCKS:
        quantity += 0.1 * max(demand[other, article.code] for other in range(BLOCKS))
    if block == COMING:
        quantity = 0.4 * demand[0, article.code] + 4 * article.step
    return Line(article.code, math.ceil(round(quantity / article.step, 6)) * article.step)


def _purchase(mill, article, block, lines, today):
    rng = Random(f"{mill}:{block}")
    start = today - timedelta(days=DAYS * (block + 1))
    receipt = workday(start - timedelta(days=rng.randint(2, 6)))
    bill = workday(receipt + timedelta(days=rng.randint(2, 9)), 1)
    payment = workday(bill + timedelta(days=article.term_days + rng.randint(0, 6)), 1)
    return PlannedPurchase(
        key=f"{mill}_{BLOCKS - block}",
        mill=mill,
        day=workday(receipt - timedelta(days=article.lead_days + rng.randint(0, 3))),
        lines=lines,
        receipt=receipt,
        due=workday(receipt + timedelta(days=rng.choice((-3, 0, 0, 1)))),
        bill=bill if bill < today else None,
        payment=payment if payment < today else None,
    )
