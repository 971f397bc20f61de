"""Contract Execution: the figures of every contract from its documents, to read, search, group, chart and export."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..services import execution_figures
from ..services.execution_documents import Window
from .contract_figures_mixin import FIGURE_SOURCES

# a contract is executed once it was signed; amendments are applied to the contract they change
EXECUTED_STATES = ("active", "suspended", "fulfilled", "filed", "terminated")
CONTRACT_COLUMNS = (
    "name",
    "kind",
    "state",
    "partner_id",
    "commercial_partner_id",
    "company_id",
    "currency_id",
    "user_id",
    "assistant_id",
    "payment_term_id",
    "valid_from",
    "valid_to",
)
FIGURES = (
    "amount_agreed",
    *execution_figures.AMOUNTS,
    *execution_figures.DAYS,
    *execution_figures.DERIVED,
)


class ContractExecution(models.Model):
    """One row per contract; its id is the contract's.

    Other code asks ``_get_figures`` and ``_get_line_figures``: one statement for any number of contracts, as of the
    end of any day.
    """

    _name = "contract.execution"
    _description = "Contract Execution"
    _inherit = ["contract.figures.mixin"]
    _auto = False
    _depends = FIGURE_SOURCES
    _order = "date_signed desc, id desc"
    _rec_names_search = ["name", "partner_id"]

    contract_id = fields.Many2one("sale.contract", readonly=True)
    name = fields.Char("Contract Number", readonly=True)
    kind = fields.Selection([("single", "Single order"), ("framework", "Framework")], readonly=True)
    state = fields.Selection(
        [
            ("active", "Active"),
            ("suspended", "Suspended"),
            ("fulfilled", "Fulfilled"),
            ("filed", "Filed"),
            ("terminated", "Terminated"),
        ],
        "Contract Status",
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Company of the Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    assistant_id = fields.Many2one("res.users", readonly=True)
    payment_term_id = fields.Many2one("account.payment.term", "Payment Terms", readonly=True)
    date_signed = fields.Date("Signed On", readonly=True)
    valid_from = fields.Date(readonly=True)
    valid_to = fields.Date("Valid Until", readonly=True)

    @property
    def _table_query(self):
        return self._rows_sql(self._get_window())

    # --- service ----------------------------------------------------------------

    @api.model
    def _get_figures(self, contracts, at=None, since=None, tz=None):
        """Return ``{contract id: row}`` as things stood at the end of the day ``at`` (default: today).

        Amounts in the currency of each contract, taxes included; with ``since``, ``period_*`` holds what happened from
        that day on. Nobody's rights are asked: show it to who may read the contracts.
        """
        return self._query(execution_figures.contract_figures, contracts, at, since, tz)

    @api.model
    def _get_line_figures(self, contracts, at=None, since=None, tz=None):
        """Return ``{id of the line of the contract: row}``; see ``_get_figures``."""
        return self._query(execution_figures.line_figures, contracts, at, since, tz)

    @api.model
    def _query(self, statement, contracts, at, since, tz):
        if not contracts:
            return {}
        self.env.flush_all()
        self._switch_off_compiling()
        window = Window(
            at or fields.Date.context_today(self), tz or self._get_tz(), since, tuple(contracts.ids)
        )
        return {row["id"]: row for row in self.env.execute_query_dict(statement(window))}

    @api.model
    def _get_window(self):
        """Return the window of the list: today, or the day of the context key ``execution_at``."""
        at = fields.Date.to_date(self.env.context.get("execution_at")) or fields.Date.context_today(self)
        return Window(at, self._get_tz())

    @api.model
    def _get_tz(self):
        return self.env.user.tz or "UTC"

    @api.model
    def _switch_off_compiling(self):
        self.env.cr.execute("SET LOCAL jit = off")  # compiling the statement takes longer than running it

    # --- the rows ---------------------------------------------------------------

    @api.model
    def _rows_sql(self, window, further=()):
        """Return one row per executed contract: what it is, then its figures and the columns ``further``."""
        self._switch_off_compiling()
        return SQL(
            """
            SELECT figures.id, figures.contract_id, %(contract)s,
                   COALESCE(contract.date_signed, contract.valid_from) AS date_signed, %(figures)s
              FROM (%(statement)s) figures
              JOIN sale_contract contract ON contract.id = figures.id
             WHERE contract.state IN %(states)s
               AND contract.amended_id IS NULL
               AND contract.active
            """,
            contract=SQL(", ").join(SQL.identifier("contract", name) for name in CONTRACT_COLUMNS),
            figures=SQL(", ").join(SQL.identifier("figures", name) for name in (*FIGURES, *further)),
            statement=execution_figures.contract_figures(window),
            states=EXECUTED_STATES,
        )

    # --- buttons ----------------------------------------------------------------

    def action_open_contract(self):
        """Open the contract of the row."""
        self.ensure_one()
        return self.contract_id.get_formview_action()

    def action_export_xlsx(self):
        """Export the rows, or without a selection all rows of the filter on the screen, as a spreadsheet."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        report = self.env.ref("sales_backoffice_execution.action_report_contract_execution")
        return report.report_action(rows, config=False)
