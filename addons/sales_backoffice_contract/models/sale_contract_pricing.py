"""Whoever may not allow a special price does not allow it by a contract either."""

from odoo import api, fields, models

from odoo.addons.sales_backoffice.rules.credit_term import furthest
from odoo.addons.sales_backoffice_price.rules import price_guard
from odoo.addons.sales_backoffice_price.services.price_reader import PriceQuestion


class SaleContractPricing(models.AbstractModel):
    """A contract overrides the price list and the credit term, so the matrix of special prices is asked as well."""

    _name = "sale.contract.pricing"
    _description = "Prices of a Sales Contract against the List"

    def _get_deciding_groups(self):
        # EXTENDS backoffice_base
        groups = super()._get_deciding_groups()
        ratio = self.sudo()._get_price_ratio() if self._is_price_asked() else 0.0
        if not ratio:
            return groups
        rules = self.env["backoffice.approval.rule"]
        return groups & rules._deciding_groups("price_release", self.company_id.root_id, ratio=ratio)

    def _is_price_asked(self):
        """Return whether the prices of the one contract are still to be decided on."""
        self.ensure_one()
        return self.state in ("draft", "submitted")

    def _get_approvers(self, *others):
        # EXTENDS backoffice_base: the lowest group that both matrices name and that has somebody
        groups = self._get_deciding_groups()
        forbidden = self._approval_forbidden_users().union(*others)
        for group in groups:
            users = self.env["backoffice.approval.rule"]._get_members(group, self._approval_company())
            if users - forbidden:
                return group, users - forbidden
        return groups[:1], self.env["res.users"]

    def _approval_forbidden_users(self):
        # EXTENDS backoffice_base: who earns on the contract does not decide on it
        contract_sudo = self.sudo()
        partner_sudo = contract_sudo.partner_id
        earning = contract_sudo.user_id | partner_sudo.user_id | partner_sudo.commercial_partner_id.user_id
        return super()._approval_forbidden_users() | earning

    def _get_price_ratio(self):
        """Return how far the worst held price of the one contract is off the list, its longer term counted in."""
        self.ensure_one()
        company = self.company_id.root_id
        if not company.price_guard:
            return 0.0
        found = [item for item in self._get_price_findings() if item[0]]
        return price_guard.release_ratio(
            [deviation for _held, deviation, _beyond in found if deviation is not None],
            extra_days=self._get_extra_days() if company.price_mode_term == price_guard.HOLD else 0,
            per_month=company.price_term_ratio,
            beyond=any(beyond for _held, _deviation, beyond in found),
        )

    def _get_price_findings(self):
        """Return ``[(held, deviation, beyond)]``, one per line, one statement for all."""
        company = self.company_id.root_id
        if not company._has_price_sheets():
            return []
        partner = self.partner_id.with_company(self.company_id)
        own = partner.specific_property_product_pricelist or partner.property_product_pricelist
        pricelists = tuple(own | company.price_pricelist_id)
        questions = {
            line: PriceQuestion(
                pricelists,
                line.product_id,
                line.product_uom_id,
                line.quantity,
                self.currency_id,
                self.company_id,
                fields.Datetime.now(),
            )
            for line in self.line_ids
            if line.product_id.type != "service"
        }
        answers = self.env["price.reader"]._answer(questions)
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return [self._judge_price(line, answer, company, digits) for line, answer in answers.items()]

    @api.model
    def _judge_price(self, line, reference, company, digits):
        net = line._get_net_price(line.product_uom_id)
        status = price_guard.status_of(net, reference, digits)
        modes = {
            "outside": company.price_mode_outside,
            "under_floor": company.price_mode_floor,
            "no_price": company.price_mode_missing,
        }
        held = modes.get(status) == price_guard.HOLD
        deviation = None if reference.price is None else price_guard.deviation_of(net, reference.price)
        return held, deviation, status in ("under_floor", "no_price")

    def _get_extra_days(self):
        """Return by how many days the payment term is longer than the approved credit term."""
        pair = (self.commercial_partner_id, self.company_id.root_id)
        approved, _is_default = self.env["credit.profile"]._get_approved_terms({pair})[pair]
        if not approved or not self.payment_term_id:
            return 0
        stretch = furthest(self.payment_term_id._get_days_to_pay(), approved)
        return max(stretch.days - stretch.approved, 0)
