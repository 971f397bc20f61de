"""Prints letters with every build of wkhtmltopdf: one letter a file, page numbers stamped afterwards."""

import io
from collections import OrderedDict

from reportlab.pdfgen import canvas

from odoo import models
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

LETTER = "payment_reminder.report_reminder_letter"
MARGIN = 57  # points from the right and 24 from the bottom edge


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS base: unpatched builds cannot split a file of several documents, nor print page numbers
        if self._get_report(report_ref).report_name != LETTER or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in OrderedDict.fromkeys(res_ids):
            streams |= super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=[res_id])
        for value in streams.values():
            if value["stream"]:
                value["stream"] = self._number_letter_pages(value["stream"])
        return streams

    def _number_letter_pages(self, stream):
        """Return the file with “page / pages” at the foot of every page."""
        reader, writer = PdfFileReader(stream), PdfFileWriter()
        for index, page in enumerate(reader.pages):
            overlay = io.BytesIO()
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            pen = canvas.Canvas(overlay, pagesize=(width, height))
            pen.setFont("Helvetica", 8)
            pen.drawRightString(width - MARGIN, 24, f"{index + 1} / {len(reader.pages)}")
            pen.save()
            writer.add_page(page)
            writer.pages[index].merge_page(PdfFileReader(overlay).pages[0])
        result = io.BytesIO()
        writer.write(result)
        return result
