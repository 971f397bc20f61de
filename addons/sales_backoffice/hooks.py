"""What installing adds to the order lines of a running company."""

from odoo.tools import sql

from .services.invoiced_quantities import store_invoiced_quantities

COLUMNS = ("credit_posted_qty", "credit_invoiced_qty")


def pre_init_hook(env):
    """Add the columns at once: otherwise every order line is computed one by one."""
    for column in COLUMNS:
        if not sql.column_exists(env.cr, "sale_order_line", column):
            sql.create_column(env.cr, "sale_order_line", column, "numeric")


def post_init_hook(env):
    env.flush_all()
    env.cr.execute(store_invoiced_quantities())
    env["sale.order.line"].invalidate_model(COLUMNS)
