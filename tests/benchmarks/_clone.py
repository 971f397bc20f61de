"""Multiplies the records of a seed by SQL: every copy gets ids of its own, and links within the seed follow."""

import logging

from odoo.tools import SQL

_logger = logging.getLogger(__name__)

TABLES = (
    "res_partner",
    "sale_order",
    "sale_order_line",
    "stock_reference",
    "stock_picking",
    "stock_move",
    "stock_move_line",
    "account_move",
    "account_payment",
    "account_full_reconcile",
    "account_move_line",
    "account_partial_reconcile",
)
# names that must stay unique
NAMES = {"sale_order": "name", "stock_picking": "name", "stock_reference": "name", "account_payment": "name"}


def marks(env):
    """Return the highest id of every table: what comes later is the seed."""
    env.flush_all()
    return {
        table: _scalar(env, SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
        for table in TABLES
    }


def multiply(env, bottoms, copies):
    """Turn one seed into ``copies`` of it."""
    seed = {
        table: (bottom, top)
        for (table, bottom), top in zip(bottoms.items(), marks(env).values(), strict=True)
    }
    links = _links(env)
    late = []
    if copies > 1:
        for position, table in enumerate(TABLES):
            late += _copy_rows(env, table, seed, links, copies, TABLES[position + 1 :])
        for table, column, target in late:
            _link_late(env, table, column, target, seed, copies)
        for table, columns in _relations(links).items():
            _copy_relation(env, table, columns, seed, copies)
    _repair(env)
    env.cr.commit()


def _scalar(env, query):
    return env.execute_query(query)[0][0]


def _links(env):
    """Return ``{table: {column: target}}`` for foreign keys to the tables we copy."""
    rows = env.execute_query(
        SQL(
            """
            SELECT source.relname, attribute.attname, target.relname
              FROM pg_constraint link
              JOIN pg_class source ON source.oid = link.conrelid
              JOIN pg_class target ON target.oid = link.confrelid
              JOIN pg_attribute attribute ON attribute.attrelid = source.oid AND attribute.attnum = link.conkey[1]
             WHERE link.contype = 'f' AND target.relname = ANY(%s)
             ORDER BY 1, 2
            """,
            list(TABLES),
        )
    )
    links = {}
    for table, column, target in rows:
        links.setdefault(table, {})[column] = target
    return links


def _relations(links):
    """Return the many2many tables: two foreign keys, no id of their own."""
    return {table: columns for table, columns in links.items() if table.endswith("_rel") or "__" in table}


def _columns(env, table):
    rows = env.execute_query(
        SQL(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'",
            table,
        )
    )
    return [row[0] for row in rows]


def _shifted(column, bounds):
    """Return the id of the copy number ``copy`` of what ``column`` points to, if it is part of the seed."""
    bottom, top = bounds
    return SQL(
        "CASE WHEN %(column)s > %(bottom)s AND %(column)s <= %(top)s THEN %(column)s + copy * %(step)s "
        "ELSE %(column)s END",
        column=SQL.identifier("seed", column),
        bottom=bottom,
        top=top,
        step=top - bottom,
    )


def _copy_rows(env, table, seed, links, copies, later):
    """Copy the seed rows of a table; return the links to tables not copied yet."""
    late, values = [], {}
    for column in _columns(env, table):
        target = links.get(table, {}).get(column)
        if target in later:
            late.append((table, column, target))
            values[column] = SQL("NULL::int")
        elif target:
            values[column] = _shifted(column, seed[target])
        else:
            values[column] = SQL.identifier("seed", column)
    values["id"] = _shifted("id", seed[table])
    values |= _unique(table)
    bottom, top = seed[table]
    env.execute_query(
        SQL(
            """INSERT INTO %(table)s (%(columns)s)
               SELECT %(values)s FROM %(table)s seed CROSS JOIN generate_series(1, %(copies)s) copy
                WHERE seed.id > %(bottom)s AND seed.id <= %(top)s
                ORDER BY copy, seed.id
            RETURNING 1""",
            table=SQL.identifier(table),
            columns=SQL(", ").join(map(SQL.identifier, values)),
            values=SQL(", ").join(values.values()),
            copies=copies - 1,
            bottom=bottom,
            top=top,
        )
    )
    env.execute_query(
        SQL("SELECT setval(%s, (SELECT MAX(id) FROM %s))", f"{table}_id_seq", SQL.identifier(table))
    )
    return late


def _unique(table):
    """Return the values that may not be the same in two copies."""
    if table == "account_move":
        number = SQL("seed.sequence_number + 100000 * copy")
        return {
            "name": SQL(
                "CASE WHEN seed.state = 'draft' THEN seed.name ELSE seed.sequence_prefix || (%s) END", number
            ),
            "sequence_number": SQL(
                "CASE WHEN seed.state = 'draft' THEN seed.sequence_number ELSE %s END", number
            ),
        }
    if table == "res_partner":
        return {
            "name": SQL("seed.name || ' / ' || copy"),
            "complete_name": SQL("seed.complete_name || ' / ' || copy"),
        }
    return (
        {NAMES[table]: SQL("%s || '-' || copy", SQL.identifier("seed", NAMES[table]))}
        if table in NAMES
        else {}
    )


def _link_late(env, table, column, target, seed, copies):
    bottom, top = seed[table]
    env.execute_query(
        SQL(
            """UPDATE %(table)s AS mine SET %(column)s = %(value)s
                 FROM %(table)s seed CROSS JOIN generate_series(1, %(copies)s) copy
                WHERE seed.id > %(bottom)s AND seed.id <= %(top)s AND seed.%(column)s IS NOT NULL
                  AND mine.id = seed.id + copy * %(step)s
            RETURNING 1""",
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            value=_shifted(column, seed[target]),
            copies=copies - 1,
            bottom=bottom,
            top=top,
            step=top - bottom,
        )
    )


def _copy_relation(env, table, columns, seed, copies):
    names = _columns(env, table)
    within = [
        SQL(
            "seed.%(name)s > %(bottom)s AND seed.%(name)s <= %(top)s",
            name=SQL.identifier(name),
            bottom=low,
            top=high,
        )
        for name, (low, high) in ((name, seed[target]) for name, target in columns.items())
    ]
    values = [
        _shifted(name, seed[columns[name]]) if name in columns else SQL.identifier("seed", name)
        for name in names
    ]
    env.execute_query(
        SQL(
            """INSERT INTO %(table)s (%(columns)s)
               SELECT %(values)s FROM %(table)s seed CROSS JOIN generate_series(1, %(copies)s) copy WHERE %(within)s
            ON CONFLICT DO NOTHING RETURNING 1""",
            table=SQL.identifier(table),
            columns=SQL(", ").join(map(SQL.identifier, names)),
            values=SQL(", ").join(values),
            copies=copies - 1,
            within=SQL(" OR ").join(SQL("(%s)", condition) for condition in within),
        )
    )


def _repair(env):
    """Bring along what is not a link: matching numbers, and what is reserved in stock."""
    env.execute_query(
        SQL(
            """UPDATE account_move_line SET matching_number = full_reconcile_id::text
                WHERE full_reconcile_id IS NOT NULL RETURNING 1"""
        )
    )
    env.execute_query(
        SQL(
            """UPDATE stock_quant quant SET reserved_quantity = reserved.quantity
                 FROM (SELECT product_id, location_id, SUM(quantity_product_uom) AS quantity
                         FROM stock_move_line WHERE state NOT IN ('done', 'cancel') GROUP BY 1, 2) reserved
                WHERE quant.product_id = reserved.product_id AND quant.location_id = reserved.location_id
            RETURNING 1"""
        )
    )
