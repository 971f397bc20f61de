"""The printed ledgers carry page numbers with every build of wkhtmltopdf."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS sales_backoffice
        return super()._get_numbered_reports() | {"sales_backoffice_ledger.report_ledger_statement"}
