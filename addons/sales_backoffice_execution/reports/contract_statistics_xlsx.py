"""The statistics of a period as a spreadsheet: by contract, by salesperson, by customer; live or as they were filed."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column

from .contract_execution_xlsx import MONEY

PERIOD_MONEY = (
    "period_signed",
    "period_ordered",
    "period_delivered",
    "period_returned",
    "period_invoiced",
    "period_collected",
)
SUMMED = (*PERIOD_MONEY, *MONEY)


class ContractStatisticsXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_execution.contract_statistics"
    _description = "Contract Statistics (XLSX)"
    _inherit = "report.sales_backoffice_execution.contract_execution"

    _source = "contract.statistics"

    def generate_xlsx_report(self, workbook, data, records):
        result = super().generate_xlsx_report(workbook, data, records)
        for part in ("salesperson", "customer"):
            report = self.env[f"report.sales_backoffice_execution.contract_summary_{part}"]
            report.generate_xlsx_report(workbook, data, self._rows(records))
        return result

    def _sheet_title(self):
        return self.env._("Contract Statistics")

    def _columns(self):
        columns = super()._columns()
        return [*columns[:6], *self._get_money_columns(PERIOD_MONEY), *columns[6:]]


class ContractStatementXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_execution.contract_statement_xlsx"
    _description = "Contract Statement (XLSX)"
    _inherit = "report.sales_backoffice_execution.contract_statistics"

    _source = "contract.statement.row"

    def _sheet_title(self):
        return self.env._("Contract Statement")

    def _rows(self, records):
        return records.row_ids

    def _columns(self):
        kept = {"partner_id": "partner_name", "user_id": "user_name", "payment_term_id": "payment_term_name"}
        return [
            column._replace(value=kept.get(column.value, column.value))
            if isinstance(column.value, str)
            else column
            for column in super()._columns()
        ]

    def _get_label(self, name):
        # the name that was copied has the label of whom it names
        return super()._get_label("payment_term_name" if name == "payment_term_id" else name)


class ContractSummaryXlsx(models.AbstractModel):
    """Sums per salesperson or customer and currency; ``_key`` says of what."""

    _name = "report.sales_backoffice_execution.contract_summary"
    _description = "Contract Summary (XLSX)"
    _inherit = "backoffice.xlsx.table"

    _key = "user_id"

    def _sheet_title(self):
        return self.env._("By Salesperson")

    def _columns(self):
        fields = self.env["contract.statistics"]._fields
        return [
            Column(fields[self._key]._description_string(self.env), "name", width=28),
            Column(self.env._("Contracts"), "count", "int", total=True),
            Column(
                fields["currency_id"]._description_string(self.env), lambda row: row["currency"].name, width=8
            ),
            *(
                Column(
                    fields[name]._description_string(self.env), name, "money", total=True, currency="currency"
                )
                for name in SUMMED
            ),
            Column(fields["collection_rate"]._description_string(self.env), "collection_rate", "percent"),
        ]

    def _rows(self, records):
        return summarise(records, self._key)


class ContractSummarySalesperson(models.AbstractModel):
    _name = "report.sales_backoffice_execution.contract_summary_salesperson"
    _description = "Contract Summary by Salesperson (XLSX)"
    _inherit = "report.sales_backoffice_execution.contract_summary"


class ContractSummaryCustomer(models.AbstractModel):
    _name = "report.sales_backoffice_execution.contract_summary_customer"
    _description = "Contract Summary by Customer (XLSX)"
    _inherit = "report.sales_backoffice_execution.contract_summary"

    _key = "partner_id"

    def _sheet_title(self):
        return self.env._("By Customer")


def summarise(rows, key=None):
    """Return the sums of statistics or statement rows per ``key`` and currency; without a key per currency."""
    groups = {}
    for row in rows:
        groups.setdefault((row[key] if key else None, row.currency_id), []).append(row)
    result = []
    for (record, currency), members in groups.items():
        sums = {name: sum(row[name] for row in members) for name in SUMMED}
        collected, overdue = max(sums["amount_collected"], 0.0), sums["amount_overdue"]
        result.append(
            {
                **sums,
                "name": record.sudo().display_name if record else "",
                "currency": currency,
                "count": len(members),
                "collection_rate": collected / (collected + overdue) if collected + overdue else None,
            }
        )
    return sorted(result, key=lambda sums: (sums["currency"].name, -sums["amount_overdue"], sums["name"]))
