"""The rate of letters as it stands: one row per partner, kind and cut-off, whoever looks after it."""

from odoo import fields, models
from odoo.tools import SQL

from ..const import KINDS, STATES, VOID
from ..rules.rate import Fate, happened


class ReconciliationRateReport(models.Model):
    """Counts partners, not letters: a cancelled letter stays to be made again, a superseded one counts once.

    Partners without a letter are known, and counted, from the day their cut-off is frozen.

    The shares are averages of 0 and 1, so that every grouping shows its own rate.
    """

    _name = "reconciliation.rate.report"
    _description = "Rate of Letters"
    _auto = False
    _order = "cutoff desc, id desc"
    _rec_name = "partner_id"
    _depends = {  # written to the database before it is counted
        "reconciliation.letter": [
            *("company_id", "kind", "partner_id", "cutoff", "state", "user_id", "assistant_id"),
            *("sent_on", "replied_on", "completed_on"),
        ],
        "reconciliation.exclusion": ["company_id", "partner_id", "kind", "state", "date_from", "date_to"],
        "reconciliation.rate": ["company_id", "kind", "cutoff", "deadline"],
        "reconciliation.rate.line": [
            *("rate_id", "letter_id", "partner_id", "user_id", "assistant_id"),
            *("sent", "replied", "completed"),
        ],
        "res.company": [
            *("letter_receivable_day", "letter_payable_day", "partner_id", "resource_calendar_id"),
        ],
        "res.partner": ["tz"],
        "resource.calendar": ["tz"],
    }

    letter_id = fields.Many2one("reconciliation.letter", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    assistant_id = fields.Many2one("res.users", readonly=True)
    cutoff = fields.Date("Cut-off", readonly=True)
    state = fields.Selection([*STATES, ("none", "No Letter")], "Status", readonly=True)
    deadline = fields.Date(readonly=True)
    rate_id = fields.Many2one("reconciliation.rate", "Frozen Rate", readonly=True)
    sent_on = fields.Date(readonly=True)
    replied_on = fields.Date("Answered On", readonly=True)
    completed_on = fields.Date(readonly=True)
    scope = fields.Integer("In Scope", readonly=True)
    sent = fields.Integer(readonly=True)
    replied = fields.Integer("Answered", readonly=True)
    completed = fields.Integer(readonly=True, help="Completed by the deadline.")
    late = fields.Integer("Completed Late", readonly=True)
    sent_rate = fields.Float(readonly=True, aggregator="avg")
    replied_rate = fields.Float("Answer Rate", readonly=True, aggregator="avg")
    completed_rate = fields.Float("Completion Rate", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        """Return the rows; where a rate is frozen, its figures stand."""
        return SQL(
            """
            SELECT fate.id, fate.id AS letter_id, fate.company_id, fate.kind, fate.partner_id, fate.cutoff, fate.state,
                   COALESCE(frozen.user_id, fate.user_id) AS user_id,
                   COALESCE(frozen.assistant_id, fate.assistant_id) AS assistant_id,
                   COALESCE(rate.deadline, fate.deadline) AS deadline, rate.id AS rate_id,
                   fate.sent_on, fate.replied_on, fate.completed_on, 1 AS scope,
                   %(sent)s AS sent, %(replied)s AS replied, %(completed)s AS completed,
                   (fate.completed_on IS NOT NULL AND NOT %(completed)s::bool)::int AS late,
                   %(sent)s::float8 AS sent_rate, %(replied)s::float8 AS replied_rate,
                   %(completed)s::float8 AS completed_rate
              FROM (%(fates)s) fate
              LEFT JOIN reconciliation_rate rate
                     ON rate.company_id = fate.company_id AND rate.kind = fate.kind AND rate.cutoff = fate.cutoff
              LEFT JOIN reconciliation_rate_line frozen
                     ON frozen.rate_id = rate.id AND frozen.partner_id = fate.partner_id
             WHERE rate.id IS NULL OR frozen.id IS NOT NULL
             UNION ALL
            SELECT -frozen.id, NULL, rate.company_id, rate.kind, frozen.partner_id, rate.cutoff, 'none',
                   frozen.user_id, frozen.assistant_id, rate.deadline, rate.id, NULL, NULL, NULL, 1,
                   frozen.sent, frozen.replied, frozen.completed, 0, frozen.sent, frozen.replied, frozen.completed
              FROM reconciliation_rate_line frozen
              JOIN reconciliation_rate rate ON rate.id = frozen.rate_id
             WHERE NOT EXISTS (
                   SELECT FROM reconciliation_letter letter
                    WHERE letter.company_id = rate.company_id AND letter.kind = rate.kind
                      AND letter.cutoff = rate.cutoff AND letter.partner_id = frozen.partner_id)
            """,
            fates=self._get_fates(),
            sent=self._figure("sent"),
            replied=self._figure("replied"),
            completed=self._figure("completed"),
        )

    def _figure(self, name):
        """Return the frozen figure, else whether it happened by the deadline (or at all, before that)."""
        return SQL(
            "COALESCE(frozen.%(name)s, (COALESCE(fate.%(day)s <= COALESCE(rate.deadline, fate.deadline), FALSE))::int)",
            name=SQL.identifier(name),
            day=SQL.identifier(f"{name}_on"),
        )

    def _get_fates(self):
        """Return the one letter that counts of each partner, kind and cut-off."""
        return SQL(
            """
            SELECT DISTINCT ON (letter.company_id, letter.kind, letter.cutoff, letter.partner_id)
                   letter.id, letter.company_id, letter.kind, letter.partner_id, letter.cutoff, letter.state,
                   letter.user_id, letter.assistant_id, %(deadline)s AS deadline,
                   CASE WHEN %(counts)s THEN (letter.sent_on AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(
                        home.tz, calendar.tz, 'UTC'))::date
                   END AS sent_on,
                   CASE WHEN %(counts)s THEN letter.replied_on END AS replied_on,
                   CASE WHEN %(counts)s THEN letter.completed_on END AS completed_on
              FROM reconciliation_letter letter
              JOIN res_company company ON company.id = letter.company_id
              JOIN res_partner home ON home.id = company.partner_id
              LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
             WHERE NOT EXISTS (
                   SELECT FROM reconciliation_exclusion exclusion
                    WHERE exclusion.company_id = letter.company_id AND exclusion.partner_id = letter.partner_id
                      AND exclusion.kind = letter.kind AND exclusion.id = ANY(%(approved)s)
                      AND letter.cutoff BETWEEN exclusion.date_from AND exclusion.date_to)
                OR EXISTS (
                   SELECT FROM reconciliation_rate_line frozen
                     JOIN reconciliation_rate rate ON rate.id = frozen.rate_id
                    WHERE frozen.partner_id = letter.partner_id AND rate.company_id = letter.company_id
                      AND rate.kind = letter.kind AND rate.cutoff = letter.cutoff)
             ORDER BY letter.company_id, letter.kind, letter.cutoff, letter.partner_id, %(counts)s DESC, letter.id DESC
            """,
            deadline=self._get_deadline_sql(),
            counts=SQL("letter.state != ALL(%s)", list(VOID)),
            approved=self.env["reconciliation.exclusion"]._get_approved().ids,
        )

    def _get_deadline_sql(self):
        """Return the day of the following month that the company sets for the kind; never past its end."""
        day = SQL(
            "CASE WHEN letter.kind = 'payable' THEN company.letter_payable_day ELSE company.letter_receivable_day END"
        )
        month = SQL("DATE_TRUNC('month', letter.cutoff)::date")
        last = SQL("(%s + INTERVAL '2 months' - INTERVAL '1 day')::date", month)
        return SQL(
            "CASE WHEN %(day)s < 1 THEN %(last)s"
            " ELSE LEAST(%(last)s, (%(month)s + INTERVAL '1 month')::date + %(day)s - 1) END",
            day=day,
            month=month,
            last=last,
        )

    def _get_fate(self):
        return Fate(self.sent_on, self.replied_on, self.completed_on)

    def _prepare_line_vals(self, deadline):
        return {
            "partner_id": self.partner_id.id,
            "letter_id": self.letter_id.id,
            "user_id": self.user_id.id,
            "assistant_id": self.assistant_id.id,
            "sent": int(happened(self.sent_on, deadline)),
            "replied": int(happened(self.replied_on, deadline)),
            "completed": int(happened(self.completed_on, deadline)),
        }

    def action_open_letter(self):
        """Open the letter; where there is none, the partner."""
        self.ensure_one()
        return (self.letter_id or self.partner_id).get_formview_action()
