"""The approval matrix: which group may decide on how much."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..rules.bands import bands_from


class Band(NamedTuple):
    """What is kept of a rule between two changes of the matrix."""

    rule_id: int
    measure: str
    top: float
    group_id: int


class ApprovalRule(models.Model):
    """One band of the matrix: up to a value, a group decides.

    Apps add their kinds in ``_get_kinds`` and ask ``_required_group`` or ``_get_approvers``. A company with
    bands of its own for a kind uses only those; otherwise the bands without company count.
    """

    _name = "backoffice.approval.rule"
    _description = "Approval Rule"
    _inherit = ["mail.thread"]
    _order = "kind, company_id, sequence, max_value, id"

    sequence = fields.Integer(
        default=10, help="Order in the list; the bands themselves are ordered by their top."
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        tracking=True,
        help="Empty: for every company that has no band of its own for this kind.",
    )
    kind = fields.Selection(
        selection="_get_kinds", required=True, index=True, tracking=True, help="What is being decided."
    )
    measure = fields.Selection(
        [("amount", "Amount"), ("ratio", "Percentage")],
        required=True,
        default="amount",
        tracking=True,
        help="What the band is measured in: an amount in the company's currency, or a percentage.",
    )
    max_value = fields.Float(
        "Up To",
        digits=(16, 2),
        tracking=True,
        help="Top of the band, included; for percentages 10 means ten per cent. 0: no upper limit.",
    )
    band = fields.Char(compute="_compute_band", help="The band in words.")
    group_id = fields.Many2one(
        "res.groups",
        "Decided By",
        required=True,
        ondelete="restrict",
        tracking=True,
        help="Members of this group decide; members of a higher band's group may decide too.",
    )

    _max_value_positive = models.Constraint(
        "CHECK (max_value >= 0)", "The top of a band cannot be negative; use 0 for no upper limit."
    )
    _band_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0), max_value) WHERE active",
        "There is already a band with this top for this kind and company; change that one.",
    )

    @api.model
    def _get_kinds(self):
        """Return ``[(key, label)]`` of what can be decided; apps append theirs."""
        return []

    @api.constrains("kind", "company_id", "measure", "active")
    def _check_one_measure(self):
        for rule in self.filtered("active"):
            others = self.search([("kind", "=", rule.kind), ("company_id", "=", rule.company_id.id)])
            if others.filtered(lambda other, rule=rule: other.measure != rule.measure):
                raise ValidationError(
                    self.env._(
                        "All bands of one kind and company need the same measure, or they would overlap."
                    )
                )

    @api.depends("measure", "max_value", "company_id")
    @api.depends_context("company")
    def _compute_band(self):
        for rule in self:
            currency = (rule.company_id or self.env.company).currency_id
            value = f"{rule.max_value:g} %" if rule.measure == "ratio" else currency.format(rule.max_value)
            rule.band = (
                self.env._("up to %(value)s", value=value) if rule.max_value else self.env._("no upper limit")
            )

    @api.depends("kind", "band", "group_id")
    def _compute_display_name(self):
        labels = dict(self._get_kinds())
        for rule in self:
            kind = labels.get(rule.kind, rule.kind)
            rule.display_name = f"{kind}, {rule.band}: {rule.group_id.name}" if rule.group_id else kind

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_clears_cache(self):
        self.env.registry.clear_cache()

    # --- questions of the documents -----------------------------------------

    @api.model
    def _deciding_rules(self, kind, company, amount=0.0, ratio=0.0):
        """Return ``[(rule id, group id)]`` of the bands that may decide, the required one first."""
        bands = self._get_bands(kind, company.id) or self._get_bands(kind, False)
        value = ratio * 100 if bands and bands[0].measure == "ratio" else amount
        order = bands_from(value, [band.top for band in bands])
        return [(bands[position].rule_id, bands[position].group_id) for position in order]

    @api.model
    def _deciding_groups(self, kind, company, amount=0.0, ratio=0.0):
        """Return the groups that may decide, the required one first, the general manager last."""
        rules = self._deciding_rules(kind, company, amount, ratio)
        general_manager = self.env["ir.model.data"]._xmlid_to_res_id("backoffice_base.group_general_manager")
        # a dictionary drops repetitions and keeps the order
        group_ids = dict.fromkeys([*(group_id for _rule_id, group_id in rules), general_manager])
        return self.env["res.groups"].sudo().browse(group_ids)

    @api.model
    def _required_group(self, kind, company, amount=0.0, ratio=0.0):
        """Return the group of the smallest band that holds the value; without one, the general manager."""
        return self._deciding_groups(kind, company, amount, ratio)[:1]

    @api.model
    def _get_approvers(self, kind, company, amount=0.0, ratio=0.0, forbidden=None):
        """Return ``(group, users)`` who can decide now: the lowest group with somebody not ``forbidden``."""
        groups = self._deciding_groups(kind, company, amount, ratio)
        for group in groups:
            users = self._get_members(group, company)
            if forbidden:
                users -= forbidden
            if users:
                return group, users
        return groups[:1], self.env["res.users"]

    @api.model
    def _get_members(self, group, company):
        """Return the active internal users of ``group`` who work in ``company`` (superuser)."""
        domain = [("all_group_ids", "in", group.ids), ("share", "=", False)]
        if company:
            domain.append(("company_ids", "in", company.ids))
        return self.env["res.users"].sudo().search(domain, order="id")

    @api.model
    @ormcache("kind", "company_id")
    def _get_bands(self, kind, company_id):
        rules = self.sudo().search([("kind", "=", kind), ("company_id", "=", company_id)])
        return tuple(Band(rule.id, rule.measure, rule.max_value, rule.group_id.id) for rule in rules)
