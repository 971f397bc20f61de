"""勾稽: receivables by the sales documents beside the receivable accounts of the general ledger."""

from odoo import fields, models

from ..services import tieout_figures
from ..services.horizon import read_horizon
from .sales_ledger_row import LEDGER_SOURCES, get_ledger_context, prepare_planner


class SalesLedgerTieout(models.Model):
    """As of ``ledger_to`` in the context, by default today."""

    _name = "sales.ledger.tieout"
    _description = "Tie-Out of Receivables to the General Ledger"
    _inherit = ["sales.ledger.page"]
    _auto = False
    _depends = LEDGER_SOURCES
    _order = "company_id, account_id, partner_id, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    account_id = fields.Many2one("account.account", "Receivable Account", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, help="Empty: entries that name no partner."
    )
    salesperson_id = fields.Many2one("res.users", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date("As Of", readonly=True)
    invoiced = fields.Monetary(readonly=True, help="Posted customer invoices less credit notes.")
    collected = fields.Monetary(
        readonly=True, help="Payments and bank lines booked on the receivable account."
    )
    documents = fields.Monetary("By Documents", readonly=True, help="Invoiced less collected.")
    general = fields.Monetary(
        "General Ledger", readonly=True, help="Balance of the receivable account, posted entries only."
    )
    difference = fields.Monetary(readonly=True, help="General ledger less documents.")
    manual = fields.Monetary(
        "Manual Entries", readonly=True, help="Entries on the account without an invoice."
    )
    opening = fields.Monetary(
        "Opening Entries", readonly=True, help="Balances brought in when the books were opened."
    )
    writeoff = fields.Monetary(
        "Write-Offs", readonly=True, help="Booked to profit and loss against the receivable."
    )
    exchange = fields.Monetary("Exchange Differences", readonly=True)
    no_partner = fields.Monetary(
        "Without Partner", readonly=True, help="Entries on the account that name no partner."
    )
    known = fields.Monetary(
        "Known Causes",
        readonly=True,
        help="Manual and opening entries, write-offs, exchange differences and entries without partner together.",
    )
    explained = fields.Monetary(readonly=True, help="Approved explanations in force on the day.")
    unexplained = fields.Monetary(
        readonly=True, help="What is left of the difference: find it, or explain it."
    )
    draft = fields.Monetary("Drafts", readonly=True, help="Draft invoices: counted on neither side.")
    ledger = fields.Monetary(
        "Sales Ledger",
        readonly=True,
        help="Closing receivable of the detailed ledger: documents and known causes.",
    )
    status = fields.Selection(
        [("tied", "Tied"), ("explained", "Explained"), ("open", "To Explain")], "Tie-Out", readonly=True
    )

    @property
    def _table_query(self):
        horizon = read_horizon(self)
        prepare_planner(self.env, whole=horizon.partners is None)
        return tieout_figures.tieout(horizon)

    def action_open_entries(self):
        """Show what the general ledger has on the account for the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.account_id.display_name,
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("account_id", "=", self.account_id.id),
                ("partner_id", "child_of", self.partner_id.id)
                if self.partner_id
                else ("partner_id", "=", False),
                ("parent_state", "=", "posted"),
                ("date", "<=", str(self.date)),
            ],
        }

    def action_explain(self):
        """Open a new explanation of what is left."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Explanation"),
            "res_model": "sales.ledger.explanation",
            "view_mode": "form",
            "context": {
                "default_company_id": self.company_id.id,
                "default_account_id": self.account_id.id,
                "default_partner_id": self.partner_id.id,
                "default_amount": self.unexplained,
                "default_date": str(self.date),
            },
        }

    def action_export_xlsx(self):
        """Export the selected or filtered rows."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        report = self.env.ref("sales_backoffice_ledger.action_report_ledger_tieout")
        action = report.report_action(rows, config=False)
        return action | {"context": {**(action.get("context") or {}), **get_ledger_context(self.env)}}

    def action_print(self):
        """Print the selected or filtered rows."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        report = self.env.ref("sales_backoffice_ledger.action_report_ledger_tieout_pdf")
        return report.report_action(
            None, data={"ids": rows.ids, "context": get_ledger_context(self.env)}, config=False
        )
