"""A contract in a statement: written once by the statement, never by people."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..services.execution_figures import AMOUNTS, DAYS, DERIVED, PERIOD

BY_STATEMENT = object()  # compared by identity: no RPC client can send it
FROZEN_FIGURES = (
    "amount_agreed",
    *(name for name in AMOUNTS if name != "amount_draft"),
    *DAYS,
    *DERIVED,
    "period_signed",
    *PERIOD,
)
NAMES = ("name", "partner_name", "user_name", "payment_term_name", "date_signed")


class ContractStatementRow(models.Model):
    _name = "contract.statement.row"
    _description = "Contract in a Statement"
    _inherit = ["contract.period.mixin"]
    _order = "statement_id desc, date_signed, id"

    statement_id = fields.Many2one(
        "contract.statement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    kind = fields.Selection(related="statement_id.kind", store=True)
    date_to = fields.Date("Period End", related="statement_id.date_to", store=True, index=True)
    state = fields.Selection(related="statement_id.state", string="Statement Status")
    contract_id = fields.Many2one(
        "sale.contract", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    name = fields.Char("Contract Number", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True, ondelete="restrict")
    partner_name = fields.Char("Customer as Filed", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True, index=True, ondelete="restrict")
    user_name = fields.Char("Salesperson as Filed", readonly=True)
    payment_term_name = fields.Char("Payment Terms", readonly=True)
    date_signed = fields.Date("Signed On", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_token()
        return super().create(vals_list)

    def write(self, vals):
        self._check_token()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_by_statement(self):
        self._check_token()

    def _check_token(self):
        """Refuse whoever is not the statement calculating its draft, the administrator too."""
        if self.env.context.get("statement_token") is not BY_STATEMENT:
            raise AccessError(
                self.env._("The rows of a statement are calculated from the documents; nobody writes them.")
            )

    def _get_proof(self):
        """Return the values of one row that the proof of the statement covers."""
        self.ensure_one()
        values = {name: self[name] or "" for name in NAMES}
        figures = {name: self[name] for name in FROZEN_FIGURES}
        return {**values, **figures, "contract": self.contract_id.id, "currency": self.currency_id.name}

    def action_open_contract(self):
        """Open the contract of the row."""
        self.ensure_one()
        return self.contract_id.get_formview_action()
