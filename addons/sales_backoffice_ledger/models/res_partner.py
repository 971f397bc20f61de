"""From a customer to its ledger and its open receivables."""

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _open_ledger(self, action):
        self.ensure_one()
        customer = self.commercial_partner_id
        values = self.env["ir.actions.act_window"]._for_xml_id(f"sales_backoffice_ledger.{action}")
        return values | {
            "domain": [("partner_id", "=", customer.id)],
            "context": {"ledger_partners": customer.ids},
            "display_name": customer.display_name,
        }

    def action_open_sales_ledger(self):
        """Show the detailed ledger of the customer."""
        return self._open_ledger("sales_ledger_entry_action")

    def action_open_receivables(self):
        """Show what the customer owes, by contract."""
        return self._open_ledger("sales_receivable_line_action")
