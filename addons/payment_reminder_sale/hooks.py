"""Brings what was kept before the two met to the one place where it is kept from now on."""

from odoo.tools import SQL


def post_init_hook(env):
    """Move promises into the book of the ledgers, and assistants into the field of the deliveries."""
    env.flush_all()
    moved = env.execute_query(
        SQL(
            """
            SELECT id, company_id, partner_id, move_id, currency_id, amount, date_made, date_promised, note, user_id,
                   create_uid, create_date
              FROM reminder_promise ORDER BY id
            """
        )
    )
    for promise_id, *values in moved:
        [(fresh_id,)] = env.execute_query(
            SQL(
                """
                INSERT INTO receivable_promise (company_id, partner_id, move_id, currency_id, amount, date_made,
                                                date_promised, note, user_id, create_uid, create_date, active, channel)
                VALUES %s RETURNING id
                """,
                (*values, True, "phone"),
            )
        )
        _point_to(env, promise_id, fresh_id)
    env.execute_query(SQL("DELETE FROM reminder_promise RETURNING id"))
    env.execute_query(
        SQL("UPDATE reminder_notice SET promise_ref = -promise_ref WHERE promise_ref < 0 RETURNING id")
    )
    _move_assistants(env)
    env.invalidate_all()
    promises = env["receivable.promise"].search([])
    env.add_to_compute(promises._fields["salesperson_id"], promises)


def _point_to(env, promise_id, fresh_id):
    """Let the reminders point to the moved promise; below zero, so that no id is taken for an old one."""
    env.execute_query(
        SQL(
            "UPDATE reminder_notice SET promise_ref = %s WHERE promise_ref = %s RETURNING id",
            -fresh_id,
            promise_id,
        )
    )


def _move_assistants(env):
    env.execute_query(
        SQL(
            """
            UPDATE res_partner SET delivery_assistant_id = reminder_assistant_id
             WHERE delivery_assistant_id IS NULL AND reminder_assistant_id IS NOT NULL RETURNING id
            """
        )
    )
