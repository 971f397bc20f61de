"""The official invoice of an entry: its code and number, and how it reached the customer."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import invoice_number

INVOICE_KINDS = [("special", "Special (VAT deductible)"), ("ordinary", "Ordinary")]
INVOICE_FORMS = [("digital", "Digital"), ("paper", "Paper")]
METHODS = [
    ("email", "E-mail"),
    ("platform", "Customer's platform"),
    ("courier", "Courier"),
    ("with_goods", "With the goods"),
    ("hand", "By hand"),
]


class TaxInvoiceMixin(models.AbstractModel):
    _name = "tax.invoice.mixin"
    _description = "Official Invoice"

    tax_invoice_code = fields.Char(
        "Invoice Code", copy=False, help="10 or 12 digits; digital invoices have none."
    )
    tax_invoice_number = fields.Char(
        "Official Invoice Number", copy=False, index="btree_not_null", help="20 digits, or 8 with a code."
    )
    tax_invoice_date = fields.Date("Official Invoice Date", copy=False)
    tax_invoice_kind = fields.Selection(INVOICE_KINDS, "Invoice Kind", copy=False)
    tax_invoice_form = fields.Selection(INVOICE_FORMS, "Invoice Form", copy=False)
    tax_invoice_display = fields.Char("Official Invoice", compute="_compute_tax_invoice_display")
    handover_method = fields.Selection(METHODS, "Handed Over By", copy=False)
    handover_recipient = fields.Char("Recipient", copy=False)
    handover_sent_on = fields.Date("Handed Over On", copy=False)
    handover_signed_on = fields.Date("Signed For On", copy=False)
    handover_proof = fields.Binary("Proof of Receipt", attachment=True, copy=False)
    handover_proof_name = fields.Char(copy=False)

    @api.depends("tax_invoice_code", "tax_invoice_number")
    def _compute_tax_invoice_display(self):
        for record in self:
            parts = (record.tax_invoice_code, record.tax_invoice_number)
            record.tax_invoice_display = " ".join(filter(None, parts))

    @api.model
    def _normalise_tax_invoice(self, vals):
        """Return ``vals`` with code and number as they are compared and stored."""
        names = {"tax_invoice_code", "tax_invoice_number"} & vals.keys()
        return {**vals, **{name: invoice_number.normalise(vals[name]) or False for name in names}}

    @api.constrains("tax_invoice_code", "tax_invoice_number")
    def _check_tax_invoice_number(self):
        for record in self:
            finding = invoice_number.check(record.tax_invoice_code, record.tax_invoice_number)
            if finding:
                raise ValidationError(self._explain_tax_invoice(finding.code))

    @api.model
    def _explain_tax_invoice(self, code):
        return {
            "number_missing": self.env._("An invoice code needs its invoice number."),
            "digits": self.env._("Invoice code and number have digits only."),
            "code_unwanted": self.env._("An invoice number of 20 digits has no code: empty the code."),
            "number_length": self.env._("An invoice number has 20 digits, or 8 digits with a code."),
            "code_missing": self.env._("An invoice number of 8 digits needs its code of 10 or 12 digits."),
            "code_length": self.env._("An invoice code has 10 or 12 digits."),
        }[code]
