"""The release slip is printed with page numbers, one release a file."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS backoffice_base
        return super()._get_numbered_reports() | {"sales_backoffice.report_credit_release"}
