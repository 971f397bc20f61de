"""The printed ledgers carry page numbers with every build of wkhtmltopdf."""

from odoo import api, models

TIEOUT = "sales_backoffice_ledger.report_ledger_tieout"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        # EXTENDS sales_backoffice
        return super()._get_numbered_reports() | {"sales_backoffice_ledger.report_ledger_statement"}

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS sales_backoffice: all rows of the tie-out are one document, not one each
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if self._get_report(report_ref).report_name == TIEOUT:
            for value in streams.values():
                if value["stream"]:
                    value["stream"] = self._stamp_page_numbers(value["stream"])
        return streams
