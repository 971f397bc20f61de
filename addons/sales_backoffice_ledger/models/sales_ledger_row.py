"""What the rows of the ledgers share: they come straight from SQL, for the part of the ledger asked for."""

from odoo import fields, models
from odoo.tools import SQL

# What the ledgers are made of: flushed before they are read.
LEDGER_SOURCES = {
    "account.move": [
        "state",
        "move_type",
        "date",
        "invoice_date",
        "delivery_date",
        "statement_signed_date",
        "amount_total",
        "amount_total_signed",
        "commercial_partner_id",
        "credit_note_effect",
        "payment_state",
        "journal_id",
    ],
    "account.move.line": [
        "balance",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "reconciled",
        "parent_state",
        "account_id",
        "partner_id",
        "date",
        "date_maturity",
        "quantity",
        "price_unit",
        "price_total",
        "payment_id",
        "statement_line_id",
    ],
    "account.partial.reconcile": ["amount", "max_date", "exchange_move_id"],
    "credit.dispute": ["state", "date_to", "move_id"],
    "credit.profile": ["active", "partner_id", "company_id", "term_rule", "term_days"],
    "receivable.promise": ["active", "date_promised", "date_made", "amount", "move_id", "order_id", "note"],
    "res.partner": ["commercial_partner_id", "user_id"],
    "sale.contract": ["user_id", "assistant_id"],
    "sale.order": [
        "state",
        "partner_invoice_id",
        "currency_id",
        "currency_rate",
        "date_order",
        "contract_id",
    ],
    "sale.order.line": [
        "qty_delivered",
        "qty_delivered_method",
        "qty_invoiced",
        "product_uom_qty",
        "price_unit",
        "price_total",
        "discount",
        "invoice_lines",
        "is_downpayment",
        "contract_line_id",
    ],
    "sales.ledger.explanation": ["state", "amount", "date", "date_to", "account_id", "partner_id"],
    "stock.move": ["state", "quantity", "date", "sale_line_id", "to_refund", "origin_returned_move_id"],
}
LEDGER_KEYS = ("ledger_from", "ledger_to", "ledger_by", "ledger_partners")


class SalesLedgerRow(models.AbstractModel):
    _name = "sales.ledger.row"
    _description = "Row of a Ledger"
    _inherit = ["sales.ledger.page"]

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    contract_id = fields.Many2one("sale.contract", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True, help="Of the customer.")
    company_currency_id = fields.Many2one("res.currency", readonly=True)

    def _export_xlsx(self, report):
        """Export the rows, or without a selection all rows of the filter on the screen, as a spreadsheet."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        action = self.env.ref(f"sales_backoffice_ledger.{report}").report_action(rows, config=False)
        return action | {"context": {**(action.get("context") or {}), **get_ledger_context(self.env)}}


def prepare_planner(env, whole=False):
    """Set up the transaction for the statements of the ledgers; ``whole``: they read every customer.

    Compiling them takes longer than running them. PostgreSQL cannot foresee how many entries there are: for a whole
    ledger it would compare every one with every other, where hashing is five to ten times faster; for the few of one
    customer it is the other way round.
    """
    env.cr.execute(
        SQL("SET LOCAL jit = off; SET LOCAL enable_nestloop = %s", SQL("off") if whole else SQL("on"))
    )


def get_ledger_context(env):
    """Return the part of the context that says what of the ledgers is looked at."""
    return {name: value for name, value in env.context.items() if name in LEDGER_KEYS}
