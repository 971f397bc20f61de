"""The columns every branch of the ledger entries fills in."""

from odoo.tools import SQL

AMOUNTS = ("ordered", "delivered", "invoiced", "collected")
ZERO = SQL("0::numeric")
COLUMNS = {  # what stands where a branch gives nothing
    "id": SQL("NULL::bigint"),
    "kind": SQL("NULL::text"),
    "sequence": SQL("NULL::int"),
    "company_id": SQL("NULL::int"),
    "partner_id": SQL("NULL::int"),
    "contract_id": SQL("NULL::int"),
    "date": SQL("NULL::date"),
    "order_id": SQL("NULL::int"),
    "order_line_id": SQL("NULL::int"),
    "picking_id": SQL("NULL::int"),
    "move_id": SQL("NULL::int"),
    "line_id": SQL("NULL::int"),
    "payment_id": SQL("NULL::int"),
    "account_id": SQL("NULL::int"),
    "product_id": SQL("NULL::int"),
    "product_uom_id": SQL("NULL::int"),
    "quantity": SQL("NULL::numeric"),
    "currency_id": SQL("NULL::int"),
    **dict.fromkeys(AMOUNTS, ZERO),
    **dict.fromkeys((f"{name}_currency" for name in AMOUNTS), ZERO),
}
IDS_PER_SOURCE = 100_000  # an entry's id: its source's, the part of the source, the branch


def select_columns(**values):
    """Return the select list in the order of ``COLUMNS``; amounts not given are zero, the rest is empty."""
    return SQL(", ").join(
        SQL("%s AS %s", values.get(name) or empty, SQL.identifier(name)) for name, empty in COLUMNS.items()
    )


def entry_id(source, branch, part=0):
    """Return an id that stays the same as long as the document exists; ``branch`` is a digit."""
    return SQL(
        "(%(source)s::bigint * %(per_source)s + %(part)s * 10 + %(branch)s)",
        source=source,
        per_source=IDS_PER_SOURCE,
        part=part,
        branch=branch,
    )


def part_of(total, low, high, places):
    """Return the part of ``total`` between two shares; all parts add up to the last cent."""
    return SQL(
        "(ROUND(((%(total)s) * (%(high)s))::numeric, %(places)s)"
        " - ROUND(((%(total)s) * (%(low)s))::numeric, %(places)s))",
        total=total,
        low=low,
        high=high,
        places=places,
    )
