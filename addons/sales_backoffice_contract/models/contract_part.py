"""What belongs to a contract changes with the contract only."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.models import flow_mixin


class ContractPart(models.AbstractModel):
    """Lines and clauses: whatever was submitted is changed by an amendment, not by hand."""

    _name = "sale.contract.part"
    _description = "Part of a Sales Contract"

    _part_free_fields = frozenset()  # may be written at any time

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_contract_is_draft()
        return parts

    def write(self, vals):
        if vals.keys() - self._part_free_fields:
            self._check_contract_is_draft()
            result = super().write(vals)
            if "contract_id" in vals:
                self._check_contract_is_draft()
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_contract_is_draft()

    def _check_contract_is_draft(self):
        if self.env.context.get("flow_token") is flow_mixin._BY_FLOW:
            return
        signed = self.contract_id.filtered(lambda contract: contract.state != "draft")
        if signed:
            raise UserError(
                self.env._(
                    "%(contracts)s can no longer be changed: draft an amendment instead.",
                    contracts=", ".join(signed.mapped("display_name")),
                )
            )
