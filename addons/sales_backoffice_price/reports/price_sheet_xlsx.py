"""Price sheets as spreadsheets: for customers, and for the house with floors and changes."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class PriceSheetXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_price.price_sheet"
    _description = "Price Sheet (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Price List")

    def _rows(self, records):
        return records.line_ids

    def _columns(self):
        label = self._get_label
        return [
            Column(self.env._("Price Sheet"), "sheet_id.name", width=14),
            Column(self.env._("Reference"), lambda line: line.product_id.default_code or None, width=14),
            Column(
                label("product_id"),
                lambda line: line.product_id.with_context(display_default_code=False),
                width=40,
            ),
            Column(label("min_quantity"), "min_quantity", "qty"),
            Column(label("product_uom_id"), "product_uom_id.name", width=10),
            self._get_price_column("price"),
            Column(label("currency_id"), "currency_id.name", width=8),
            Column(label("valid_from"), "valid_from", "date"),
            Column(label("valid_to"), "valid_to", "date"),
        ]

    def _get_price_column(self, name):
        return Column(self._get_label(name), name, "money", currency="currency_id", width=12)

    def _get_label(self, name):
        """Return the label the list shows, in the language of the reader."""
        return self.env["sale.price.sheet.line"]._fields[name]._description_string(self.env)


class PriceComparisonXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_price.price_comparison"
    _description = "Price Sheet against the One before (XLSX)"
    _inherit = "report.sales_backoffice_price.price_sheet"

    def _sheet_title(self):
        return self.env._("Price Comparison")

    def _columns(self):
        label = self._get_label
        inner = [
            self._get_price_column("previous_price"),
            Column(label("change"), lambda line: line.change if line.previous_price else None, "percent"),
            Column(label("previous_source"), "previous_source", width=14),
        ]
        if self.env.user.has_group("sales_backoffice_price.group_price_floor"):
            inner.append(self._get_price_column("floor_price"))
        inner += [
            Column(label("band_down"), "band_down", "percent"),
            Column(label("band_up"), "band_up", "percent"),
        ]
        return [*super()._columns(), *inner]
