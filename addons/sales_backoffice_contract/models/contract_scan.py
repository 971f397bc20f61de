"""The paper as it was signed."""

from odoo import api, fields, models
from odoo.exceptions import UserError

FREE = {"note"}


class ContractScan(models.Model):
    """A scan stays as it was attached; who attached it and when is on the record itself."""

    _name = "sale.contract.scan"
    _description = "Signed Scan of a Sales Contract"
    _order = "id desc"
    _rec_name = "file_name"

    contract_id = fields.Many2one("sale.contract", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    file = fields.Binary("Signed Scan", required=True, attachment=True)
    file_name = fields.Char(required=True)
    note = fields.Char()

    def write(self, vals):
        if vals.keys() - FREE:
            raise UserError(self.env._("A signed scan is not changed: attach the new one beside it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_before_signature(self):
        kept = self.contract_id.filtered(
            lambda contract: contract.state not in ("draft", "submitted", "approved")
        )
        if kept:
            raise UserError(
                self.env._(
                    "The signed scan of %(contracts)s stays on record.",
                    contracts=", ".join(kept.mapped("display_name")),
                )
            )
