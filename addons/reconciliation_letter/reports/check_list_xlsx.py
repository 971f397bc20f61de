"""The check list of letters: what went out, what came back, what is missing."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class ReconciliationCheckListXlsx(models.AbstractModel):
    _name = "report.reconciliation_letter.check_list_xlsx"
    _description = "Check List of Letters (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Letters: Check List")

    def _columns(self):
        labels = self.env["reconciliation.letter"].fields_get(attributes=["string"])

        def column(name, kind="text", width=None, value=None, **options):
            return Column(labels[name]["string"], value or name, kind, width, **options)

        return [
            column("name", width=16),
            column("kind", width=10, value=self._choice("kind")),
            column("partner_id", width=28),
            column("user_id", width=14),
            column("assistant_id", width=14),
            column("cutoff", "date"),
            column("currency_id", width=8, value="currency_id.name"),
            column("closing", "money", total=True, currency="currency_id"),
            column("state", width=12, value=self._choice("state")),
            column("sent_on", "datetime"),
            column("reply_by", "date"),
            column("reminder_stage", "int"),
            column("replied_on", "date"),
            column("answer_result", width=12, value=self._choice("answer_result")),
            column("seal_kind", width=16, value=self._choice("seal_kind")),
            column("original_on", "date"),
            column("open_difference_count", "int"),
            column("completed_on", "date"),
        ]

    def _choice(self, name):
        """Return the function that reads a choice in words."""
        words = dict(self.env["reconciliation.letter"]._fields[name]._description_selection(self.env))
        return lambda letter: words.get(letter[name])
