"""銷售明細賬: every event of a customer with what is open after it."""

from odoo import fields, models

from ..services import ledger
from ..services.horizon import read_horizon
from .sales_ledger_row import LEDGER_SOURCES, prepare_planner

KINDS = [
    ("opening", "Opening Balance"),
    ("ordered", "Ordered"),
    ("delivered", "Delivered"),
    ("returned", "Returned"),
    ("invoice", "Invoice"),
    ("credit_note", "Credit Note"),
    ("repriced", "Priced by Invoice"),
    ("payment", "Payment"),
    ("bank", "Bank Line"),
    ("writeoff", "Write-Off"),
    ("exchange", "Exchange Difference"),
    ("opening_entry", "Opening Entry"),
    ("entry", "Other Entry"),
]


class SalesLedgerEntry(models.Model):
    """Read with ``ledger_from``, ``ledger_to``, ``ledger_by`` and ``ledger_partners`` in the context, all optional.

    See ``services/horizon.py``: what the context says is checked and only ever narrows the view.
    """

    _name = "sales.ledger.entry"
    _description = "Sales Detailed Ledger"
    _inherit = ["sales.ledger.document"]
    _auto = False
    _depends = LEDGER_SOURCES
    _order = "partner_id, date, sequence, id"
    _rec_name = "document_name"

    kind = fields.Selection(
        KINDS,
        readonly=True,
        help="Priced by Invoice: what an invoice asks for beyond the price of its order, or without an order. It "
        "counts as ordered and delivered, so that only goods stay “not invoiced”.",
    )
    sequence = fields.Integer(readonly=True)
    date = fields.Date(readonly=True)
    order_line_id = fields.Many2one("sale.order.line", readonly=True)
    line_id = fields.Many2one("account.move.line", "Entry Line", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True, aggregator=None)  # of any unit
    ordered = fields.Monetary(currency_field="company_currency_id", readonly=True)
    delivered = fields.Monetary(currency_field="company_currency_id", readonly=True)
    invoiced = fields.Monetary(currency_field="company_currency_id", readonly=True)
    collected = fields.Monetary(currency_field="company_currency_id", readonly=True)
    ordered_currency = fields.Monetary(
        "Ordered (Document Currency)", readonly=True, aggregator="sum_currency"
    )
    delivered_currency = fields.Monetary(
        "Delivered (Document Currency)", readonly=True, aggregator="sum_currency"
    )
    invoiced_currency = fields.Monetary(
        "Invoiced (Document Currency)", readonly=True, aggregator="sum_currency"
    )
    collected_currency = fields.Monetary(
        "Collected (Document Currency)", readonly=True, aggregator="sum_currency"
    )
    open_orders_balance = fields.Monetary(
        "Open Orders",
        currency_field="company_currency_id",
        readonly=True,
        aggregator=None,
        help="Ordered less delivered, after this entry.",
    )
    uninvoiced_balance = fields.Monetary(
        "Not Invoiced",
        currency_field="company_currency_id",
        readonly=True,
        aggregator=None,
        help="Delivered less invoiced, after this entry; negative while a down payment waits for its goods.",
    )
    receivable_balance = fields.Monetary(
        "Receivable",
        currency_field="company_currency_id",
        readonly=True,
        aggregator=None,
        help="Invoiced less collected, after this entry.",
    )

    @property
    def _table_query(self):
        horizon = read_horizon(self)
        prepare_planner(self.env, whole=horizon.partners is None)
        return ledger.entries(horizon)

    def action_export_xlsx(self):
        """Export the selected or filtered rows."""
        return self._export_xlsx("action_report_ledger_entry")
