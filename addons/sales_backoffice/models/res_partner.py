"""The credit of a customer on its own form."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

READERS = "sales_backoffice.group_credit_reader"
MANAGERS = "sales_backoffice.group_credit_manager"


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
    credit_applicable_profile_ids = fields.Many2many(
        "credit.profile",
        "Applicable Credit",
        compute="_compute_credit_applicable_profile_ids",
        groups=READERS,
        help="The own profile and the ceilings of the credit groups, as far as you may see them.",
    )
    has_credit_profile = fields.Boolean(
        compute="_compute_has_credit_profile",
        compute_sudo=True,
        help="Credit control replaces the sales credit limit of Invoicing for this customer.",
    )

    @api.depends("credit_profile_ids", "commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_credit_profile_id(self):
        company = self.env.company.root_id
        profiles = self.env["credit.profile"].search(
            [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", company.id)]
        )
        by_partner = {profile.partner_id: profile for profile in profiles}
        for partner in self:
            partner.credit_profile_id = by_partner.get(partner.commercial_partner_id, profiles.browse())

    @api.depends("credit_profile_ids", "credit_group_id", "commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_credit_applicable_profile_ids(self):
        applicable = self._get_applicable_credit()
        for partner in self:
            partner.credit_applicable_profile_ids = applicable.get(partner.commercial_partner_id._origin)

    @api.depends("credit_profile_ids", "credit_group_id", "commercial_partner_id")
    @api.depends_context("company")
    def _compute_has_credit_profile(self):
        applicable = self._get_applicable_credit()
        for partner in self:
            partner.has_credit_profile = bool(applicable.get(partner.commercial_partner_id._origin))

    def _get_applicable_credit(self):
        """Return ``{commercial partner: profiles}`` that count in the present company and that the user may read."""
        company = self.env.company.root_id
        pairs = {(holder, company) for holder in self.commercial_partner_id._origin}
        applicable = self.env["credit.profile"]._get_applicable(pairs)
        return {holder: profiles for (holder, _company), profiles in applicable.items()}

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

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: membership counts however it is filled in, defaults of the context included
        partners = super().create(vals_list)
        if partners.sudo().credit_group_id:
            self._check_may_group()
        return partners

    def write(self, vals):
        # EXTENDS base
        if "credit_group_id" in vals:
            self._check_may_group()
        return super().write(vals)

    @api.model
    def _check_may_group(self):
        """Leaving a group would leave its ceiling: only who grants credit moves a customer."""
        if not self.env.user.has_group(MANAGERS) and not self.env.user._is_superuser():
            raise AccessError(
                self.env._(
                    "Only who grants credit changes the credit group of a customer; ask the accountant."
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
