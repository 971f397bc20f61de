"""Letters are printed with their number and page numbers, one letter a file."""

from odoo import api, models

LETTER = "reconciliation_letter.report_letter"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS backoffice_base
        return super()._get_numbered_reports() | {LETTER}

    def _get_layout(self):
        # EXTENDS base: a letter looks the same whether or not the server answers while it is printed
        if self.report_name == LETTER:
            return self.env.ref("reconciliation_letter.letter_layout")
        return super()._get_layout()

    def _get_page_foot(self, document):
        # EXTENDS backoffice_base
        return (
            document.name if document._name == "reconciliation.letter" else super()._get_page_foot(document)
        )
