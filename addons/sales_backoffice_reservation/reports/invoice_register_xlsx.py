"""The register as a spreadsheet."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class InvoiceRegisterXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_reservation.invoice_register"
    _description = "Invoice Register (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Invoice Register")

    def _columns(self):
        return [
            self._column("partner_id", width=28),
            self._column("contract_id", width=16),
            self._column("picking_id", width=18),
            self._column("delivered_on", kind="date"),
            self._column("product_id", width=32),
            self._column("quantity", kind="qty"),
            self._column("product_uom_id", width=8),
            self._column("amount", kind="money", total=True, currency="currency_id"),
            self._column("planned_date", kind="date"),
            self._column("reservation_names", width=18),
            self._column("invoice_names", width=24),
            self._column("invoice_date", kind="date"),
            self._column("open_amount", kind="money", total=True, currency="currency_id"),
            Column(
                self._get_label("open_days"),
                lambda row: row.open_days if row.open_quantity > 0 else None,
                "int",
            ),
            Column(self._get_label("age_bucket"), "age_bucket", width=10),
            self._column("unreserved_amount", kind="money", total=True, currency="currency_id"),
            Column(self._get_label("status"), lambda row: self._get_choice(row, "status"), width=12),
            Column(self._get_label("source"), lambda row: self._get_choice(row, "source"), width=16),
            Column(
                self._get_label("price_basis"), lambda row: self._get_choice(row, "price_basis"), width=16
            ),
            self._column("reason", width=30),
            self._column("user_id", width=14),
        ]

    def _column(self, name, kind="text", **options):
        return Column(self._get_label(name), name, kind, **options)

    def _get_label(self, name):
        """Return the label the list shows, in the language of the reader."""
        return self.env["invoice.register"]._fields[name]._description_string(self.env)

    def _get_choice(self, row, name):
        return dict(row._fields[name]._description_selection(row.env)).get(row[name])
