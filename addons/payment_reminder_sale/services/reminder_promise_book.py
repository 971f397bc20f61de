"""One book of promises: that of the ledgers, where deliveries without invoice can be promised as well."""

from odoo import api, models
from odoo.tools import SQL


class ReminderPromiseBook(models.AbstractModel):
    _inherit = "reminder.promise.book"

    @api.model
    def _get_model_name(self):
        # EXTENDS payment_reminder
        return "receivable.promise"

    @api.model
    def _prepare_vals(self, notice, day, amount, note):
        # EXTENDS payment_reminder
        vals = super()._prepare_vals(notice, day, amount, note)
        return vals if notice.move_id else {**vals, "order_id": notice._get_order().id}

    @api.model
    def _latest_sql(self):
        # EXTENDS payment_reminder
        return SQL(
            """
            (%(invoices)s)
             UNION ALL
            (SELECT DISTINCT ON (promise.order_id)
                    'sale.order', promise.order_id, promise.amount, promise.date_promised, standing.state
               FROM receivable_promise promise
               JOIN (%(standing)s) standing ON standing.id = promise.id
              WHERE promise.active AND promise.move_id IS NULL
                AND promise.order_id IN (SELECT document_id FROM receivable WHERE document_model = 'sale.order')
              ORDER BY promise.order_id, promise.date_made DESC, promise.id DESC)
            """,
            invoices=super()._latest_sql(),
            standing=self.env["receivable.promise"]._standing_sql(),
        )
