"""The figures of a credit profile as fields, filled in by one SQL statement for any number of records."""

from odoo import fields, models

STATUSES = [
    ("ok", "Within Limit"),
    ("near", "Nearly Used Up"),
    ("over", "Over Limit"),
    ("overdue", "Overdue"),
    ("expired", "Limit Not in Force"),
    ("missing_rate", "No Exchange Rate"),
    ("exempt", "Exempt"),
    ("off", "Not Controlled"),
]

# What the figures are made of, for the models that show them straight from SQL: flushed before they are read.
FIGURE_SOURCES = {
    "account.move": [
        "state",
        "move_type",
        "payment_state",
        "amount_total",
        "partner_id",
        "commercial_partner_id",
        "invoice_date",
        "delivery_date",
        "statement_signed_date",
        "credit_note_effect",
    ],
    "account.move.line": [
        "amount_residual_currency",
        "reconciled",
        "parent_state",
        "quantity",
        "price_unit",
        "price_total",
        "partner_id",
        "date_maturity",
    ],
    "account.payment": ["state", "amount", "partner_id", "move_id", "bill_maturity_date"],
    "credit.dispute": ["state", "date_to", "move_id"],
    "credit.group": ["parent_path"],
    "credit.profile": [
        "active",
        "base_limit",
        "currency_id",
        "holder_name",
        "salesperson_id",
        "valid_from",
        "valid_to",
    ],
    "credit.release": ["state", "kind", "amount", "date_from", "date_to", "profile_id"],
    "res.partner": ["credit_group_id", "commercial_partner_id"],
    "sale.order": ["state", "partner_invoice_id", "currency_id"],
    "sale.order.line": [
        "state",
        "currency_id",
        "qty_delivered",
        "credit_posted_qty",
        "credit_invoiced_qty",
        "product_uom_qty",
        "price_unit",
        "price_total",
        "invoice_lines",
        "is_downpayment",
    ],
    "stock.move": ["state", "quantity", "date", "sale_line_id", "to_refund", "origin_returned_move_id"],
}


class CreditFiguresMixin(models.AbstractModel):
    _name = "credit.figures.mixin"
    _description = "Credit Figures"

    currency_id = fields.Many2one("res.currency", readonly=True)
    limit_today = fields.Monetary(help="Base limit if valid today, plus approved temporary increases.")
    increase_today = fields.Monetary("Temporary Increase")
    receivable = fields.Monetary(
        "A Receivable", help="Posted receivables not yet paid, less unallocated credits."
    )
    delivered = fields.Monetary("B Delivered", help="Delivered, neither on a posted nor on a draft invoice.")
    ordered = fields.Monetary("C Ordered", help="Ordered, not delivered and not invoiced.")
    draft = fields.Monetary("D Draft Invoices", help="Draft customer invoices.")
    bills = fields.Monetary("N Bills", help="Commercial bills received and not yet matured.")
    prepaid = fields.Monetary("P Prepaid", help="Confirmed payments not yet allocated to a receivable.")
    exposure = fields.Monetary(help="Sum of the buckets in the scope of the profile.")
    available = fields.Monetary(help="Limit today less exposure; an order up to this amount passes.")
    used_ratio = fields.Float("Used", aggregator="avg", help="Exposure as a share of the limit.")
    overdue_amount = fields.Monetary(
        "Overdue", help="Receivables and uninvoiced deliveries past the credit term and the grace days."
    )
    oldest_overdue_date = fields.Date("Oldest Due Date")
    oldest_overdue_days = fields.Integer("Oldest Overdue (Days)", aggregator="max")
    credit_status = fields.Selection(STATUSES)
