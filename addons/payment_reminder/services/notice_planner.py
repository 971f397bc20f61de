"""Plans notices: for every open receivable, who is told which stage today. One statement a chunk."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.backoffice_base.rules.workdays import is_working_day

from ..models.reminder_stage import AUDIENCES, STAFF
from ..rules.ladder import reached_until
from .open_receivables import net_receivables, open_partners
from .planning import plan_wanted

CHUNK = 500  # customers
STAGE = ("id", "offset_days", "cutoff", "audiences", "required_answer", "skip_promised")
# who an audience is for a receivable; no row: nobody is in charge
PEOPLE = SQL(
    """
    SELECT users.id AS user_id, users.partner_id AS recipient_id
      FROM res_users users
     WHERE users.id = CASE part.audience WHEN 'salesperson' THEN item.salesperson_id
                                         WHEN 'assistant' THEN item.assistant_id END
     UNION ALL
    SELECT NULL, item.partner_id WHERE part.audience = 'customer'
     UNION ALL
    SELECT staff.user_id, staff.recipient_id FROM staff WHERE staff.audience = part.audience
    """
)


class ReminderPlanner(models.AbstractModel):
    """``INSERT … SELECT … ON CONFLICT DO NOTHING``: planning twice, or in two workers, plans nothing twice.

    What was dropped before it was told is planned again where it is due after all.

    Of the stages a receivable has reached, everybody is told the latest that concerns them: a day the job did not run
    is made up for, and nobody gets three reminders at once. A broken promise brings the next stage forward.
    """

    _name = "reminder.planner"
    _description = "Planner of Reminders"

    # --- hooks --------------------------------------------------------------

    @api.model
    def _receivable_branches(self, company, partners):
        """Return the list of ``SELECT`` with the columns of ``open_receivables.COLUMNS``; bridges append."""
        return []

    @api.model
    def _excluded_sql(self, today):
        """Return the condition, on ``item``, under which a receivable is not reminded of; bridges add theirs."""
        return SQL("FALSE")

    @api.model
    def _get_assistant_field(self):
        """Return the field of the customer that names its assistant."""
        return "reminder_assistant_id"

    # --- planning -----------------------------------------------------------

    @api.model
    def _plan(self, company, today, chunk=CHUNK):
        """Plan the notices of ``company`` for ``today``, chunk by chunk of customers, each committed.

        Return how many are new, or False where there was no time to look at everybody: the next run goes on.
        """
        self.env.flush_all()
        stages, staff = self._prepare_stages(company, today), self._staff(company)
        partners = self._get_open_partners(company) if stages else []

        def plan(part):
            return self._plan_chunk(company, today, part, stages, staff)

        return self.env["reminder.progress"]._walk(company, today, partners, chunk, plan)

    @api.model
    def _get_open_partners(self, company):
        query = open_partners(company, self._receivable_branches(company, None))
        return [partner_id for (partner_id,) in self.env.execute_query(query)]

    @api.model
    def _plan_chunk(self, company, today, partners, stages, staff):
        """Plan the notices of some customers in one statement; return how many are new."""
        query = SQL(
            """
            WITH %(receivables)s,
            promise AS MATERIALIZED (%(promises)s),
            stage AS MATERIALIZED (%(stages)s),
            staff AS MATERIALIZED (%(staff)s),
            wanted AS (%(wanted)s),
            %(plan)s
            """,
            receivables=self._receivables(company, today, partners),
            promises=self.env["reminder.promise.book"]._latest_sql(),
            stages=SQL(
                "SELECT * FROM (VALUES %s) AS stage (%s)", stages, SQL(", ").join(map(SQL.identifier, STAGE))
            ),
            staff=staff,
            wanted=self._wanted(today),
            plan=plan_wanted(),
        )
        return len(self.env.execute_query(query))

    @api.model
    def _receivables(self, company, today, partners):
        return net_receivables(
            company,
            partners,
            branches=self._receivable_branches(company, partners),
            excluded=self._excluded_sql(today),
            assistant=self._get_assistant_field(),
            today=today,
        )

    @api.model
    def _prepare_stages(self, company, today):
        """Return the active stages as rows of SQL values, each with the last due day that has reached it."""
        stages = self.env["reminder.stage"].search([("company_id", "in", [company.id, False])])
        adjustments = self.env["backoffice.workday"]._adjustments(company)
        until = {
            rule: reached_until(today, rule, lambda day: is_working_day(day, adjustments))
            for rule in set(stages.mapped("day_rule"))
        }
        rows = [
            SQL(
                "(%s, %s, %s::date, %s, %s, %s)",
                stage.id,
                stage.offset_days,
                fields.Date.subtract(until[stage.day_rule], days=stage.offset_days),
                [audience for audience in AUDIENCES if stage[f"to_{audience}"]],
                stage.required_answer,
                stage.skip_promised,
            )
            for stage in stages
        ]
        return SQL(", ").join(rows) if rows else None

    @api.model
    def _staff(self, company):
        """Return who stands for managers, finance, counsel and the general manager of ``company``."""
        rows = [
            SQL("(%s, %s, %s)", audience, user.id, user.partner_id.id)
            for audience in STAFF
            for user in company._get_reminder_staff(audience)
        ]
        rows = rows or [SQL("(NULL::text, NULL::int, NULL::int)")]
        return SQL(
            "SELECT * FROM (VALUES %s) AS staff (audience, user_id, recipient_id)", SQL(", ").join(rows)
        )

    @api.model
    def _wanted(self, today):
        """Return the notices due today: of each person and receivable the latest stage reached."""
        return SQL(
            """
            SELECT DISTINCT ON (told.res_model, told.res_id, COALESCE(told.recipient_id, 0), told.nobody) told.*
              FROM (
                SELECT item.*, part.stage_id, part.offset_days, part.escalated, part.audience,
                       (%(today)s - item.date_due) AS days, %(today)s AS planned_on,
                       person.recipient_id, person.user_id,
                       CASE WHEN person.recipient_id IS NULL THEN part.audience END AS nobody,
                       CASE WHEN person.recipient_id IS NULL THEN 'unreachable' ELSE 'planned' END AS state,
                       CASE WHEN person.recipient_id IS NULL THEN 'no_recipient' END AS state_reason,
                       CASE WHEN part.audience = 'salesperson'
                              OR part.audience = 'assistant' AND item.salesperson_id IS NULL
                            THEN part.required_answer ELSE 'none' END AS required_answer,
                       FALSE AS is_answered
                  FROM (%(latest)s) part
                  JOIN net item USING (res_model, res_id)
                  LEFT JOIN LATERAL (%(people)s) person ON TRUE
                 WHERE NOT (part.audience = 'customer' AND (part.promised OR item.kind != 'invoice'))
                   AND NOT (part.audience = 'assistant' AND person.recipient_id IS NULL)
              ) told
             ORDER BY told.res_model, told.res_id, COALESCE(told.recipient_id, 0), told.nobody,
                      told.offset_days DESC, told.required_answer = 'none', told.audience
            """,
            today=today,
            latest=self._latest(),
            people=PEOPLE,
        )

    @api.model
    def _latest(self):
        """Return the latest stage each audience of a receivable has reached: people are looked up for these only."""
        return SQL(
            """
            SELECT DISTINCT ON (reached.res_model, reached.res_id, told.audience) reached.*, told.audience
              FROM (%s) reached, unnest(reached.audiences) AS told (audience)
             ORDER BY reached.res_model, reached.res_id, told.audience,
                      reached.offset_days DESC, reached.required_answer = 'none'
            """,
            self._reached(),
        )

    @api.model
    def _reached(self):
        """Return which stages each receivable has reached, the one a broken promise brings forward included."""
        return SQL(
            """
            SELECT ranked.res_model, ranked.res_id, stage.id AS stage_id, stage.offset_days, stage.audiences,
                   stage.required_answer, ranked.promised, ranked.date_due > stage.cutoff AS escalated
              FROM (
                SELECT item.res_model, item.res_id, item.date_due,
                       COALESCE(promise.state = 'open' AND promise.amount >= item.upto, FALSE) AS promised,
                       COALESCE(promise.state IN ('broken', 'partial'), FALSE) AS broken,
                       (SELECT MAX(stage.offset_days) FROM stage WHERE item.date_due <= stage.cutoff) AS last_offset
                  FROM net item
                  LEFT JOIN promise ON promise.document_model = item.document_model
                       AND promise.document_id = item.document_id
              ) ranked
              JOIN stage ON ranked.date_due <= stage.cutoff
                   OR ranked.broken AND stage.offset_days = (
                       SELECT MIN(later.offset_days) FROM stage later
                        WHERE later.offset_days > ranked.last_offset OR ranked.last_offset IS NULL)
             WHERE NOT (stage.skip_promised AND ranked.promised)
            """
        )

    # --- what was settled meanwhile -----------------------------------------

    @api.model
    def _drop_settled(self, company, today, chunk=CHUNK):
        """Drop what is no longer true: paid, disputed, exempt, due on another day, or now somebody's.

        Return False where there was no time to look at everybody.
        """
        waiting = self.env["reminder.notice"]._read_group(
            [("company_id", "=", company.id), ("state", "in", ("planned", "unreachable"))], ["partner_id"]
        )
        self.env.flush_all()

        def drop(part):
            return len(self.env.execute_query(self._drop_query(company, today, part)))

        partners = [partner.id for (partner,) in waiting]
        result = self.env["reminder.progress"]._walk(company, today, partners, chunk, drop)
        self.env.invalidate_all(flush=False)
        return result

    @api.model
    def _drop_query(self, company, today, partners):
        return SQL(
            """
            WITH %(receivables)s
            UPDATE reminder_notice notice
               SET state = 'dropped', state_reason = dropped.reason
              FROM (
                SELECT planned.id,
                       CASE WHEN item.res_id IS NULL THEN 'settled'
                            WHEN item.date_due != planned.date_due THEN 'changed' ELSE 'taken' END AS reason
                  FROM reminder_notice planned
                  LEFT JOIN net item ON item.res_model = planned.res_model AND item.res_id = planned.res_id
                 WHERE planned.company_id = %(company)s AND planned.state IN ('planned', 'unreachable')
                   AND planned.partner_id = ANY(%(partners)s)
                   AND (item.res_id IS NULL OR item.date_due != planned.date_due
                        OR planned.recipient_id IS NULL AND planned.audience = 'salesperson'
                           AND item.salesperson_id IS NOT NULL)
              ) dropped
             WHERE dropped.id = notice.id
            RETURNING notice.id
            """,
            receivables=self._receivables(company, today, partners),
            company=company.id,
            partners=partners,
        )

    @api.model
    def _get_open_amounts(self, company, today, partners):
        """Return ``{(res_model, res_id): (amount, due day)}`` of what is open now."""
        self.env.flush_all()
        query = SQL(
            "WITH %s SELECT res_model, res_id, amount, date_due FROM net",
            self._receivables(company, today, partners.ids),
        )
        rows = self.env.execute_query(query)
        return {(model, res_id): (float(amount), due) for model, res_id, amount, due in rows}
