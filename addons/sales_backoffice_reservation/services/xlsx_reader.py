"""Reads a spreadsheet somebody uploaded; whatever is wrong with it ends in one clear sentence."""

import base64
import binascii
import io
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from odoo import api, models
from odoo.exceptions import UserError

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_SHEETS = 10


class XlsxReader(models.AbstractModel):
    _name = "invoice.xlsx.reader"
    _description = "Read an Uploaded Spreadsheet"

    @api.model
    def _read(self, content):
        """Return the rows of every sheet as tuples of cells: ``[rows of the first, rows of the second, …]``."""
        try:
            raw = base64.b64decode(content or b"", validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if not raw:
            raise UserError(self.env._("Choose the XLSX file the tax platform exported."))
        if len(raw) > LARGEST_FILE:
            raise UserError(self.env._("The file is larger than 10 MB: export a shorter period."))
        try:
            workbook = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            try:
                sheets = [self._read_sheet(sheet) for sheet in workbook.worksheets[:MOST_SHEETS]]
            finally:
                workbook.close()
        except (
            BadZipFile,
            InvalidFileException,
            KeyError,
            ValueError,
            OSError,
            IndexError,
            TypeError,
            SyntaxError,
        ):
            # what openpyxl and its XML parser raise on broken files
            raise UserError(
                self.env._(
                    "The file cannot be read as an XLSX spreadsheet: export it again from the tax platform."
                )
            ) from None
        if any(len(rows) > MOST_ROWS for rows in sheets):
            raise UserError(self.env._("The file has more than 20,000 rows: export a shorter period."))
        return sheets

    def _read_sheet(self, sheet):
        return list(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True))
