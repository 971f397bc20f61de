"""Contract execution by product: the figures of every line of every contract."""

from odoo import fields, models
from odoo.tools import SQL

from ..services import execution_figures
from .contract_execution import EXECUTED_STATES, FIGURES
from .contract_figures_mixin import FIGURE_SOURCES

LINE_COLUMNS = ("product_id", "product_uom_id", "partner_id", "company_id", "currency_id")


class ContractExecutionLine(models.Model):
    _name = "contract.execution.line"
    _description = "Contract Execution by Product"
    _inherit = ["contract.figures.mixin"]
    _auto = False
    _depends = FIGURE_SOURCES
    _order = "contract_id desc, id"
    _rec_name = "product_id"

    contract_id = fields.Many2one("sale.contract", readonly=True)
    contract_line_id = fields.Many2one("sale.contract.line", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    date_signed = fields.Date("Signed On", readonly=True)
    qty_agreed = fields.Float("Agreed Quantity", digits="Product Unit", readonly=True)
    qty_ordered = fields.Float("Ordered Quantity", digits="Product Unit", readonly=True)
    qty_delivered = fields.Float("Delivered Quantity", digits="Product Unit", readonly=True)
    qty_returned = fields.Float("Returned Quantity", digits="Product Unit", readonly=True)
    qty_invoiced = fields.Float("Invoiced Quantity", digits="Product Unit", readonly=True)
    qty_uninvoiced = fields.Float("Quantity Not Invoiced", digits="Product Unit", readonly=True)
    qty_remaining = fields.Float("Quantity to Call Off", digits="Product Unit", readonly=True)

    @property
    def _table_query(self):
        executions = self.env["contract.execution"]
        executions._switch_off_compiling()
        figures = (*(name for name in FIGURES), "qty_agreed", *execution_figures.QUANTITIES)
        return SQL(
            """
            SELECT figures.id, figures.id AS contract_line_id, figures.contract_id, %(line)s, contract.user_id,
                   COALESCE(contract.date_signed, contract.valid_from) AS date_signed, %(figures)s
              FROM (%(statement)s) figures
              JOIN sale_contract_line line ON line.id = figures.id
              JOIN sale_contract contract ON contract.id = figures.contract_id
             WHERE contract.state IN %(states)s
               AND contract.amended_id IS NULL
               AND contract.active
            """,
            line=SQL(", ").join(SQL.identifier("line", name) for name in LINE_COLUMNS),
            figures=SQL(", ").join(SQL.identifier("figures", name) for name in figures),
            statement=execution_figures.line_figures(executions._get_window()),
            states=EXECUTED_STATES,
        )

    def action_open_contract(self):
        """Open the contract of the row."""
        self.ensure_one()
        return self.contract_id.get_formview_action()
