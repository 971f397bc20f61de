"""The credit of a customer on its own form."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

READERS = "sales_backoffice.group_credit_reader"


class ResPartner(models.Model):
    _inherit = "res.partner"

    credit_group_id = fields.Many2one(
        "credit.group",
        index="btree_not_null",
        groups=READERS,
        tracking=True,
        help="Customers of one group share its credit ceilings.",
    )
    credit_profile_ids = fields.One2many("credit.profile", "partner_id", "Credit Profiles", groups=READERS)
    credit_profile_id = fields.Many2one(
        "credit.profile",
        compute="_compute_credit_profile_id",
        groups=READERS,
        help="Credit profile of the customer in the present company.",
    )

    @api.depends("credit_profile_ids", "commercial_partner_id")
    @api.depends_context("company")
    def _compute_credit_profile_id(self):
        company = self.env.company.root_id
        profiles = self.env["credit.profile"].search(
            [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", company.id)]
        )
        by_partner = {profile.partner_id: profile for profile in profiles}
        for partner in self:
            partner.credit_profile_id = by_partner.get(partner.commercial_partner_id, profiles.browse())

    @api.constrains("parent_id", "is_company", "credit_group_id")
    def _check_credit_holder(self):
        for partner in self.sudo():
            is_holder = partner.credit_profile_ids or partner.credit_group_id
            if is_holder and partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to %(company)s, which holds the credit: archive the credit profile of "
                        "%(contact)s and take it out of its credit group first.",
                        contact=partner.name,
                        company=partner.commercial_partner_id.name,
                    )
                )

    def action_create_credit_profile(self):
        """Open a new credit profile for the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit Profile"),
            "res_model": "credit.profile",
            "view_mode": "form",
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
