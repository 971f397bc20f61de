"""The figures of a contract as fields of it: one statement for any number of contracts."""

from odoo import api, fields, models

from .contract_execution import FIGURES


class SaleContractFigures(models.AbstractModel):
    """What a contract computes about its execution; kept apart from what it is."""

    _name = "sale.contract.figures"
    _description = "Figures of a Contract"
    _inherit = ["contract.figures.mixin"]

    amount_agreed = fields.Monetary(compute="_compute_execution")
    amount_ordered = fields.Monetary(compute="_compute_execution")
    amount_delivered = fields.Monetary(compute="_compute_execution")
    amount_returned = fields.Monetary(compute="_compute_execution")
    amount_invoiced = fields.Monetary(compute="_compute_execution")
    amount_draft = fields.Monetary(compute="_compute_execution")
    amount_collected = fields.Monetary(compute="_compute_execution")
    amount_offset = fields.Monetary(compute="_compute_execution")
    amount_receivable = fields.Monetary(compute="_compute_execution")
    amount_due = fields.Monetary(compute="_compute_execution")
    amount_overdue = fields.Monetary(compute="_compute_execution")
    amount_late = fields.Monetary(compute="_compute_execution")
    amount_uninvoiced = fields.Monetary(compute="_compute_execution")
    amount_uncollected = fields.Monetary(compute="_compute_execution")
    amount_remaining = fields.Monetary(compute="_compute_execution")
    amount_deposit = fields.Monetary(compute="_compute_execution")
    collection_rate = fields.Float(compute="_compute_execution")
    progress = fields.Float(compute="_compute_execution")
    late_days = fields.Float(compute="_compute_execution")
    overdue_days = fields.Integer(compute="_compute_execution")
    first_delivery = fields.Date(compute="_compute_execution")
    last_delivery = fields.Date(compute="_compute_execution")
    last_invoice = fields.Date(compute="_compute_execution")
    last_collection = fields.Date(compute="_compute_execution")
    oldest_due = fields.Date(compute="_compute_execution")
    execution_status = fields.Selection(compute="_compute_execution")

    @api.depends("line_ids.price_total", "line_ids.quantity", "order_ids.state", "currency_id")
    @api.depends_context("uid", "tz")
    def _compute_execution(self):
        # today's figures of whoever may read the contract, whatever documents behind them this user may read
        figures = self.env["contract.execution"].sudo()._get_figures(self._origin)
        for contract in self:
            row = figures.get(contract._origin.id, {})
            for name in FIGURES:
                contract[name] = row.get(name) or False
