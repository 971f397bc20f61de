"""From a contract to its ledger and its open receivables."""

from odoo import models


class SaleContract(models.Model):
    _inherit = "sale.contract"

    def _open_ledger(self, action):
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        values = self.env["ir.actions.act_window"]._for_xml_id(f"sales_backoffice_ledger.{action}")
        return values | {
            "domain": [("contract_id", "=", self.id)],
            "context": {"ledger_partners": customer.ids, "ledger_by": "contract"},
            "display_name": self.display_name,
        }

    def action_open_sales_ledger(self):
        """Show the detailed ledger of the contract."""
        return self._open_ledger("sales_ledger_entry_action")

    def action_open_receivables(self):
        """Show what is open of the contract."""
        return self._open_ledger("sales_receivable_line_action")
