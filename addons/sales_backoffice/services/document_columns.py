"""The columns every branch of the exposure documents fills in, and the filter every branch applies."""

from odoo.tools import SQL

COLUMNS = (
    "bucket",
    "partner_id",
    "company_id",
    "document_company_id",
    "currency_id",
    "amount",
    "date",
    "date_maturity",
    "delivery_date",
    "statement_date",
    "follows_term",
    "move_id",
    "order_id",
    "payment_id",
    "picking_id",
)

ROOT_COMPANY = SQL("COALESCE(NULLIF(split_part(company.parent_path, '/', 1), '')::int, company.id)")


def select_columns(**values):
    """Return the select list in the order of ``COLUMNS``; what is not given is empty."""
    types = {
        "date": "date",
        "date_maturity": "date",
        "delivery_date": "date",
        "statement_date": "date",
        "follows_term": "boolean",
    }
    return SQL(", ").join(
        SQL(
            "%s AS %s", values.get(column) or SQL("NULL::" + types.get(column, "int")), SQL.identifier(column)
        )
        for column in COLUMNS
    )


def contacts_of(partners, column):
    """Return the condition on a document addressed to a contact of ``partners`` (uses the contact's index)."""
    if partners is None:
        return SQL("TRUE")
    return SQL(
        "%s IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))", column, list(partners)
    )
