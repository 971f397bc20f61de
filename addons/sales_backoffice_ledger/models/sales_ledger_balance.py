"""銷售總賬: per customer, contract and month what was open, what came and what is open."""

from odoo import fields, models

from odoo.addons.backoffice_base.rules.periods import period_of

from ..services import ledger
from ..services.horizon import read_horizon
from .sales_ledger_row import LEDGER_SOURCES, get_ledger_context, prepare_planner

OPENING_HELP = "Add up one month only: the opening of a month is the closing of the month before."


class SalesLedgerBalance(models.Model):
    _name = "sales.ledger.balance"
    _description = "Sales General Ledger"
    _inherit = ["sales.ledger.row"]
    _auto = False
    _depends = LEDGER_SOURCES
    _order = "month desc, partner_id, contract_id, id"
    _rec_name = "partner_id"

    month = fields.Date("First Day", readonly=True)
    month_name = fields.Char("Month", readonly=True)
    open_orders_opening = fields.Monetary(
        "Opening: Open Orders", currency_field="company_currency_id", readonly=True, help=OPENING_HELP
    )
    uninvoiced_opening = fields.Monetary(
        "Opening: Not Invoiced", currency_field="company_currency_id", readonly=True, help=OPENING_HELP
    )
    receivable_opening = fields.Monetary(
        "Opening: Receivable", currency_field="company_currency_id", readonly=True, help=OPENING_HELP
    )
    ordered = fields.Monetary(currency_field="company_currency_id", readonly=True)
    delivered = fields.Monetary(currency_field="company_currency_id", readonly=True)
    invoiced = fields.Monetary(currency_field="company_currency_id", readonly=True)
    collected = fields.Monetary(currency_field="company_currency_id", readonly=True)
    open_orders_closing = fields.Monetary(
        "Closing: Open Orders", currency_field="company_currency_id", readonly=True, help=OPENING_HELP
    )
    uninvoiced_closing = fields.Monetary(
        "Closing: Not Invoiced", currency_field="company_currency_id", readonly=True, help=OPENING_HELP
    )
    receivable_closing = fields.Monetary(
        "Closing: Receivable", currency_field="company_currency_id", readonly=True, help=OPENING_HELP
    )

    @property
    def _table_query(self):
        horizon = read_horizon(self)
        prepare_planner(self.env, whole=horizon.partners is None)
        return ledger.balances(horizon)

    def action_open_entries(self):
        """Show the entries of the month behind the row."""
        self.ensure_one()
        period = period_of(self.month, "month")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_ledger.sales_ledger_entry_action"
        )
        contract = self.contract_id
        return action | {
            "name": self.env._(
                "%(customer)s, %(month)s",
                customer=(contract or self.partner_id).display_name,
                month=period.label,
            ),
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("contract_id", "=", contract.id),
            ],
            "context": {
                **get_ledger_context(self.env),
                "ledger_from": str(period.start),
                "ledger_to": str(min(period.end, read_horizon(self).end)),
                "ledger_by": "contract",
                "ledger_partners": self.partner_id.ids,
            },
        }

    def action_export_xlsx(self):
        """Export the selected or filtered rows."""
        return self._export_xlsx("action_report_ledger_balance")
