"""One movement on a letter."""

from odoo import fields, models

LINE_KINDS = [
    ("invoice", "Invoice"),
    ("refund", "Credit Note"),
    ("deduction", "Quality Deduction"),
    ("payment", "Payment"),
    ("other", "Other Entry"),
    ("transfer", "Settled Elsewhere"),
    ("uninvoiced", "Delivered, Not Invoiced"),
    ("uninvoiced_before", "Delivered Earlier, Invoiced Now"),
]


class ReconciliationLetterLine(models.Model):
    _name = "reconciliation.letter.line"
    _description = "Movement on a Reconciliation Letter"
    _inherit = ["reconciliation.frozen"]
    _order = "section_id, sequence, id"
    _log_access = False  # the letter says who made it when; thousands of lines need not say it again
    _rec_name = "reference"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="cascade"
    )
    section_id = fields.Many2one(
        "reconciliation.letter.section", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="letter_id.company_id")
    currency_id = fields.Many2one(related="section_id.currency_id")
    sequence = fields.Integer(readonly=True)
    date = fields.Date(required=True, readonly=True)
    due_date = fields.Date("Due", readonly=True)
    reference = fields.Char(readonly=True)
    kind = fields.Selection(LINE_KINDS, required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="Positive when it raises the balance.")
    balance = fields.Monetary(readonly=True, help="Balance after this movement.")
    residual = fields.Monetary("Open", readonly=True, help="What of it was open at the cut-off.")
    res_model = fields.Char("Document Type", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
