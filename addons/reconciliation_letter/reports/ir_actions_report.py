"""Letters are printed with their number and page numbers, one letter a file."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS backoffice_base
        return super()._get_numbered_reports() | {"reconciliation_letter.report_letter"}

    def _get_page_foot(self, document):
        # EXTENDS backoffice_base
        return (
            document.name if document._name == "reconciliation.letter" else super()._get_page_foot(document)
        )
