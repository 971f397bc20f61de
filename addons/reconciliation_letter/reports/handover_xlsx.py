"""The hand-over list as a spreadsheet."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class ReconciliationHandoverXlsx(models.AbstractModel):
    _name = "report.reconciliation_letter.handover_xlsx"
    _description = "Hand-over List (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Hand-over of Confirmed Letters")

    def _columns(self):
        labels = self.env["reconciliation.handover.line"].fields_get(attributes=["string"])
        lists = self.env["reconciliation.handover"].fields_get(attributes=["string"])
        seals = dict(self.env["reconciliation.letter"]._fields["seal_kind"]._description_selection(self.env))
        return [
            Column(self.env._("List"), "handover_id.name", width=14),
            Column(labels["letter_id"]["string"], "letter_id.name", width=16),
            Column(labels["partner_id"]["string"], "partner_id", width=28),
            Column(self.env._("Currency"), "currency_id.name", width=8),
            Column(labels["closing"]["string"], "closing", "money", total=True, currency="currency_id"),
            Column(labels["seal_kind"]["string"], lambda line: seals.get(line.seal_kind), width=16),
            Column(labels["completed_on"]["string"], "completed_on", "date"),
            Column(
                labels["is_late"]["string"],
                lambda line: self.env._("Late") if line.is_late else self.env._("On time"),
                width=10,
            ),
            Column(labels["original_on"]["string"], "original_on", "date"),
            Column(labels["original_place"]["string"], "original_place", width=18),
            Column(lists["handed_by_id"]["string"], "handover_id.handed_by_id", width=14),
            Column(lists["handed_on"]["string"], "handover_id.handed_on", "datetime"),
            Column(lists["received_by_id"]["string"], "handover_id.received_by_id", width=14),
            Column(lists["received_on"]["string"], "handover_id.received_on", "datetime"),
        ]

    def _rows(self, records):
        return records.line_ids
