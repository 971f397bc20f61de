"""What installing changes in a running company."""

from odoo.tools import SQL


def post_init_hook(env):
    """Note for orders confirmed before when that was: later nobody moves them to another price list's day."""
    env["sale.order"].flush_model()
    env.execute_query(
        SQL(
            "UPDATE sale_order SET price_confirmed_on = date_order "
            "WHERE state = 'sale' AND price_confirmed_on IS NULL RETURNING id"
        )
    )
    env["sale.order"].invalidate_model(["price_confirmed_on"])
