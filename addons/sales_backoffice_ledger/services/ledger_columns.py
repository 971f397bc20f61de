"""The columns every branch of the ledger entries fills in."""

from odoo.tools import SQL

AMOUNTS = ("ordered", "delivered", "invoiced", "collected")
COLUMNS = {
    "id": "bigint",
    "kind": "text",
    "sequence": "int",
    "company_id": "int",
    "partner_id": "int",
    "contract_id": "int",
    "date": "date",
    "order_id": "int",
    "order_line_id": "int",
    "picking_id": "int",
    "move_id": "int",
    "line_id": "int",
    "payment_id": "int",
    "account_id": "int",
    "product_id": "int",
    "product_uom_id": "int",
    "quantity": "numeric",
    "currency_id": "int",
    **{name: "numeric" for name in AMOUNTS},
    **{f"{name}_currency": "numeric" for name in AMOUNTS},
}
IDS_PER_SOURCE = 100_000  # an entry's id: its source's, the part of the source, the branch


def select_columns(**values):
    """Return the select list in the order of ``COLUMNS``; amounts not given are zero, the rest is empty."""
    return SQL(", ").join(
        SQL("%s AS %s", values.get(name) or _empty(name, kind), SQL.identifier(name))
        for name, kind in COLUMNS.items()
    )


def _empty(name, kind):
    return SQL("0::numeric") if name.removesuffix("_currency") in AMOUNTS else SQL("NULL::" + kind)


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
