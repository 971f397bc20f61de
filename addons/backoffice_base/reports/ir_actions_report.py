"""Prints letters alike with every build of wkhtmltopdf: one document a call, page numbers stamped afterwards."""

import io
from collections import OrderedDict

from reportlab.pdfgen import canvas

from odoo import api, models
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

MARGIN, FOOT = 42, 20  # points from the sides and from the bottom edge
STILL = object()  # says that nothing moves on the page; compared by identity: no RPC client can send it


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_numbered_reports(self):
        """Return the names of the reports printed one document a file, pages numbered; extend with ``|``.

        Their paper format leaves room at the bottom.
        """
        return set()

    def _get_page_foot(self, document):
        """Return what stands at the foot of each page of a document, beside the page number."""
        return ""

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # EXTENDS base: unpatched builds cannot split a file of several documents, nor print page numbers
        report = self._get_report(report_ref)
        if report.report_name not in self._get_numbered_reports() or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in OrderedDict.fromkeys(res_ids):
            streams |= super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=[res_id])
        for document in self.env[report.model].browse(streams):
            value = streams[document.id]
            if value["stream"]:
                value["stream"] = self._stamp_page_numbers(value["stream"], report._get_page_foot(document))
        return streams

    def _prepare_html(self, html, report_model=False):
        # EXTENDS base: these documents have no header and footer, and no build needs to lay out empty ones
        parts = super()._prepare_html(html, report_model=report_model)
        if not parts or self.report_name not in self._get_numbered_reports():
            return parts
        bodies, res_ids, _header, _footer, paper = parts
        return bodies, res_ids, None, None, paper

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, **options):
        # EXTENDS base: no script draws these documents, so none is waited for
        report = self._get_report(report_ref) if report_ref else self
        if report.report_name in self._get_numbered_reports():
            self = self.with_context(printed_page=STILL)
        return super()._run_wkhtmltopdf(bodies, report_ref=report_ref, **options)

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **options):
        # EXTENDS base
        arguments = super()._build_wkhtmltopdf_args(*args, **options)
        if self.env.context.get("printed_page") is STILL:
            arguments += ["--disable-javascript", "--javascript-delay", "0"]
        return arguments

    def _stamp_page_numbers(self, stream, foot=""):
        """Return the file with ``foot`` and “page / pages” at the foot of every page."""
        reader, writer = PdfFileReader(stream), PdfFileWriter()
        for index, page in enumerate(reader.pages):
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            overlay = io.BytesIO()
            pen = canvas.Canvas(overlay, pagesize=(width, height))
            pen.setFont("Helvetica", 8)
            pen.drawString(MARGIN, FOOT, foot)
            pen.drawRightString(width - MARGIN, FOOT, f"{index + 1} / {len(reader.pages)}")
            pen.save()
            writer.add_page(page)
            writer.pages[index].merge_page(PdfFileReader(overlay).pages[0])
        result = io.BytesIO()
        writer.write(result)
        return result
