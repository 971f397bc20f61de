"""What part of the ledgers is looked at: read from the context, checked, never trusted."""

import re
from datetime import date
from typing import NamedTuple

from odoo import fields
from odoo.exceptions import UserError

BY = ("partner", "contract")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Horizon(NamedTuple):
    """From which to which day, whether balances run per contract, and for which customers (None: all)."""

    start: date | None
    end: date
    by_contract: bool
    partners: tuple | None
    tz: str
    is_past: bool


def read_horizon(model):
    """Return the ``Horizon`` the context of ``model`` asks for; by default everything up to today.

    The keys come from clients: a value of another kind is refused with one sentence, and values only ever reach
    the database as parameters.
    """
    context = model.env.context
    today = fields.Date.context_today(model)
    end = _read_day(model, context.get("ledger_to"))
    start = _read_day(model, context.get("ledger_from"))
    if start and start > (end or today):
        raise UserError(model.env._("The period ends before it begins."))
    by = context.get("ledger_by") or "partner"
    if by not in BY:
        raise UserError(model.env._("A balance runs by customer or by contract, not otherwise."))
    return Horizon(
        start=start,
        end=end or today,
        by_contract=by == "contract",
        partners=_read_ids(model, context.get("ledger_partners")),
        tz=model.env.user.tz or "UTC",
        is_past=bool(end) and end < today,
    )


def _read_day(model, value):
    if not value:
        return None
    if type(value) is date:
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _no_day(model, value) from error
    raise _no_day(model, value)


def _no_day(model, value):
    return UserError(model.env._("“%(value)s” is not a day: write it as 2026-01-31.", value=str(value)[:40]))


def _read_ids(model, value):
    if not value:
        return None
    if not isinstance(value, (list, tuple)) or not all(type(item) is int for item in value):
        raise UserError(model.env._("The ledger does not know which customers are meant."))
    return tuple(value)
