"""The daily sheets as a spreadsheet: the lines, and the totals by product, customer and salesperson."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column

TOTALS_BY = ("product_id", "partner_id", "user_id")
CURRENCY = "company_currency_id"


class DaySheetXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_delivery.day_sheet_xlsx"
    _description = "Daily Sheet of Shipped Goods (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def generate_xlsx_report(self, workbook, data, records):
        result = super().generate_xlsx_report(workbook, data, records)
        for name in TOTALS_BY:
            totals = self.env["report.sales_backoffice_delivery.day_sheet_totals"].with_context(
                totals_by=name
            )
            totals.generate_xlsx_report(workbook, data, records)
        return result

    def _sheet_title(self):
        return self.env._("Daily Sheet of Shipped Goods")

    def _rows(self, records):
        return records.sorted("date").line_ids.sorted(
            lambda line: (line.sheet_date, line.kind != "shipped", line.id)
        )

    def _columns(self):
        label = self._get_label
        return [
            Column(label("sheet_date"), "sheet_date", "date"),
            Column(label("ship_date"), "ship_date", "date"),
            Column(label("kind"), lambda line: self._get_choice(line, "kind"), width=10),
            Column(label("cause"), lambda line: self._get_choice(line, "cause"), width=16),
            Column(label("reference"), "reference", width=16),
            Column(label("partner_id"), "partner_id.name", width=26),
            Column(label("product_id"), "product_id.display_name", width=30),
            Column(label("quantity"), "quantity", "qty"),
            Column(label("uom_id"), "uom_id.name", width=8),
            Column(label("product_quantity"), "product_quantity", "qty", total=True),
            Column(label("product_uom_id"), "product_uom_id.name", width=8),
            Column(label("tons"), "tons", "qty", total=True),
            Column(label("price_unit"), "price_unit", "money", currency="currency_id"),
            Column(label("currency_id"), "currency_id.name", width=8),
            Column(label("amount_untaxed"), "amount_untaxed", "money", total=True, currency=CURRENCY),
            Column(label("amount_total"), "amount_total", "money", total=True, currency=CURRENCY),
            Column(label("user_id"), "user_id.name", width=14),
            Column(label("vehicle_plate"), "vehicle_plate", width=12),
        ]

    def _get_label(self, name):
        """Return the label the list shows, in the language of the reader."""
        return self.env["delivery.day.sheet.line"]._fields[name]._description_string(self.env)

    def _get_choice(self, line, name):
        choices = dict(line._fields[name]._description_selection(line.env))
        return choices.get(line[name])


class DaySheetTotalsXlsx(models.AbstractModel):
    """One sheet of totals, by the field the context names."""

    _name = "report.sales_backoffice_delivery.day_sheet_totals"
    _description = "Totals of Daily Sheets (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("By %(what)s", what=self._get_label(self._get_field()))

    def _get_field(self):
        """Return by what is summed up; only what a sheet is summed up by, whatever the context says."""
        name = self.env.context.get("totals_by")
        return name if name in TOTALS_BY else TOTALS_BY[0]

    def _rows(self, records):
        return records._get_totals_by(self._get_field())

    def _columns(self):
        label, name = self._get_label, self._get_field()
        columns = [Column(label(name), "name", width=34)]
        if name == "product_id":
            columns += [
                Column(label("product_quantity"), "product_quantity", "qty", total=True),
                Column(label("product_uom_id"), "unit", width=8),
            ]
        return columns + [
            Column(label("tons"), "tons", "qty", total=True),
            Column(label("amount_untaxed"), "amount_untaxed", "money", total=True),
            Column(label("amount_total"), "amount_total", "money", total=True),
        ]

    def _get_label(self, name):
        return self.env["delivery.day.sheet.line"]._fields[name]._description_string(self.env)
