"""The execution of a line of a contract, in quantity and money."""

from odoo import api, fields, models

FIGURES = (
    "qty_ordered",
    "qty_delivered",
    "qty_returned",
    "qty_invoiced",
    "qty_uninvoiced",
    "qty_remaining",
    "amount_delivered",
    "amount_invoiced",
    "amount_collected",
    "amount_overdue",
)


class SaleContractLine(models.Model):
    _inherit = "sale.contract.line"

    qty_ordered = fields.Float("Ordered Quantity", digits="Product Unit", compute="_compute_execution")
    qty_delivered = fields.Float(
        "Delivered Quantity", digits="Product Unit", compute="_compute_execution", help="Net of returns."
    )
    qty_returned = fields.Float("Returned Quantity", digits="Product Unit", compute="_compute_execution")
    qty_invoiced = fields.Float(
        "Invoiced Quantity",
        digits="Product Unit",
        compute="_compute_execution",
        help="On posted invoices. A credit note that only lowers a price takes no quantity back.",
    )
    qty_uninvoiced = fields.Float(
        "Quantity Not Invoiced", digits="Product Unit", compute="_compute_execution"
    )
    qty_remaining = fields.Float("Quantity to Call Off", digits="Product Unit", compute="_compute_execution")
    amount_delivered = fields.Monetary("Value Delivered", compute="_compute_execution")
    amount_invoiced = fields.Monetary("Value Invoiced", compute="_compute_execution")
    amount_collected = fields.Monetary("Value Collected", compute="_compute_execution")
    amount_overdue = fields.Monetary("Value Overdue", compute="_compute_execution")
    line_progress = fields.Float("Progress", compute="_compute_execution")

    @api.depends("quantity", "price_total", "order_line_ids")
    @api.depends_context("uid", "tz")
    def _compute_execution(self):
        figures = self.env["contract.execution"].sudo()._get_line_figures(self._origin.contract_id)
        for line in self:
            row = figures.get(line._origin.id, {})
            for name in FIGURES:
                line[name] = row.get(name) or 0.0
            line.line_progress = float(line.qty_delivered) / line.quantity if line.quantity else 0.0
