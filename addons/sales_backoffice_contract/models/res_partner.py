"""The contracts of a customer on its form."""

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    contract_count = fields.Integer(
        compute="_compute_contract_count", groups="sales_backoffice_contract.group_contract_reader"
    )

    def _compute_contract_count(self):
        groups = self.env["sale.contract"]._read_group(
            self._get_contract_domain(), ["commercial_partner_id"], ["__count"]
        )
        counts = dict(groups)
        for partner in self:
            partner.contract_count = counts.get(partner.commercial_partner_id, 0)

    def _get_contract_domain(self):
        """Return the contracts of the partners' companies."""
        return [("commercial_partner_id", "in", self.commercial_partner_id.ids), ("amended_id", "=", False)]

    def action_open_contracts(self):
        """Show the contracts of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_contract.sale_contract_action"
        )
        return action | {"domain": self._get_contract_domain(), "context": {"default_partner_id": self.id}}
