"""How much credit a customer or a group has in a company, for how long, and how strictly."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules.credit_term import days_of_rule
from .res_company import MODES, TERM_RULES


class CreditProfile(models.Model):
    _name = "credit.profile"
    _description = "Credit Profile"
    _inherit = [
        "credit.profile.figures",
        "credit.expiry.mixin",
        "credit.sizing.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "holder_name, id"
    _rec_name = "holder_name"
    _rec_names_search = ["partner_id", "group_id"]

    active = fields.Boolean(default=True, tracking=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="The company that owes.",
    )
    group_id = fields.Many2one(
        "credit.group",
        "Credit Group",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Shared by its members.",
    )
    holder_name = fields.Char("Holder", compute="_compute_holder_name", store=True, compute_sudo=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        tracking=True,
        default=lambda self: self.env.company.root_id,
        help="The company that grants the credit; its branches share it. A group's ceiling without a company counts "
        "in all companies together.",
    )
    salesperson_id = fields.Many2one(
        related="partner_id.user_id", string="Salesperson", store=True, index=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=False,
        default=lambda self: self.env.company.currency_id,
        tracking=True,
        help="Currency of the limit; exposure in other currencies is converted at today's rate of the company.",
    )
    base_limit = fields.Monetary(
        required=True, tracking=True, help="Credit amount. 0 means no credit at all."
    )
    valid_from = fields.Date(tracking=True)
    valid_to = fields.Date(
        tracking=True, help="Last day of the base limit; afterwards it counts as 0 until it is reviewed."
    )
    term_rule = fields.Selection(
        TERM_RULES,
        "Credit Term From",
        required=True,
        default=lambda self: self.env.company.root_id.credit_default_term_rule,
        tracking=True,
        help="Where the credit term starts. Deliveries without invoice always age from the day of delivery.",
    )
    term_days = fields.Integer(
        "Credit Term (Days)",
        default=lambda self: self.env.company.root_id.credit_default_term_days,
        tracking=True,
    )
    grace_days = fields.Integer(
        default=lambda self: self.env.company.root_id.credit_default_grace_days,
        tracking=True,
        help="Days after the due date before something counts as overdue here.",
    )
    overdue_tolerance = fields.Monetary(
        default=lambda self: self.env.company.root_id.credit_default_tolerance,
        tracking=True,
        help="Up to this sum, overdue money does not hold anything.",
    )
    amount_mode = fields.Selection(
        MODES,
        "Over Limit",
        required=True,
        default=lambda self: self.env.company.root_id.credit_default_amount_mode,
        tracking=True,
    )
    overdue_mode = fields.Selection(
        MODES,
        "Overdue Money",
        required=True,
        default=lambda self: self.env.company.root_id.credit_default_overdue_mode,
        tracking=True,
    )
    include_delivered = fields.Boolean("Count Delivered (B)", default=True, tracking=True)
    include_ordered = fields.Boolean("Count Ordered (C)", default=True, tracking=True)
    include_draft = fields.Boolean("Count Draft Invoices (D)", default=True, tracking=True)
    include_bills = fields.Boolean("Count Unmatured Bills (N)", tracking=True)
    deduct_prepayments = fields.Boolean("Deduct Prepayments (P)", tracking=True)
    net_credits = fields.Boolean(
        "Deduct Unallocated Credits",
        default=True,
        tracking=True,
        help="Payments and credit notes not yet matched with an invoice lower the receivable (A).",
    )
    exclude_disputed = fields.Boolean(
        "Leave Out Disputed", default=True, tracking=True, help="Approved disputes do not count as overdue."
    )
    note = fields.Text()
    release_ids = fields.One2many("credit.release", "profile_id", "Releases")
    release_count = fields.Integer(compute="_compute_release_count")
    guard = fields.Integer(readonly=True, copy=False, groups="base.group_system")

    _holder = models.Constraint(
        "CHECK ((partner_id IS NULL) != (group_id IS NULL))",
        "A credit profile belongs either to a customer or to a credit group.",
    )
    _company_of_partner = models.Constraint(
        "CHECK (group_id IS NOT NULL OR company_id IS NOT NULL)", "Choose the company that grants the credit."
    )
    _positive = models.Constraint(
        "CHECK (base_limit >= 0 AND term_days >= 0 AND grace_days >= 0 AND overdue_tolerance >= 0)",
        "Limits, days and tolerances cannot be negative; 0 means none.",
    )
    _validity = models.Constraint(
        "CHECK (valid_from <= valid_to)", "The limit ends before it starts: correct the validity."
    )
    _one_per_partner = models.UniqueIndex(
        "(partner_id, company_id) WHERE active AND partner_id IS NOT NULL",
        "This customer already has a credit profile in this company; change that one.",
    )
    _one_per_group = models.UniqueIndex(
        "(group_id, COALESCE(company_id, 0)) WHERE active AND group_id IS NOT NULL",
        "This credit group already has a ceiling there; change that one.",
    )

    @api.constrains("partner_id", "company_id")
    def _check_holder(self):
        for profile in self.sudo():
            partner, company = profile.partner_id, profile.company_id
            if partner and partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to %(company)s: give the credit profile to %(company)s.",
                        contact=partner.name,
                        company=partner.commercial_partner_id.name,
                    )
                )
            if company != company.root_id:
                raise ValidationError(
                    self.env._(
                        "%(branch)s trades on the credit of %(company)s: choose %(company)s.",
                        branch=company.name,
                        company=company.root_id.name,
                    )
                )

    @api.constrains("valid_to", "base_limit")
    def _check_not_granted_in_the_past(self):
        today = fields.Date.context_today(self)
        for profile in self.filtered(lambda profile: profile.active and profile.valid_to):
            if profile.valid_to < today:
                raise ValidationError(
                    self.env._(
                        "The limit of %(holder)s would have ended on %(date)s already: choose a later day.",
                        holder=profile.holder_name,
                        date=fields.Date.to_string(profile.valid_to),
                    )
                )

    @api.depends("partner_id.name", "group_id.name")
    def _compute_holder_name(self):
        for profile in self:
            profile.holder_name = profile.partner_id.display_name or profile.group_id.name

    # === WHO CONSUMES WHICH PROFILE === #

    @api.model
    def _get_applicable(self, pairs):
        """Return ``{(partner, root company): profiles}`` for pairs of a commercial partner and a root company."""
        partners = self.env["res.partner"].sudo().union(*(partner for partner, _company in pairs))
        groups = {
            partner: [int(part) for part in (partner.credit_group_id.parent_path or "").split("/") if part]
            for partner in partners
        }
        found = self.search(
            Domain("partner_id", "in", partners.ids)
            | Domain("group_id", "in", [group for ids in groups.values() for group in ids])
        )
        by_holder = defaultdict(self.browse)
        for profile in found:
            by_holder[profile.partner_id or profile.group_id.id] |= profile
        return {
            (partner, company): self.union(
                by_holder[partner], *(by_holder[group] for group in groups[partner])
            ).filtered(lambda profile, company=company: profile.company_id in (company, company.browse()))
            for partner, company in pairs
        }

    @api.model
    def _get_approved_terms(self, pairs):
        """Return ``{(partner, root company): (days, is the company's)}``, days as payment terms have them.

        The own profiles of a customer come first, then those of its groups, then the default of the company; None
        where nobody approved anything.
        """
        profiles = self._get_applicable(pairs) if pairs else {}
        found = {}
        for pair in pairs:
            mine = profiles[pair].filtered("partner_id") or profiles[pair]
            days = mine._get_days_to_pay() if mine else pair[1]._get_default_days_to_pay()
            found[pair] = (days, not mine)
        return found

    def _get_days_to_pay(self):
        """Return the days of the shortest credit term, to be compared with those of payment terms.

        Terms from the delivery or the signed statement count as if from the invoice: nobody knows those days yet.
        """
        terms = (days_of_rule(item.term_days, item.term_rule == "month_end") for item in self)
        return tuple(map(min, zip(*terms, strict=True)))

    def _has_rate(self, currency, company):
        """Return whether Odoo can convert between ``currency`` and the profile's, instead of assuming one to one."""
        if currency == self.currency_id:
            return True
        return bool(
            self.env["res.currency.rate"]
            .sudo()
            .search_count(
                [
                    ("currency_id", "in", (currency | self.currency_id).ids),
                    ("company_id", "in", (False, company.root_id.id)),
                ],
                limit=1,
            )
        )

    @api.depends("release_ids")
    def _compute_release_count(self):
        groups = self.env["credit.release"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
        )
        counts = {profile.id: count for profile, count in groups}
        for profile in self:
            profile.release_count = counts.get(profile._origin.id, 0)

    # === ACTIONS === #

    def action_open_releases(self):
        """Show the releases requested on the profile."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_backoffice.credit_release_action")
        context = {"default_profile_id": self.id, "default_kind": "increase"}
        return action | {"domain": [("profile_id", "=", self.id)], "context": context}

    def action_request_increase(self):
        """Open a request for a temporary increase."""
        return self._new_release("increase")

    def action_request_exemption(self):
        """Open a request for an exemption."""
        return self._new_release("exemption")

    def _new_release(self, kind):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit Release"),
            "res_model": "credit.release",
            "view_mode": "form",
            "context": {"default_profile_id": self.id, "default_kind": kind},
        }
