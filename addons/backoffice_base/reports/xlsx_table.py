"""A table of records as a spreadsheet: real numbers and dates, ready to print."""

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from xlsxwriter.utility import xl_range

from odoo import api, fields, models

LONGEST_TEXT = 32767  # what a cell holds
HEADER_ROW = 3
LINE_HEIGHT = 15  # points
SHORT_HEADER = 16
WIDTHS = {"text": 24, "date": 12, "datetime": 18, "money": 16, "qty": 12, "percent": 10, "int": 10}


class Column(NamedTuple):
    """One column: where the value comes from, what it is and whether it is summed up.

    ``value`` is a field path (``"partner_id.name"``) or a function of the row. ``kind`` is text, date,
    datetime, money, qty, percent (a ratio: 0.1 shows as 10 %) or int. ``currency`` is the field path of a
    money column's currency when it is not the company's; a column of several currencies gets no total.
    """

    header: str
    value: str | Callable
    kind: str = "text"
    width: int | None = None
    total: bool = False
    currency: str | None = None


class XlsxTable(models.AbstractModel):
    """Base of our spreadsheet reports.

    A report is ``class …(models.AbstractModel)`` with ``_name = "report.<addon>.<name>"``, ``_inherit =
    "backoffice.xlsx.table"``, a ``_sheet_title()``, ``_columns()`` and, when the rows are not the records
    themselves, ``_rows(records)``. Text is written as text: a cell never becomes a formula or a link.
    """

    _name = "backoffice.xlsx.table"
    _description = "Spreadsheet table"
    _inherit = "report.report_xlsx.abstract"

    # --- what a report gives ------------------------------------------------

    def _sheet_title(self):
        """Return the title of the sheet, translated."""
        raise NotImplementedError

    def _columns(self):
        """Return the list of ``Column``, headers translated."""
        raise NotImplementedError

    def _rows(self, records):
        """Return the rows: records, or any objects the columns' functions understand."""
        return records

    # --- the workbook -------------------------------------------------------

    def generate_xlsx_report(self, workbook, data, records):
        records.check_access("read")
        columns, rows = self._columns(), list(self._rows(records))
        # ' : and the like are not allowed in the name of a sheet
        name = "".join(char for char in self._sheet_title() if char not in "[]:*?/\\'")[:31]
        sheet = workbook.add_worksheet(name or None)
        self._write_heading(workbook, sheet, columns)
        formats = {}
        for number, row in enumerate(rows, start=HEADER_ROW + 1):
            for position, column in enumerate(columns):
                cell_format = self._get_format(workbook, formats, column, self._get_currency(column, row))
                self._write_cell(sheet, number, position, column, self._get_value(column, row), cell_format)
        if rows and any(column.total for column in columns):
            self._write_totals(workbook, sheet, columns, rows)
        self._set_up_page(sheet, columns, len(rows))

    def _write_heading(self, workbook, sheet, columns):
        sheet.write_string(0, 0, self._sheet_title(), workbook.add_format({"bold": True, "font_size": 14}))
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        printed = self.env._(
            "%(company)s, printed on %(date)s by %(user)s",
            company=self.env.company.name,
            date=f"{now:%Y-%m-%d %H:%M}",
            user=self.env.user.name,
        )
        sheet.write_string(1, 0, printed, workbook.add_format({"font_color": "#666666"}))
        look = {"bold": True, "bg_color": "#E7ECF2", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        header, of_numbers = workbook.add_format(look), workbook.add_format({**look, "align": "right"})
        sheet.set_row(HEADER_ROW, 2 * LINE_HEIGHT)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, self._get_width(column))
            sheet.write_string(
                HEADER_ROW, position, column.header, header if column.kind == "text" else of_numbers
            )

    @api.model
    def _get_width(self, column):
        """Return the width of a column: a long header takes two lines; Chinese characters are twice as wide."""
        letters = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in column.header)
        wanted = letters if letters <= SHORT_HEADER else letters // 2
        return max(column.width or WIDTHS[column.kind], wanted + 3)

    def _write_cell(self, sheet, number, position, column, value, cell_format):
        """Write one value by the column's kind, not by its look: ``=1+1`` in a text stays a text."""
        if value is None or (value is False and column.kind in ("text", "date", "datetime")):
            sheet.write_blank(number, position, None, cell_format)
        elif column.kind == "text":
            sheet.write_string(number, position, str(value)[:LONGEST_TEXT], cell_format)
        elif column.kind in ("date", "datetime"):
            sheet.write_datetime(number, position, self._to_local(value), cell_format)
        else:
            sheet.write_number(number, position, value, cell_format)

    def _write_totals(self, workbook, sheet, columns, rows):
        """Sum up below the table; the sums follow the filter."""
        first, last = HEADER_ROW + 1, HEADER_ROW + len(rows)
        border = {"bold": True, "top": 1}
        sheet.write_string(last + 1, 0, self.env._("Total"), workbook.add_format(border))
        for position, column in enumerate(columns):
            currencies = {self._get_currency(column, row) for row in rows}
            if not column.total or len(currencies) > 1:
                continue
            cell_format = workbook.add_format(
                {**border, "num_format": self._get_number_format(column, *currencies)}
            )
            total = sum(self._get_value(column, row) or 0 for row in rows)
            formula = f"=SUBTOTAL(9,{xl_range(first, position, last, position)})"
            sheet.write_formula(last + 1, position, formula, cell_format, total)

    def _set_up_page(self, sheet, columns, count):
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + count, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_footer("&L&A&R&P / &N")

    # --- values and formats -------------------------------------------------

    def _get_value(self, column, row):
        value = column.value(row) if callable(column.value) else self._follow(row, column.value)
        return value.display_name or None if isinstance(value, models.BaseModel) else value

    def _get_currency(self, column, row):
        """Return the currency of a money cell; the empty currency stands for the company's."""
        if column.kind == "money" and column.currency:
            return self._follow(row, column.currency)
        return self.env["res.currency"]

    @api.model
    def _follow(self, row, path):
        for name in path.split("."):
            row = row[name] if isinstance(row, (models.BaseModel, dict)) else getattr(row, name)
        return row

    def _to_local(self, value):
        """Return a moment in the reader's time zone, as spreadsheets know none; dates stay as they are."""
        if not hasattr(value, "hour"):
            return value
        return fields.Datetime.context_timestamp(self, value).replace(tzinfo=None)

    def _get_format(self, workbook, formats, column, currency):
        key = (column.kind, currency)
        if key not in formats:
            number_format = self._get_number_format(column, currency)
            formats[key] = workbook.add_format({"num_format": number_format, "valign": "top"})
            if column.kind == "text":
                formats[key].set_text_wrap()
        return formats[key]

    def _get_number_format(self, column, currency):
        if column.kind == "money":
            return self._with_decimals("#,##0", (currency or self.env.company.currency_id).decimal_places)
        if column.kind == "qty":
            return self._with_decimals("#,##0", self.env["decimal.precision"].precision_get("Product Unit"))
        return {
            "text": "@",
            "date": "yyyy-mm-dd",
            "datetime": "yyyy-mm-dd hh:mm",
            "percent": "0.0%",
            "int": "#,##0",
        }[column.kind]

    @api.model
    def _with_decimals(self, pattern, decimals):
        return f"{pattern}.{'0' * decimals}" if decimals else pattern
