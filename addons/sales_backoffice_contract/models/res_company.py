"""How a company numbers and signs its contracts."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    contract_scan_required = fields.Boolean(
        "Signed Scan Required",
        default=True,
        help="A contract takes no orders before its signed scan is attached.",
    )
    contract_signatory = fields.Char(
        "Signatory", help="Who signs contracts for the company; proposed on new contracts."
    )
    contract_city = fields.Char("Place of Signature", help="Printed on contracts.")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_contract_sequences()
        return companies

    def _create_contract_sequences(self):
        """Give every company a sequence of its own, so that no company sees gaps of another."""
        sequences_sudo = self.env["ir.sequence"].sudo()
        found = sequences_sudo.search([("code", "=", "sale.contract"), ("company_id", "in", self.ids)])
        sequences_sudo.create(
            [
                {
                    "name": "Sales contract",
                    "code": "sale.contract",
                    "prefix": "SC/%(year)s/",
                    "padding": 4,
                    "company_id": company.id,
                }
                for company in self - found.company_id
            ]
        )
