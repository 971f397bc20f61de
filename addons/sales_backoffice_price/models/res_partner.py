"""Which price list a customer is measured by is decided by whoever prepares prices."""

from odoo import api, models
from odoo.exceptions import AccessError

PRICELISTS = {"property_product_pricelist", "specific_property_product_pricelist"}
COMPANY = {"parent_id", "is_company"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS product: another list than the one every new customer gets
        partners = super().create(vals_list)
        defaults = {f"default_{name}" for name in PRICELISTS}
        chosen = any(PRICELISTS & vals.keys() for vals in vals_list) or defaults & self.env.context.keys()
        if chosen and partners.filtered("specific_property_product_pricelist"):
            self._check_may_choose_pricelist()
        return partners

    def write(self, vals):
        # EXTENDS product
        if any(partner._gets_other_pricelist(vals) for partner in self if PRICELISTS & vals.keys()):
            self._check_may_choose_pricelist()
        if not COMPANY & vals.keys():
            return super().write(vals)
        before = {
            partner: (partner.specific_property_product_pricelist, partner.commercial_partner_id)
            for partner in self
        }
        result = super().write(vals)
        if any(partner._takes_list_along(*before[partner]) for partner in self):
            self._check_may_choose_pricelist()
        return result

    def _takes_list_along(self, pricelist, company):
        """Return whether the partner came to its list by moving between companies.

        A contact without list that joins a company gets the list of the company; one that leaves does not keep it.
        """
        self.ensure_one()
        now = self.specific_property_product_pricelist
        if company == self.commercial_partner_id or not now:
            return False
        if self.commercial_partner_id == self:
            return True
        return company == self and pricelist not in (now, now.browse())

    def _gets_other_pricelist(self, vals):
        """Return whether ``vals`` choose a list; a contact that takes over the list of its company does not."""
        self.ensure_one()
        company = self.commercial_partner_id - self
        for name in PRICELISTS & vals.keys():
            value = vals[name] or False
            if self[name].id != value and not (company and company[name].id == value):
                return True
        return False

    @api.model
    def _check_may_choose_pricelist(self):
        """Raise when the present user may not say which approved prices a customer gets."""
        company_sudo = self.env.company.root_id.sudo()
        if self.env.su or not company_sudo.price_guard or not company_sudo._has_price_sheets():
            return
        if not self.env.user.has_groups(
            "sales_backoffice_price.group_price_manager,sales_team.group_sale_manager"
        ):
            raise AccessError(
                self.env._("Ask whoever prepares the price sheets to give the customer another price list.")
            )
