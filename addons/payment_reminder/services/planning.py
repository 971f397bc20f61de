"""SQL that puts the notices wanted into the table: new ones, and those dropped before anybody was told."""

from odoo.tools import SQL

KEY = ("res_model", "res_id", "stage_id", "date_due", "recipient_id")
VALUES = (
    "company_id",
    "audience",
    "user_id",
    "kind",
    "move_id",
    "line_id",
    "document",
    "partner_id",
    "salesperson_id",
    "assistant_id",
    "currency_id",
    "amount",
    "amount_company",
    "days",
    "planned_on",
    "escalated",
    "state",
    "state_reason",
    "required_answer",
    "is_answered",
)
# why a notice was dropped that may be wanted again: not what the desk decided, nor what a later stage replaced
REVERSIBLE = ("settled", "changed", "taken")
# nobody was told, nor may have been, nor is about to be
UNTOLD = SQL(
    """
    NOT EXISTS (
        SELECT FROM reminder_message_notice_rel told JOIN reminder_message message ON message.id = told.message_id
         WHERE told.notice_id = notice.id AND message.state != 'cancelled')
    AND NOT EXISTS (
        SELECT FROM reminder_log log WHERE log.notice_id = notice.id AND log.event IN ('told', 'unknown'))
    """
)


def plan_wanted():
    """Return the end of the statement that plans the rows of ``wanted``: one row for each notice that is new.

    A dropped notice holds its place, so it is planned anew instead: its invoice was covered by money that was matched
    elsewhere, or its dispute is over. What was told, or may have been, or waits to be told is left alone.
    """
    return SQL(
        """
        revived AS (
            UPDATE reminder_notice notice
               SET %(values)s, letter_id = NULL
              FROM wanted
             WHERE notice.state = 'dropped'
               AND notice.state_reason IN %(reversible)s
               AND notice.told_on IS NULL
               AND notice.res_model = wanted.res_model
               AND notice.res_id = wanted.res_id
               AND notice.stage_id = wanted.stage_id
               AND notice.date_due = wanted.date_due
               AND COALESCE(notice.recipient_id, 0) = COALESCE(wanted.recipient_id, 0)
               AND %(untold)s
            RETURNING notice.id
        ),
        planned AS (
            INSERT INTO reminder_notice (%(columns)s) SELECT %(columns)s FROM wanted
            ON CONFLICT DO NOTHING
            RETURNING id
        )
        SELECT id FROM revived UNION ALL SELECT id FROM planned
        """,
        values=SQL(", ").join(
            SQL("%s = wanted.%s", SQL.identifier(name), SQL.identifier(name)) for name in VALUES
        ),
        reversible=REVERSIBLE,
        untold=UNTOLD,
        columns=SQL(", ").join(map(SQL.identifier, (*KEY, *VALUES))),
    )
