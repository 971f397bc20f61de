"""The log as a spreadsheet."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class ReminderLogXlsx(models.AbstractModel):
    _name = "report.payment_reminder.reminder_log"
    _description = "Log of Reminders (spreadsheet)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Log of Reminders")

    def _columns(self):
        label = self._get_label
        return [
            Column(self.env._("Time"), "date", "datetime"),
            Column(self.env._("Customer"), "partner_id.name"),
            Column(self.env._("Document"), "document", width=18),
            Column(self.env._("Due"), "date_due", "date"),
            Column(self.env._("Amount"), "amount", "money", currency="currency_id"),
            Column(self.env._("Stage"), "stage_id.name"),
            Column(self.env._("Told To"), "recipient_id.name"),
            Column(self.env._("As"), lambda row: label(row, "audience"), width=14),
            Column(self.env._("Event"), lambda row: label(row, "event"), width=14),
            Column(self.env._("Channel"), lambda row: label(row, "channel"), width=12),
            Column(self.env._("Address"), "address"),
            Column(self.env._("Words"), "words", width=60),
            Column(self.env._("By"), "by_id.name"),
        ]

    def _get_label(self, row, name):
        return dict(row._fields[name]._description_selection(self.env)).get(row[name])
