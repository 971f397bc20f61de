"""What was told to whom, when, through what, and what they said: a log nobody rewrites."""

from odoo import api, fields, models
from odoo.tools import SQL

from .reminder_notice import AUDIENCE_LABELS

EVENTS = [
    ("told", "Told"),
    ("failed", "Failed"),
    ("unknown", "Outcome Unknown"),
    ("unreachable", "Could Not Be Reached"),
    ("cleared", "Outcome Cleared Up"),
    ("answered", "Answered"),
    ("left_out", "Left Out"),
]
CHANNELS = [
    ("app", "Application"),
    ("mail", "E-mail"),
    ("text", "Text Message"),
    ("paper", "Paper"),
    ("call", "Word of Mouth"),
]
# what a row takes over from its notice
COPIED = (
    "company_id",
    "stage_id",
    "audience",
    "res_model",
    "res_id",
    "move_id",
    "document",
    "partner_id",
    "recipient_id",
    "user_id",
    "salesperson_id",
    "date_due",
    "currency_id",
    "amount",
)


class ReminderLog(models.Model):
    _name = "reminder.log"
    _description = "Log of Reminders"
    _inherit = ["reminder.guard"]
    _order = "date desc, id desc"
    _rec_name = "document"
    _log_access = False  # rows have a date of their own, and are never changed

    date = fields.Datetime(required=True, index=True)
    event = fields.Selection(EVENTS, required=True, index=True)
    # none where a receivable is left out: nobody is told of it, at no stage
    notice_id = fields.Many2one("reminder.notice", index="btree_not_null", ondelete="restrict")
    message_id = fields.Many2one("reminder.message", index="btree_not_null", ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True)
    stage_id = fields.Many2one("reminder.stage", index="btree_not_null", ondelete="restrict")
    audience = fields.Selection(AUDIENCE_LABELS)
    res_model = fields.Char("Receivable Model", required=True)
    res_id = fields.Many2oneReference("Receivable ID", model_field="res_model", required=True)
    move_id = fields.Many2one("account.move", "Invoice", index="btree_not_null", ondelete="set null")
    document = fields.Char()
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="restrict")
    recipient_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Told User", index="btree_not_null", ondelete="restrict")
    salesperson_id = fields.Many2one("res.users", index="btree_not_null")
    channel = fields.Selection(CHANNELS)
    address = fields.Char(help="Phone number or e-mail address used.")
    words = fields.Text(help="What was told, or answered.")
    by_id = fields.Many2one("res.users", help="Who answered or decided; empty: the system.")
    date_due = fields.Date("Due")
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary()

    _receivable_idx = models.Index("(res_model, res_id, date)")

    @api.model
    def _record_outcome(self, messages, event, by=None):
        """Append one row per notice of each message, in one statement."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO reminder_log (%(columns)s, date, event, message_id, channel, address, words, by_id)
                SELECT %(values)s, %(now)s, %(event)s, message.id, message.channel, message.address,
                       COALESCE(message.subject || E'\\n', '') || COALESCE(message.body, ''), %(by)s
                  FROM reminder_message message
                 CROSS JOIN LATERAL (  -- OFFSET: from the messages on, whatever the statistics say of new rows
                       SELECT * FROM reminder_message_notice_rel told WHERE told.message_id = message.id OFFSET 0
                       ) rel
                  JOIN reminder_notice notice ON notice.id = rel.notice_id
                 WHERE message.id = ANY(%(messages)s)
                RETURNING id
                """,
                columns=self._copied_columns(),
                values=self._copied_columns("notice"),
                now=fields.Datetime.now(),
                event=event,
                by=by and by.id,
                messages=messages.ids,
            )
        )

    @api.model
    def _record_answers(self, notices, words, **how):
        """Append what was said to the notices; in the application by the user, or ``how`` else."""
        self._as_reminder().create(
            [
                {
                    **notice._get_logged_vals(),
                    "date": fields.Datetime.now(),
                    "event": "answered",
                    "channel": "app",
                    "words": words,
                    "by_id": self.env.uid,
                    **how,
                }
                for notice in notices.sudo()  # superuser: the log is written by nobody by hand
            ]
        )

    @api.model
    def _copied_columns(self, alias=None):
        """Return the columns a row shares with its notice; ``notice_id`` first."""
        if not alias:
            return SQL(", ").join(map(SQL.identifier, ("notice_id", *COPIED)))
        return SQL(", ").join(SQL.identifier(alias, name) for name in ("id", *COPIED))

    @api.model
    def _get_copied_names(self):
        return COPIED

    @api.model
    def _evidence(self, res_model, res_ids):
        """Return ``{res_id: rows}`` of the log, the oldest first, for other add-ons that need proof.

        Call it with the rights it should be read with; ``sudo()`` reads everything. ``res_model`` is
        ``account.move.line`` for an instalment.
        """
        rows = self.search([("res_model", "=", res_model), ("res_id", "in", list(res_ids))], order="date, id")
        return dict(rows.grouped("res_id"))

    @api.model
    def _open(self, domain):
        """Return the action that shows the log."""
        action = self.env["ir.actions.act_window"]._for_xml_id("payment_reminder.reminder_log_action")
        return action | {"domain": domain, "context": {}}

    def action_export_xlsx(self):
        """Export the selected rows, or all of the filter on the screen, as a spreadsheet."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        return self.env.ref("payment_reminder.action_report_reminder_log").report_action(rows, config=False)
