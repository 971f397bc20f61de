"""Where promises are kept: the one place the reminders look, so that a bridge can say another one."""

from odoo import api, models
from odoo.tools import SQL


class ReminderPromiseBook(models.AbstractModel):
    _name = "reminder.promise.book"
    _description = "Book of Promises"

    @api.model
    def _get_model_name(self):
        """Return the model promises are kept in. It has the fields of ``reminder.promise`` and ``_standing_sql()``."""
        return "reminder.promise"

    @api.model
    def _browse(self, ids):
        return (
            self.env[self._get_model_name()].browse([promise_id for promise_id in ids if promise_id]).exists()
        )

    @api.model
    def _record(self, notice, day, amount, note=False):
        """Note what was promised about the receivable of ``notice``; return the promise."""
        return self.env[self._get_model_name()].create(self._prepare_vals(notice, day, amount, note))

    @api.model
    def _prepare_vals(self, notice, day, amount, note):
        return {
            "company_id": notice.company_id.id,
            "partner_id": notice.partner_id.id,
            "move_id": notice.move_id.id,
            "currency_id": notice.currency_id.id,
            "amount": amount,
            "date_promised": day,
            "note": note,
        }

    @api.model
    def _latest_sql(self):
        """Return the last promise per document of the query ``receivable``.

        Columns: document_model, document_id, amount, date_promised, state.
        """
        model = self.env[self._get_model_name()]
        return SQL(
            """
            SELECT DISTINCT ON (promise.move_id)
                   'account.move' AS document_model, promise.move_id AS document_id, promise.amount,
                   promise.date_promised, standing.state
              FROM %(table)s promise
              JOIN (%(standing)s) standing ON standing.id = promise.id
             WHERE promise.move_id IN (SELECT move_id FROM receivable) %(active)s
             ORDER BY promise.move_id, promise.date_made DESC, promise.id DESC
            """,
            table=SQL.identifier(model._table),
            standing=model._standing_sql(),
            active=SQL("AND promise.active") if "active" in model._fields else SQL(),
        )

    @api.model
    def _get_kept(self, partners):
        """Return ``{commercial partner id: (kept, judged)}``: promises whose day is over, or that were kept."""
        model = self.env[self._get_model_name()]
        model.flush_model()
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT customer.commercial_partner_id,
                       COUNT(*) FILTER (WHERE standing.state = 'kept'), COUNT(*)
                  FROM %(table)s promise
                  JOIN (%(standing)s) standing ON standing.id = promise.id
                  JOIN res_partner customer ON customer.id = promise.partner_id
                 WHERE customer.commercial_partner_id = ANY(%(partners)s)
                   AND promise.company_id = ANY(%(companies)s)
                   AND standing.state != 'open'
                 GROUP BY 1
                """,
                table=SQL.identifier(model._table),
                standing=model._standing_sql(),
                partners=partners.commercial_partner_id.ids,
                companies=self.env.companies.ids,
            )
        )
        return {partner_id: (kept, judged) for partner_id, kept, judged in rows}

    @api.model
    def _open(self, domain):
        """Return the action that shows promises."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promises to Pay"),
            "res_model": self._get_model_name(),
            "view_mode": "list,form",
            "domain": domain,
        }
