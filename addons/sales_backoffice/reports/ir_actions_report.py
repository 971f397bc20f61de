"""Prints slips with every build of wkhtmltopdf: one document per call, page numbers stamped afterwards."""

import io
from collections import OrderedDict

from reportlab.pdfgen import canvas

from odoo import api, models
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

SLIP = "sales_backoffice.report_credit_release"
MARGIN = 42  # points from the right and 20 from the bottom edge


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS base: unpatched builds cannot split a file of several documents, nor print page numbers
        if self._get_report(report_ref).report_name not in self._get_numbered_reports() or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in OrderedDict.fromkeys(res_ids):
            streams |= super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=[res_id])
        for value in streams.values():
            if value["stream"]:
                value["stream"] = self._stamp_page_numbers(value["stream"])
        return streams

    @api.model
    def _get_numbered_reports(self):
        """Return the names of the reports printed one document a file, pages numbered; extend with ``|``."""
        return {SLIP}

    def _stamp_page_numbers(self, stream):
        """Return the file with “page / pages” at the foot of every page."""
        reader, writer = PdfFileReader(stream), PdfFileWriter()
        for index, page in enumerate(reader.pages):
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            overlay = io.BytesIO()
            pen = canvas.Canvas(overlay, pagesize=(width, height))
            pen.setFont("Helvetica", 8)
            pen.drawRightString(width - MARGIN, 20, f"{index + 1} / {len(reader.pages)}")
            pen.save()
            writer.add_page(page)
            writer.pages[index].merge_page(PdfFileReader(overlay).pages[0])
        result = io.BytesIO()
        writer.write(result)
        return result
