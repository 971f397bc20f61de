"""Validates transfers and dates them back to the day they took place."""

from odoo.fields import Command

AUTOMATIC = {"skip_backorder": True, "skip_sms": True, "skip_sanity_check": True}


def validate(moments, shares=None):
    """Validate transfers: ``moments`` is {pickings: when}, ``shares`` {pickings: share that moves}."""
    pickings = _union(moments)
    pickings.move_ids.picked = True
    for part, share in (shares or {}).items():
        for move in part.move_ids:
            move.quantity = move.product_uom.round(move.product_uom_qty * share, rounding_method="DOWN")
    pickings.with_context(**AUTOMATIC).button_validate()
    for part, moment in moments.items():
        part.date_done = moment


def give_back(returns):
    """Take goods back: ``returns`` is {picking: (move, quantity, when)}."""
    made = {}
    for picking, (move, quantity, moment) in returns.items():
        wizard = picking.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model=picking._name
        )
        line = {"product_id": move.product_id.id, "move_id": move.id, "quantity": quantity}
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves = [Command.clear(), Command.create(line)]
        made[picking] = wizard._create_return()
        made[picking].scheduled_date = moment
    validate({made[picking]: moment for picking, (_move, _quantity, moment) in returns.items()})


def _union(moments):
    first = next(iter(moments))
    return first.union(*moments)
