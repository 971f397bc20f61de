"""Contract execution as a spreadsheet: one row per contract."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column

MONEY = (
    "amount_agreed",
    "amount_ordered",
    "amount_delivered",
    "amount_returned",
    "amount_invoiced",
    "amount_uninvoiced",
    "amount_collected",
    "amount_uncollected",
    "amount_receivable",
    "amount_due",
    "amount_overdue",
    "amount_late",
    "amount_remaining",
    "amount_deposit",
)


class ContractExecutionXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_execution.contract_execution"
    _description = "Contract Execution (XLSX)"
    _inherit = "backoffice.xlsx.table"

    _source = "contract.execution"

    def _sheet_title(self):
        return self.env._("Contract Execution")

    def _columns(self):
        label = self._get_label
        return [
            Column(label("name"), "name", width=18),
            Column(label("partner_id"), "partner_id", width=28),
            Column(label("user_id"), "user_id", width=14),
            Column(label("date_signed"), "date_signed", "date"),
            Column(label("payment_term_id"), "payment_term_id", width=18),
            Column(label("currency_id"), "currency_id.name", width=8),
            *self._get_money_columns(MONEY),
            Column(label("last_invoice"), "last_invoice", "date"),
            Column(label("late_days"), "late_days", "qty"),
            Column(label("overdue_days"), "overdue_days", "int"),
            Column(label("collection_rate"), self._get_rate, "percent"),
            Column(label("progress"), "progress", "percent"),
            Column(
                label("execution_status"), lambda row: self._get_choice(row, "execution_status"), width=16
            ),
        ]

    def _get_money_columns(self, names):
        return [
            Column(self._get_label(name), name, "money", total=True, currency="currency_id") for name in names
        ]

    def _get_rate(self, row):
        """Return the rate, or nothing where nothing is collected or overdue."""
        return row.collection_rate if row.amount_collected > 0 or row.amount_overdue > 0 else None

    def _get_label(self, name):
        """Return the label the list shows, in the language of the reader."""
        return self.env[self._source]._fields[name]._description_string(self.env)

    def _get_choice(self, row, name):
        return dict(row._fields[name]._description_selection(row.env)).get(row[name])
