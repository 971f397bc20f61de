"""A figure of a filed statement that the books tell differently by now."""

from odoo import api, fields, models

from .contract_statement_row import FROZEN_FIGURES


class ContractStatementDifference(models.Model):
    _name = "contract.statement.difference"
    _description = "Difference to a Filed Statement"
    _order = "statement_id desc, contract_id, id"
    _rec_name = "contract_id"

    statement_id = fields.Many2one(
        "contract.statement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    contract_id = fields.Many2one(
        "sale.contract", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", related="contract_id.partner_id", string="Customer", store=True
    )
    user_id = fields.Many2one("res.users", related="contract_id.user_id", string="Salesperson", store=True)
    figure = fields.Selection(selection="_get_figure_labels", required=True, readonly=True)
    change = fields.Selection(
        [
            ("changed", "Figure changed"),
            ("added", "Contract not in the statement"),
            ("removed", "Contract no longer in the books"),
        ],
        "What Happened",
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_filed = fields.Monetary("As Filed", readonly=True)
    amount_now = fields.Monetary("In the Books Now", readonly=True)
    delta = fields.Monetary("Difference", compute="_compute_delta", store=True)
    create_date = fields.Datetime("Found On", readonly=True)

    _figure_uniq = models.UniqueIndex("(statement_id, contract_id, figure)")

    @api.model
    def _get_figure_labels(self):
        rows = self.env["contract.statement.row"]
        return [
            (name, rows._fields[name]._description_string(self.env))
            for name in FROZEN_FIGURES
            if rows._fields[name].type == "monetary"
        ]

    @api.depends("amount_filed", "amount_now")
    def _compute_delta(self):
        for line in self:
            line.delta = line.amount_now - line.amount_filed

    def _update(self, values):
        """Take over the figures found now; write nothing where they are still the same."""
        names = ("amount_filed", "amount_now", "change")
        if any(self[name] != values[name] for name in names):
            self.write({name: values[name] for name in names})

    def action_open_contract(self):
        """Open the contract of the difference."""
        self.ensure_one()
        return self.contract_id.get_formview_action()
