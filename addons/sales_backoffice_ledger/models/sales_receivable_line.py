"""應收明細: open receivables by contract, deliveries that no invoice covers included."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..services import open_receivables
from ..services.horizon import read_horizon
from .sales_ledger_row import LEDGER_SOURCES, prepare_planner

AGES = [
    ("unallocated", "Unallocated Credit"),
    ("not_due", "Not Due"),
    ("1_30", "1-30 Days"),
    ("31_60", "31-60 Days"),
    ("61_90", "61-90 Days"),
    ("over_90", "Over 90 Days"),
]


class SalesReceivableLine(models.Model):
    """As of ``ledger_to`` in the context, by default what is open now (buckets A and B of credit control)."""

    _name = "sales.receivable.line"
    _description = "Receivable by Contract"
    _inherit = ["sales.ledger.document"]
    _auto = False
    _depends = LEDGER_SOURCES
    _order = "date_due, id"
    _rec_name = "document_name"

    kind = fields.Selection(
        [
            ("invoice", "Invoice"),
            ("delivery", "Delivered, Not Invoiced"),
            ("payment", "Unallocated Payment"),
            ("credit", "Unallocated Credit"),
        ],
        readonly=True,
    )
    line_id = fields.Many2one("account.move.line", "Entry Line", readonly=True)
    date = fields.Date(readonly=True, help="Day of the invoice, or of the delivery.")
    date_due = fields.Date(
        "Due", readonly=True, help="Under the credit term of the customer; a delivery ages from its own day."
    )
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    age = fields.Selection(AGES, "Ageing", readonly=True)
    residual = fields.Monetary(
        "Open on Invoices",
        currency_field="company_currency_id",
        readonly=True,
        help="Less credits not allocated.",
    )
    uninvoiced = fields.Monetary("Not Invoiced", currency_field="company_currency_id", readonly=True)
    amount = fields.Monetary("Open Amount", currency_field="company_currency_id", readonly=True)
    overdue_amount = fields.Monetary("Overdue", currency_field="company_currency_id", readonly=True)
    amount_currency = fields.Monetary("Open (Document Currency)", readonly=True, aggregator="sum_currency")
    assistant_id = fields.Many2one("res.users", readonly=True)
    promise_id = fields.Many2one("receivable.promise", readonly=True)
    date_promised = fields.Date("Promised For", readonly=True)
    promised_amount = fields.Monetary(
        "Promised", currency_field="currency_id", readonly=True, aggregator=None
    )
    promise_state = fields.Selection(related="promise_id.state", string="Promise Kept")
    note = fields.Char(readonly=True)
    dispute_id = fields.Many2one("credit.dispute", readonly=True)
    is_disputed = fields.Boolean("Disputed", readonly=True, help="Under an approved dispute.")
    delivery_names = fields.Char("Deliveries", compute="_compute_source_names", compute_sudo=True)
    order_names = fields.Char("Orders", compute="_compute_source_names", compute_sudo=True)

    @property
    def _table_query(self):
        horizon = read_horizon(self)
        # what is open now starts from indexes of open documents, whatever the number of customers
        prepare_planner(self.env, whole=horizon.is_past and horizon.partners is None)
        columns = [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name != "row_total"
        ]
        return SQL(
            "SELECT %s FROM (%s) open",
            SQL(", ").join(SQL.identifier("open", name) for name in columns),
            open_receivables.receivable_lines(horizon),
        )

    @api.depends("order_id", "picking_id", "move_id", "contract_id")
    def _compute_source_names(self):
        """Name the orders and deliveries behind each row: those its invoice lines of the contract call for."""
        found = self._get_sources()
        for row in self:
            orders, deliveries = found.get((row.move_id.id, row.contract_id.id or None), (None, None))
            row.order_names = orders or row.order_id.name
            row.delivery_names = row.picking_id.name or deliveries

    def _get_sources(self):
        """Return ``{(invoice, contract): (order names, delivery names)}`` in one statement."""
        if not self.move_id:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.move_id, COALESCE(agreed.contract_id, sale.contract_id),
                       STRING_AGG(DISTINCT sale.name, ', '), STRING_AGG(DISTINCT picking.name, ', ')
                  FROM account_move_line item
                  JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
                  JOIN sale_order_line sold ON sold.id = link.order_line_id
                  JOIN sale_order sale ON sale.id = sold.order_id
                  LEFT JOIN sale_contract_line agreed ON agreed.id = sold.contract_line_id
                  LEFT JOIN stock_move move ON move.sale_line_id = sold.id AND move.state = 'done'
                  LEFT JOIN stock_picking picking ON picking.id = move.picking_id
                 WHERE item.move_id = ANY(%s)
                 GROUP BY 1, 2
                """,
                self.move_id.ids,
            )
        )
        return {(move, contract): names for move, contract, *names in rows}

    def action_promise(self):
        """Note what the customer promised to pay: two taps on a phone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": "receivable.promise.entry",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_move_id": self.move_id.id,
                "default_order_id": self.order_id.id,
                "default_currency_id": self.currency_id.id,
                "default_amount": self.amount_currency,
            },
        }

    def action_export_xlsx(self):
        """Export the selected or filtered rows."""
        return self._export_xlsx("action_report_receivable_line")
