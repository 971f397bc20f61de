"""The ledgers as spreadsheets."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column

HOME = "company_currency_id"


class LedgerTable(models.AbstractModel):
    """What the spreadsheets share: columns named as the list names them, for the part of the ledger asked for."""

    _name = "sales.ledger.xlsx"
    _description = "Ledger as a Spreadsheet"
    _inherit = "backoffice.xlsx.table"

    _rows_model = None

    def _sheet_title(self):
        description = self.env[self._rows_model]._description
        return self.env["ir.model"]._get(self._rows_model).name or description

    def _label(self, name):
        return self.env[self._rows_model]._fields[name]._description_string(self.env)

    def _choice(self, name, width=14):
        def label(row):
            return dict(row._fields[name]._description_selection(row.env)).get(row[name])

        return Column(self._label(name), label, width=width)

    def _text(self, name, path=None, width=None):
        return Column(self._label(name), path or name, width=width)

    def _date(self, name):
        return Column(self._label(name), name, "date")

    def _money(self, name, total=True, currency=HOME):
        return Column(self._label(name), name, "money", total=total, currency=currency)


class LedgerEntryXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_ledger.ledger_entry"
    _description = "Sales Detailed Ledger (XLSX)"
    _inherit = "sales.ledger.xlsx"
    _rows_model = "sales.ledger.entry"

    def _columns(self):
        return [
            self._text("partner_id", "partner_id.display_name", 28),
            self._text("contract_id", "contract_id.display_name", 16),
            self._date("date"),
            self._choice("kind"),
            self._text("document_name", width=22),
            self._text("product_id", "product_id.display_name", 28),
            Column(self._label("quantity"), "quantity", "qty"),
            self._text("product_uom_id", "product_uom_id.name", 8),
            *(self._money(name) for name in ("ordered", "delivered", "invoiced", "collected")),
            *(
                self._money(name, total=False)
                for name in ("open_orders_balance", "uninvoiced_balance", "receivable_balance")
            ),
            self._text("currency_id", "currency_id.name", 8),
            *(
                self._money(f"{name}_currency", currency="currency_id")
                for name in ("ordered", "delivered", "invoiced", "collected")
            ),
            self._text("account_id", "account_id.display_name", 20),
            self._text("company_id", "company_id.name", 20),
        ]


class LedgerBalanceXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_ledger.ledger_balance"
    _description = "Sales General Ledger (XLSX)"
    _inherit = "sales.ledger.xlsx"
    _rows_model = "sales.ledger.balance"

    def generate_xlsx_report(self, workbook, data, records):
        # the openings and closings of several months do not add up
        report = self.with_context(ledger_one_month=len(set(records.mapped("month"))) < 2)
        return super(LedgerBalanceXlsx, report).generate_xlsx_report(workbook, data, records)

    def _columns(self):
        balances = bool(self.env.context.get("ledger_one_month"))
        return [
            self._text("partner_id", "partner_id.display_name", 28),
            self._text("contract_id", "contract_id.display_name", 16),
            self._text("salesperson_id", "salesperson_id.name", 14),
            self._text("month_name", width=10),
            self._money("open_orders_opening", total=balances),
            self._money("uninvoiced_opening", total=balances),
            self._money("receivable_opening", total=balances),
            *(self._money(name) for name in ("ordered", "delivered", "invoiced", "collected")),
            self._money("open_orders_closing", total=balances),
            self._money("uninvoiced_closing", total=balances),
            self._money("receivable_closing", total=balances),
            self._text("company_id", "company_id.name", 20),
        ]


class LedgerTieoutXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_ledger.ledger_tieout"
    _description = "Tie-Out (XLSX)"
    _inherit = "sales.ledger.xlsx"
    _rows_model = "sales.ledger.tieout"

    def _columns(self):
        money = (
            "invoiced",
            "collected",
            "documents",
            "general",
            "difference",
            "manual",
            "opening",
            "writeoff",
            "exchange",
            "no_partner",
            "explained",
            "unexplained",
            "draft",
            "ledger",
        )
        return [
            self._text("account_id", "account_id.display_name", 22),
            self._text("partner_id", "partner_id.display_name", 28),
            self._date("date"),
            self._choice("status"),
            *(self._money(name, currency="currency_id") for name in money),
            self._text("company_id", "company_id.name", 20),
        ]


class ReceivableLineXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_ledger.receivable_line"
    _description = "Receivables by Contract (XLSX)"
    _inherit = "sales.ledger.xlsx"
    _rows_model = "sales.receivable.line"

    def _columns(self):
        return [
            self._text("contract_id", "contract_id.display_name", 16),
            self._text("partner_id", "partner_id.display_name", 28),
            self._choice("kind"),
            self._text("order_names", width=16),
            self._text("delivery_names", width=18),
            self._text("document_name", width=18),
            self._date("date"),
            self._date("date_due"),
            Column(self._label("days_overdue"), "days_overdue", "int"),
            self._choice("age"),
            self._money("residual"),
            self._money("uninvoiced"),
            self._money("amount"),
            self._money("overdue_amount"),
            self._text("currency_id", "currency_id.name", 8),
            self._money("amount_currency", currency="currency_id"),
            self._text("salesperson_id", "salesperson_id.name", 14),
            self._text("assistant_id", "assistant_id.name", 14),
            self._date("date_promised"),
            self._money("promised_amount", total=False, currency="currency_id"),
            self._choice("promise_state"),
            Column(
                self._label("is_disputed"), lambda row: row.env._("Yes") if row.is_disputed else None, width=8
            ),
            self._text("note"),
            self._text("company_id", "company_id.name", 20),
        ]
