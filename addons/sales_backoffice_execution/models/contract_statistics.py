"""Contract Statistics: signed, ordered, delivered, invoiced and collected in a period, and the balances at its end."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.backoffice_base.rules.periods import period_of

from ..services.execution_documents import Window
from ..services.execution_figures import PERIOD


class ContractStatistics(models.Model):
    """The contracts that lived in a period, chosen by ``statistics_from`` and ``statistics_to`` in the context."""

    _name = "contract.statistics"
    _description = "Contract Statistics"
    _inherit = ["contract.execution", "contract.period.mixin"]
    _auto = False

    @property
    def _table_query(self):
        return self._statistics_sql(self._get_window())

    @api.model
    def _get_window(self):
        today = fields.Date.context_today(self)
        month = period_of(today, "month")
        start = fields.Date.to_date(self.env.context.get("statistics_from")) or month.start
        end = fields.Date.to_date(self.env.context.get("statistics_to")) or month.end
        return Window(min(end, today), self._get_tz(), start)

    @api.model
    def _statistics_sql(self, window, company=None):
        """Return the contracts signed by the end that were signed, moved or still open in the period.

        What remains to be called off keeps a contract in the list while it is valid. The status of the contract is not
        asked: it has no date, and the period must read the same later.
        """
        return SQL(
            """
            SELECT rows.*, CASE WHEN rows.date_signed >= %(since)s THEN rows.amount_agreed ELSE 0 END AS period_signed
              FROM (%(rows)s) rows
             WHERE rows.date_signed <= %(at)s
               AND %(company)s
               AND (rows.date_signed >= %(since)s
                    OR rows.amount_receivable != 0 OR rows.amount_uninvoiced != 0 OR rows.amount_uncollected != 0
                    OR (rows.amount_remaining > 0 AND COALESCE(rows.valid_to >= %(since)s, TRUE))
                    OR %(flows)s)
            """,
            at=window.at,
            since=window.since,
            company=SQL("rows.company_id = %s", company.id) if company else SQL("TRUE"),
            rows=self._rows_sql(window, PERIOD),
            flows=SQL(" OR ").join(SQL("%s != 0", SQL.identifier("rows", name)) for name in PERIOD),
        )

    def action_export_xlsx(self):
        # EXTENDS contract.execution
        rows = self or self.search(self.env.context.get("active_domain") or [])
        report = self.env.ref("sales_backoffice_execution.action_report_contract_statistics")
        return report.report_action(rows, config=False)
