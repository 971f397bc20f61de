"""Builds the demo company step by step, through the ORM, from the files in ``demo/``."""

import logging
import time

from . import (
    ageing,
    answers,
    company,
    contracts,
    credit,
    deliveries,
    invoices,
    ledgers,
    letters,
    partners,
    payments,
    people,
    planning,
    pricelists,
    prices,
    products,
    purchases,
    releases,
    reminders,
    reservations,
    reviews,
    sales,
    statements,
)
from .workshop import Workshop

_logger = logging.getLogger(__name__)

STEPS = (
    company.set_up,
    people.hire,
    products.stock_the_catalogue,
    pricelists.publish,
    partners.fill_the_address_book,
    people.invite_to_portal,
    planning.plan,
    credit.switch_off,
    deliveries.announce,
    purchases.buy,
    sales.sell,
    sales.deliver,
    invoices.invoice,
    sales.take_back,
    invoices.credit,
    invoices.collect,
    payments.unallocated,
    credit.grant,
    releases.quote,
    releases.decide,
    contracts.agree,
    prices.set_prices,
    prices.ask_for_special_prices,
    reminders.switch_on,
    reminders.look_back,
    ledgers.promise,
    reminders.promise,
    ledgers.explain,
    deliveries.follow,
    ageing.age,  # the queue takes what was entered lately
    reviews.review,
    deliveries.close_days,
    deliveries.report,
    reservations.reserve,
    statements.file_periods,
    letters.write_letters,
    answers.answer,
    reminders.today,
    ageing.age,
)


def build(env):
    """Run every step; each finds the records of the earlier ones by their external identifier."""
    workshop = Workshop(env)
    began = time.monotonic()
    for step in STEPS:
        started = time.monotonic()
        step(workshop)
        workshop.env.flush_all()
        _logger.info(
            "%s.%s: %.1f s", step.__module__.rpartition(".")[2], step.__name__, time.monotonic() - started
        )
    _logger.info("The demo company is ready after %.1f s.", time.monotonic() - began)
