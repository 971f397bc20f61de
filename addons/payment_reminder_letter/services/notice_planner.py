"""What a customer disputes in a reconciliation letter is left out of reminders, and the log says why."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.payment_reminder.services.open_receivables import instalments

# differences nobody has cleared yet, and what they name: a movement of the letter, else the number of a document
NAMED = SQL(
    """
    SELECT difference.id, letter.company_id, customer.commercial_partner_id AS partner_id,
           line.res_model, line.res_id,
           CASE WHEN line.id IS NULL THEN UPPER(BTRIM(difference.name)) END AS number
      FROM reconciliation_difference difference
      JOIN reconciliation_letter letter ON letter.id = difference.letter_id
      JOIN res_partner customer ON customer.id = letter.partner_id
      LEFT JOIN reconciliation_letter_line line ON line.id = difference.line_id
     WHERE difference.state NOT IN ('resolved', 'withdrawn')
       AND letter.state = 'disputed'
       AND letter.kind = 'receivable'
    """
)
# whether a difference names a receivable: an invoice with all its instalments, or a delivery; payments are none
NAMES = SQL(
    """
    named.company_id = item.company_id AND named.partner_id = item.partner_id
    AND (named.res_model = 'account.move' AND named.res_id = item.move_id
         OR named.res_model = item.res_model AND named.res_id = item.res_id
         OR named.number = UPPER(item.document))
    """
)


class ReminderPlanner(models.AbstractModel):
    _inherit = "reminder.planner"

    @api.model
    def _excluded_sql(self, today):
        # EXTENDS payment_reminder
        return SQL(
            "%s OR EXISTS (SELECT FROM (%s) named WHERE %s)", super()._excluded_sql(today), NAMED, NAMES
        )

    @api.model
    def _note_left_out(self, company, today):
        """Write down, once per difference, what would be reminded of by now but for it."""
        rows = self._get_left_out(company, today)
        differences = self.env["reconciliation.difference"].browse([row["difference_id"] for row in rows])
        desk = company._get_reminder_desk_user()
        words = {item.id: self._get_words(item) for item in differences.with_context(lang=desk.lang)}
        now = fields.Datetime.now()
        self.env["reminder.log"]._as_reminder().create(
            [{**row, "date": now, "event": "left_out", "words": words[row["difference_id"]]} for row in rows]
        )

    @api.model
    def _get_words(self, difference):
        return difference.env._(
            "Not reminded of: %(difference)s, disputed in the letter %(letter)s, is not cleared.",
            difference=difference.display_name,
            letter=difference.letter_id.display_name,
        )

    @api.model
    def _get_left_out(self, company, today):
        """Return the values of the log for what is left out and not in it yet."""
        stages = self.env["reminder.stage"].search([("company_id", "in", [company.id, False])])
        if not stages:
            return []
        self.env.flush_all()
        query = SQL("SELECT DISTINCT partner_id FROM (%s) named WHERE company_id = %s", NAMED, company.id)
        partners = [partner_id for (partner_id,) in self.env.execute_query(query)]
        branches = [instalments(company, partners), *self._receivable_branches(company, partners)]
        names = (
            "company_id", "res_model", "res_id", "move_id", "document", "partner_id", "salesperson_id", "date_due",
            "currency_id", "amount", "difference_id",
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (item.res_model, item.res_id, named.id)
                       item.company_id, item.res_model, item.res_id, item.move_id, item.document, item.partner_id,
                       COALESCE(owner.user_id, item.seller_id), item.date_due, item.currency_id, item.residual, named.id
                  FROM (%(items)s) item
                  JOIN (%(named)s) named ON %(names)s
                  JOIN res_partner owner ON owner.id = item.partner_id
                 WHERE item.date_due <= %(until)s
                   AND NOT EXISTS (
                       SELECT FROM reminder_log log WHERE log.difference_id = named.id
                          AND log.res_model = item.res_model AND log.res_id = item.res_id)
                """,
                items=SQL(" UNION ALL ").join(branches),
                named=NAMED,
                names=NAMES,
                until=fields.Date.subtract(today, days=min(stages.mapped("offset_days"))),
            )
        )
        return [dict(zip(names, row, strict=True)) for row in rows]
