"""A row of the preview, with what will happen to it."""

from odoo import fields, models


class InvoiceImportLine(models.TransientModel):
    _name = "invoice.import.line"
    _description = "Row of an Import of Issued Invoices"
    _order = "row"

    import_id = fields.Many2one("invoice.import", required=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="import_id.company_id.currency_id")
    row = fields.Integer(readonly=True)
    number = fields.Char("Official Number", readonly=True)
    date = fields.Date(readonly=True)
    buyer = fields.Char(readonly=True)
    vat = fields.Char("Tax Number", readonly=True)
    amount = fields.Monetary(readonly=True)
    move_id = fields.Many2one("account.move", "Invoice", readonly=True)
    reservation_id = fields.Many2one(
        "invoice.reservation", readonly=True, help="It has no draft invoice yet; importing issues it."
    )
    why = fields.Char("Reason", readonly=True)
    result = fields.Selection(
        [
            ("match", "Will be imported"),
            ("issue", "The reservation will be issued"),
            ("known", "Imported before: nothing changes"),
            ("held", "The reservation cannot be issued now"),
            ("no_buyer", "No open invoice or approved reservation of this buyer or tax number"),
            ("no_amount", "The buyer has no open invoice or approved reservation of this amount"),
            (
                "several",
                "Several invoices or reservations of this buyer and amount: enter the number by hand",
            ),
            ("number_used", "The number is on another invoice: cancelled, or of another amount"),
            ("duplicate", "The number is in the file twice"),
            ("number_missing", "No invoice number"),
            ("digits_lost", "The number is a figure and lost its last digits: export it as text"),
            ("number_length", "The number has neither 20 nor 8 digits"),
            ("code_missing", "A number of 8 digits without code"),
            ("code_length", "The code has neither 10 nor 12 digits"),
            ("code_unwanted", "A number of 20 digits with a code"),
            ("digits", "Code and number have digits only"),
            ("date", "The date cannot be read"),
            ("amount", "The amount cannot be read"),
            ("buyer", "No buyer"),
        ],
        "What Happens",
        readonly=True,
    )
