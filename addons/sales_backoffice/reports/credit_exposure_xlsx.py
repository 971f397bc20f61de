"""Customers by available credit, as a spreadsheet."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column

PROFILE_CURRENCY = "currency_id"


class CreditExposureXlsx(models.AbstractModel):
    _name = "report.sales_backoffice.credit_exposure"
    _description = "Customers by Available Credit (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def generate_xlsx_report(self, workbook, data, records):
        # a group ceiling counts the documents of its members again: only one kind can be added up
        kinds = set(records.mapped("holder_kind"))
        report = self.with_context(credit_totals=len(kinds) < 2)
        return super(CreditExposureXlsx, report).generate_xlsx_report(workbook, data, records)

    def _sheet_title(self):
        return self.env._("Customers by Available Credit")

    def _columns(self):
        label = self._get_label
        return [
            Column(label("holder_name"), "holder_name", width=30),
            Column(label("holder_kind"), lambda row: self._get_choice(row, "holder_kind"), width=12),
            Column(label("salesperson_id"), "salesperson_id.name", width=14),
            Column(label("credit_status"), lambda row: self._get_choice(row, "credit_status"), width=14),
            Column(label("currency_id"), "currency_id.name", width=8),
            self._get_money_column("limit_today"),
            self._get_money_column("receivable"),
            self._get_money_column("delivered"),
            self._get_money_column("ordered"),
            self._get_money_column("draft"),
            self._get_money_column("bills"),
            self._get_money_column("prepaid"),
            self._get_money_column("exposure"),
            Column(label("used_ratio"), "used_ratio", "percent"),
            self._get_money_column("available"),
            self._get_money_column("overdue_amount"),
            Column(label("oldest_overdue_days"), "oldest_overdue_days", "int"),
            Column(label("valid_to"), "valid_to", "date"),
            Column(label("company_id"), "company_id.name", width=20),
        ]

    def _get_money_column(self, name):
        totals = bool(self.env.context.get("credit_totals"))
        return Column(self._get_label(name), name, "money", total=totals, currency=PROFILE_CURRENCY)

    def _get_label(self, name):
        """Return the label the list shows, in the language of the reader."""
        return self.env["credit.exposure"]._fields[name]._description_string(self.env)

    def _get_choice(self, row, name):
        choices = dict(row._fields[name]._description_selection(row.env))
        return choices.get(row[name])
