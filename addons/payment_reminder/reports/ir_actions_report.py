"""Letters are printed with page numbers, one letter a file."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS backoffice_base
        return super()._get_numbered_reports() | {"payment_reminder.report_reminder_letter"}
