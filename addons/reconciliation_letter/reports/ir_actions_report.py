"""Prints letters with every build of wkhtmltopdf: one letter a call, page numbers stamped afterwards."""

import io
from collections import OrderedDict

from reportlab.pdfgen import canvas

from odoo import models
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

LETTERS = ("reconciliation_letter.report_letter",)
MARGIN = 42  # points from the right and 20 from the bottom edge


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS base: unpatched builds cannot split a file of several documents, nor print page numbers
        if self._get_report(report_ref).report_name not in LETTERS or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in OrderedDict.fromkeys(res_ids):
            streams |= super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=[res_id])
        letters = self.env["reconciliation.letter"].browse(res_ids)
        names = {letter.id: letter.name for letter in letters}
        for res_id, value in streams.items():
            if value["stream"]:
                value["stream"] = self._stamp_letter(value["stream"], names[res_id])
        return streams

    def _stamp_letter(self, stream, name):
        """Return the file with its number and “page / pages” at the foot of every page."""
        reader, writer = PdfFileReader(stream), PdfFileWriter()
        for index, page in enumerate(reader.pages):
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            overlay = io.BytesIO()
            pen = canvas.Canvas(overlay, pagesize=(width, height))
            pen.setFont("Helvetica", 8)
            pen.drawString(MARGIN, 20, name)
            pen.drawRightString(width - MARGIN, 20, f"{index + 1} / {len(reader.pages)}")
            pen.save()
            writer.add_page(page)
            writer.pages[index].merge_page(PdfFileReader(overlay).pages[0])
        result = io.BytesIO()
        writer.write(result)
        return result
