"""Price lists and slips are printed one document a file, pages numbered."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS sales_backoffice
        return super()._get_numbered_reports() | {
            "sales_backoffice_price.report_price_sheet",
            "sales_backoffice_price.report_price_release",
        }
