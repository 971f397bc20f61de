"""Two customers become one: whoever approved their contracts is asked whether they are still the same."""

from odoo import models

from ..models.sale_contract_confirming import CONFIRMABLE


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # EXTENDS base, which writes past the ORM
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        contracts_sudo = self.env["sale.contract"].sudo()
        domain = ["|", ("partner_id", "=", dst_partner.id), ("partner_shipping_id", "=", dst_partner.id)]
        contracts_sudo = contracts_sudo.search([*domain, ("state", "in", CONFIRMABLE)])
        contracts_sudo.filtered(lambda contract: not contract.approval_valid)._notify_approvers()
        return result
