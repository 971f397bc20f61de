"""The execution of a contract, or of a line of it, as fields: computed from documents, never typed."""

from odoo import fields, models
from odoo.tools import SQL

STATUSES = [
    ("idle", "Not Called Off"),
    ("running", "In Execution"),
    ("uninvoiced", "Delivered, Not Invoiced"),
    ("receivable", "To Collect"),
    ("overdue", "Overdue"),
    ("done", "Completed"),
]

# What the figures are made of, for the models that show them straight from SQL: flushed before they are read.
FIGURE_SOURCES = {
    "account.move": [
        "state",
        "move_type",
        "amount_total",
        "invoice_date",
        "date",
        "currency_id",
        "credit_note_effect",
    ],
    "account.move.line": [
        "amount_currency",
        "date_maturity",
        "display_type",
        "discount",
        "payment_id",
        "price_total",
        "price_unit",
        "product_uom_id",
        "quantity",
    ],
    "account.partial.reconcile": [
        "debit_move_id",
        "credit_move_id",
        "debit_amount_currency",
        "credit_amount_currency",
        "max_date",
    ],
    "res.currency.rate": ["rate", "name"],
    "sale.contract": [
        "active",
        "amount_total",
        "commercial_partner_id",
        "company_id",
        "currency_id",
        "date_signed",
        "name",
        "partner_id",
        "state",
        "user_id",
        "valid_from",
        "valid_to",
    ],
    "sale.contract.line": ["contract_id", "price_total", "product_uom_id", "quantity"],
    "sale.order": ["contract_id", "currency_id", "date_order", "state"],
    "sale.order.line": [
        "contract_line_id",
        "invoice_lines",
        "is_downpayment",
        "price_total",
        "price_unit",
        "product_uom_id",
        "product_uom_qty",
        "qty_delivered",
        "qty_delivered_method",
    ],
    "stock.move": ["date", "origin_returned_move_id", "quantity", "sale_line_id", "state", "to_refund"],
}

# Of a group of rows: the ratio of the sums, not the average of the ratios.
WEIGHTED = {
    "collection_rate:avg": "SUM(GREATEST(%(amount_collected)s, 0)) / NULLIF(SUM(GREATEST(%(amount_collected)s, 0)"
    " + GREATEST(%(amount_overdue)s, 0)), 0)",
    "progress:avg": "SUM(%(progress)s * %(amount_agreed)s) / NULLIF(SUM(%(amount_agreed)s), 0)",
    "late_days:avg": "SUM(%(late_days)s * %(amount_late)s) / NULLIF(SUM(%(amount_late)s), 0)",
}
WEIGHTS = ("amount_collected", "amount_overdue", "amount_agreed", "amount_late", "progress", "late_days")


class ContractFiguresMixin(models.AbstractModel):
    _name = "contract.figures.mixin"
    _description = "Execution Figures"

    currency_id = fields.Many2one("res.currency")
    amount_agreed = fields.Monetary("Contract Total", readonly=True, help="As agreed, taxes included.")
    amount_ordered = fields.Monetary("Ordered", readonly=True, help="Confirmed orders, taxes included.")
    amount_delivered = fields.Monetary(
        "Delivered",
        readonly=True,
        help="Delivered net of returns, at the price of the order, taxes included.",
    )
    amount_returned = fields.Monetary(
        "Returned", readonly=True, help="Goods that came back, at the price of the order."
    )
    amount_invoiced = fields.Monetary(
        "Invoiced", readonly=True, help="Posted invoices less posted credit notes."
    )
    amount_draft = fields.Monetary(
        "Draft Invoices", readonly=True, help="Not posted yet; counted nowhere else."
    )
    amount_collected = fields.Monetary(
        "Collected",
        readonly=True,
        help="Payments matched with the invoices. An invoice of several contracts is shared out in proportion to its "
        "lines.",
    )
    amount_offset = fields.Monetary(
        "Settled Without Money",
        readonly=True,
        help="Matched with credit notes of something else, or with entries that net or write off.",
    )
    amount_receivable = fields.Monetary(
        "Receivable", readonly=True, help="Invoiced, neither collected nor settled otherwise."
    )
    amount_due = fields.Monetary("Due", readonly=True, help="Open instalments that fall due by this day.")
    amount_overdue = fields.Monetary(
        "Late (Overdue)",
        readonly=True,
        help="The late money of the collection rate: open instalments whose due date has passed and that have not come "
        "in.",
    )
    amount_late = fields.Monetary(
        "Collected Late",
        readonly=True,
        help="Came in after its due date. It is collected by now, and no longer counts as late in the collection rate.",
    )
    amount_uninvoiced = fields.Monetary(
        "Delivered, Not Invoiced", readonly=True, help="Delivered and on no posted invoice."
    )
    amount_uncollected = fields.Monetary(
        "Delivered, Not Collected",
        readonly=True,
        help="Delivered and not paid, invoiced or not. Deposits pay for deliveries.",
    )
    amount_remaining = fields.Monetary("To Call Off", readonly=True, help="Agreed and not ordered yet.")
    amount_deposit = fields.Monetary("Deposits Collected", readonly=True, help="On down payment invoices.")
    collection_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Collected / (collected + late). Late is what is overdue and has not come in; what came in after its due "
        "date counts as collected. Empty while nothing is collected or late.",
    )
    progress = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Quantities delivered at the agreed price, as a share of the total.",
    )
    late_days = fields.Float(
        "Days Late",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="How many days after the due date what was collected late came in, on average of the amounts.",
    )
    overdue_days = fields.Integer(
        "Days Overdue",
        readonly=True,
        aggregator="max",
        help="Since the oldest instalment still open fell due.",
    )
    first_delivery = fields.Date(readonly=True)
    last_delivery = fields.Date(readonly=True)
    last_invoice = fields.Date("Last Invoice On", readonly=True)
    last_collection = fields.Date("Last Collected On", readonly=True)
    oldest_due = fields.Date("Oldest Due Date", readonly=True)
    execution_status = fields.Selection(STATUSES, "Execution", readonly=True)

    def _read_group_select(self, aggregate_spec, query):
        # EXTENDS base: the rate of a salesperson is that of all the money, not the average of the contracts
        expression = WEIGHTED.get(aggregate_spec)
        if not expression:
            return super()._read_group_select(aggregate_spec, query)
        columns = {
            name: self._field_to_sql(self._table, name, query)
            for name in WEIGHTS
            if f"%({name})s" in expression
        }
        return SQL(expression, **columns)
