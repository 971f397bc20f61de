"""The tie-out as a printed page: the rows that were on the screen, of the day that was asked for."""

from odoo import api, models

from ..models.sales_ledger_row import LEDGER_KEYS


class TieoutReport(models.AbstractModel):
    _name = "report.sales_backoffice_ledger.report_ledger_tieout"
    _description = "Tie-Out (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        context = {name: value for name, value in (data.get("context") or {}).items() if name in LEDGER_KEYS}
        Tieout = self.env["sales.ledger.tieout"].with_context(**context)
        Tieout.invalidate_model()  # rows read before belong to another day
        ids = data.get("ids") or docids or []
        rows = Tieout.search([("id", "in", list(ids))])
        return {
            "doc_ids": rows.ids,
            "doc_model": Tieout._name,
            "docs": rows,
            "groups": rows.grouped(lambda row: (row.company_id, row.account_id)),
        }
