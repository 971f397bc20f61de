"""The columns every branch of the exposure documents fills in."""

from odoo.tools import SQL

COLUMNS = (
    "bucket",
    "partner_id",
    "document_company_id",
    "currency_id",
    "amount",
    "date",
    "date_maturity",
    "delivery_date",
    "statement_date",
    "follows_term",
    "move_id",
    "line_id",
    "order_id",
    "payment_id",
    "picking_id",
)
TYPES = {
    "date": "date",
    "date_maturity": "date",
    "delivery_date": "date",
    "statement_date": "date",
    "follows_term": "boolean",
}


def select_columns(**values):
    """Return the select list in the order of ``COLUMNS``; what is not given is empty."""
    return SQL(", ").join(
        SQL(
            "%s AS %s", values.get(column) or SQL("NULL::" + TYPES.get(column, "int")), SQL.identifier(column)
        )
        for column in COLUMNS
    )
