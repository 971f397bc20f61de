"""Our forms print one document a file, pages numbered, with every build of wkhtmltopdf."""

from odoo import api, models

NUMBERED = {
    "sales_backoffice_execution.report_contract_statement",
    "sales_backoffice_execution.report_contract_statistics",
    "sales_backoffice_execution.report_contract_status",
}


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        return super()._get_numbered_reports() | NUMBERED
