"""The report of a day prints with every build of wkhtmltopdf."""

from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_numbered_reports(self):
        # EXTENDS sales_backoffice
        return super()._get_numbered_reports() | {"sales_backoffice_review.report_delivery_review"}
