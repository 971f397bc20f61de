"""Asks for the period or the day of a ledger, and opens or prints it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang

from odoo.addons.backoffice_base.rules.periods import period_of

LEDGERS = {
    "entry": "sales_ledger_entry_action",
    "balance": "sales_ledger_balance_action",
    "tieout": "sales_ledger_tieout_action",
    "receivable": "sales_receivable_line_action",
}


class SalesLedgerPeriod(models.TransientModel):
    _name = "sales.ledger.period"
    _description = "Period of a Ledger"

    ledger = fields.Selection(
        [
            ("entry", "Detailed Ledger"),
            ("balance", "General Ledger"),
            ("tieout", "Tie-Out"),
            ("receivable", "Receivables by Contract"),
        ],
        required=True,
        default="entry",
    )
    date_from = fields.Date(
        "From", default=lambda self: period_of(fields.Date.context_today(self), "month").start
    )
    date_to = fields.Date(
        "As Of",
        required=True,
        default=fields.Date.context_today,
        help="Postings, deliveries and payments until this day count, matched as they were by then.",
    )
    by = fields.Selection(
        [("partner", "Customer"), ("contract", "Contract")], "Balances By", required=True, default="partner"
    )
    partner_ids = fields.Many2many("res.partner", string="Customers", help="Empty: all customers.")

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        for period in self:
            if period.date_from and period.ledger == "entry" and period.date_from > period.date_to:
                raise ValidationError(self.env._("The period ends before it begins."))

    def _get_ledger_context(self):
        """Return the context the ledgers read; it is checked again where it is read."""
        self.ensure_one()
        context = {"ledger_to": str(self.date_to), "ledger_by": self.by}
        if self.ledger == "entry" and self.date_from:
            context["ledger_from"] = str(self.date_from)
        if self.partner_ids:
            context["ledger_partners"] = self.partner_ids.commercial_partner_id.ids
        return context

    def _get_title(self):
        label = dict(self._fields["ledger"]._description_selection(self.env))[self.ledger]
        if self.ledger == "entry" and self.date_from:
            return self.env._(
                "%(ledger)s, %(start)s to %(end)s", ledger=label, start=self.date_from, end=self.date_to
            )
        return self.env._("%(ledger)s as of %(day)s", ledger=label, day=self.date_to)

    def action_open(self):
        """Open the ledger on the screen."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"sales_backoffice_ledger.{LEDGERS[self.ledger]}"
        )
        context = self._get_ledger_context()
        domain = []
        if self.partner_ids:
            domain = [("partner_id", "in", context["ledger_partners"])]
        # a past ledger has an address of its own in the browser only while it is open
        return action | {"name": self._get_title(), "context": context, "domain": domain, "path": False}

    def action_print(self):
        """Print the detailed ledger of the customers, A4 landscape."""
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("Choose the customers whose ledger is to be printed."))
        report = self.env.ref("sales_backoffice_ledger.action_report_ledger_statement")
        return report.report_action(self, config=False)

    def action_export_xlsx(self):
        """Export the rows of the ledger as a spreadsheet."""
        action = self.action_open()
        rows = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        if not rows:
            raise UserError(self.env._("There is nothing in this period."))
        return rows.action_export_xlsx()

    # === FOR THE PRINTED LEDGER === #

    def _get_statements(self):
        """Return a ``(company, customer, entries)`` per customer and company with anything to show, in order."""
        self.ensure_one()
        Entry = self.env["sales.ledger.entry"].with_context(**self._get_ledger_context())
        Entry.invalidate_model()  # rows read before belong to another period
        entries = Entry.search(
            [("company_id", "in", self.env.companies.ids)], order="company_id, partner_id, date, sequence, id"
        )
        grouped = entries.grouped(lambda entry: (entry.company_id, entry.partner_id))
        return [(company, customer, rows) for (company, customer), rows in grouped.items()]

    def _format_amount(self, amount, currency):
        """Return an amount for a table whose heading names the currency."""
        return formatLang(self.env, amount, digits=currency.decimal_places)
