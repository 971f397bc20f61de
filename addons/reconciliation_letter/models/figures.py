"""What a letter says in figures, once for all currencies and once per currency."""

from odoo import fields, models

#: Names of the amounts, in the order in which they are read.
MOVEMENTS = ("opening", "debit", "credit", "adjust", "closing")
PARTS = ("invoiced_open", "uninvoiced", "advance", "deduction")
BUCKETS = ("not_due", "due_1_30", "due_31_60", "due_61_90", "due_over_90")
FIGURES = (*MOVEMENTS, *PARTS, *BUCKETS, "overdue")
#: Figures that came after the first letters were sealed: part of the seal where they are not zero.
ADDED = frozenset({"deduction"})


class ReconciliationFigures(models.AbstractModel):
    """The amounts of a letter or of one of its sections; positive is what the debtor of the letter owes.

    opening + debit − credit + adjust = closing = invoiced_open + uninvoiced − advance − deduction.
    """

    _name = "reconciliation.figures"
    _description = "Figures of a reconciliation letter"

    currency_id = fields.Many2one("res.currency", readonly=True)
    opening = fields.Monetary(readonly=True, copy=False, help="Balance before the first day of the period.")
    debit = fields.Monetary(
        "Delivered and Invoiced",
        readonly=True,
        copy=False,
        help="Invoices of the period, and the change of what is delivered but not invoiced.",
    )
    credit = fields.Monetary("Paid", readonly=True, copy=False, help="Payments of the period.")
    adjust = fields.Monetary(
        "Returns and Allowances",
        readonly=True,
        copy=False,
        help="Credit notes, write-offs and other entries of the period; negative when they lower the balance.",
    )
    closing = fields.Monetary(readonly=True, copy=False, help="Balance at the end of the cut-off day.")
    invoiced_open = fields.Monetary(
        "Invoiced, Unpaid", readonly=True, copy=False, help="What of the balance is invoiced and open."
    )
    uninvoiced = fields.Monetary(
        "Delivered, Not Invoiced",
        readonly=True,
        copy=False,
        help="What of the balance was delivered or received before the invoice.",
    )
    advance = fields.Monetary(
        "Paid in Advance", readonly=True, copy=False, help="Payments and credits not matched with an invoice."
    )
    deduction = fields.Monetary(
        "Quality Deductions",
        readonly=True,
        copy=False,
        help="Credit notes of the supplier for defects that are not settled yet.",
    )
    not_due = fields.Monetary(
        readonly=True, copy=False, help="Open invoices that are not due at the cut-off."
    )
    due_1_30 = fields.Monetary("1–30 Days Late", readonly=True, copy=False)
    due_31_60 = fields.Monetary("31–60 Days Late", readonly=True, copy=False)
    due_61_90 = fields.Monetary("61–90 Days Late", readonly=True, copy=False)
    due_over_90 = fields.Monetary("Over 90 Days Late", readonly=True, copy=False)
    overdue = fields.Monetary(readonly=True, copy=False, help="Open invoices due before the cut-off.")
