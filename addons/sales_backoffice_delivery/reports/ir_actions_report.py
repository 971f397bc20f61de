"""Prints daily sheets with every build of wkhtmltopdf: one document per call, page numbers stamped afterwards."""

from collections import OrderedDict

from odoo import models

SHEET = "sales_backoffice_delivery.report_day_sheet"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS base: unpatched builds cannot split a file of several documents, nor print page numbers
        if self._get_report(report_ref).report_name != SHEET or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in OrderedDict.fromkeys(res_ids):
            streams |= super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=[res_id])
        for value in streams.values():
            if value["stream"]:
                value["stream"] = self._stamp_page_numbers(value["stream"])
        return streams
