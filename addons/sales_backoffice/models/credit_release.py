"""超額放行單: somebody entitled lets one order go on, adds credit for a time, or exempts a customer for a time."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin
from odoo.addons.backoffice_base.rules.blocker import Blocker

from .approval_rule import APPROVAL_STATES
from .credit_figures_release import FROZEN


class CreditRelease(models.Model):
    _name = "credit.release"
    _description = "Credit Release"
    _inherit = [
        "backoffice.approval.mixin",
        "credit.release.figures",
        "credit.release.expiry",
        "credit.kept.fields",
    ]
    _order = "id desc"
    _check_company_auto = True

    _flow = {
        **ApprovalMixin._flow,
        "used": ("approved",),
        "expired": ("submitted", "approved"),
    }
    _credit_kept = frozenset({"partner_id", "company_id", "currency_id"})
    _approval_kind = "credit_release"
    _approval_covered_fields = (
        "kind",
        "profile_id",
        "order_id",
        "amount",
        "date_from",
        "date_to",
        "reason",
        "plan_ids.date",
        "plan_ids.amount",
    )

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(
        selection_add=[*APPROVAL_STATES, ("used", "Used"), ("expired", "Expired")],
        ondelete={"used": "cascade", "expired": "cascade"},
    )
    kind = fields.Selection(
        [
            ("once", "Release this order once"),
            ("increase", "Increase the limit for a time"),
            ("exemption", "Exempt from control for a time"),
        ],
        required=True,
        default="once",
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_partner_id", store=True, index=True, compute_sudo=True
    )
    order_id = fields.Many2one(
        "sale.order",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The order to let go on.",
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True, index=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True)
    amount = fields.Monetary(
        tracking=True,
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="Total up to which the order may go on, or what is added to the limit. An order raised above it is held "
        "again.",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
        tracking=True,
        help="Last day on which it can be used.",
    )
    reason = fields.Text(help="Why the customer deserves it.")
    plan_ids = fields.One2many("credit.release.plan", "release_id", "Collection Plan", copy=True)
    planned_amount = fields.Monetary(compute="_compute_planned_amount")
    used_on = fields.Date(readonly=True, copy=False)

    is_effective = fields.Boolean(compute="_compute_is_effective", help="It would let its order go on today.")

    _period = models.Constraint("CHECK (date_from <= date_to)", "The release ends before it starts.")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A release cannot be negative.")

    # === COMPUTES === #

    @api.depends("profile_id", "order_id", "kind")
    def _compute_partner_id(self):
        for release in self:
            order = release.order_id if release.kind == "once" else release.order_id.browse()
            release.partner_id = order._get_credit_holder()[0] if order else release.profile_id.partner_id

    @api.depends("profile_id", "order_id")
    def _compute_company_id(self):
        for release in self:
            release.company_id = release.profile_id.company_id or release.order_id.company_id.root_id

    @api.depends("profile_id", "order_id", "kind")
    def _compute_currency_id(self):
        for release in self:
            order_currency = release.kind == "once" and release.order_id.currency_id
            release.currency_id = order_currency or release.profile_id.currency_id

    @api.depends("order_id", "kind")
    def _compute_amount(self):
        for release in self:
            if release.kind == "once" and release.order_id and not release.amount:
                release.amount = release.order_id.amount_total
            elif not release.amount:
                release.amount = 0.0

    @api.depends("plan_ids.amount")
    def _compute_planned_amount(self):
        for release in self:
            release.planned_amount = sum(release.plan_ids.mapped("amount"))

    @api.depends("state", "amount", "date_to", "order_id.amount_total", "used_on")
    def _compute_is_effective(self):
        today = fields.Date.context_today(self)
        for release in self:
            order = release.order_id
            fits = not order or order.currency_id.compare_amounts(order.amount_total, release.amount) <= 0
            release.is_effective = fits and release._is_in_time(today)

    # === CONSTRAINTS AND GUARDS === #

    @api.constrains("kind", "order_id", "profile_id")
    def _check_order(self):
        for release in self:
            if (release.kind == "once") != bool(release.order_id):
                raise ValidationError(
                    self.env._("Choose the order to release; increases and exemptions have none.")
                )
            if release.kind == "once":
                holder = release.order_id.sudo()._get_credit_holder()
                applicable = self.env["credit.profile"].sudo()._get_applicable({holder})[holder]
                if release.profile_id not in applicable:
                    raise ValidationError(
                        self.env._(
                            "%(order)s does not use the credit of this profile.", order=release.order_id.name
                        )
                    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {*FROZEN, "used_on", "salespeople_then_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        releases = super().create(vals_list)
        for release in releases:
            sequence = self.env["ir.sequence"].with_company(release.company_id)
            release.name = sequence.next_by_code("credit.release") or self.env._("New")
        return releases

    # === APPROVAL === #

    def _approval_measure(self):
        # EXTENDS backoffice_base: figures that worsened since the request ask for a higher approver
        self.ensure_one()
        ratio = self.over_ratio
        if self.state in ("draft", "submitted"):
            ratio = max(ratio, self._measure()["over_ratio"])
        return {"ratio": ratio}

    def _approval_forbidden_users(self):
        # EXTENDS backoffice_base: who earns on the customer does not decide on its credit
        forbidden = super()._approval_forbidden_users()
        release_sudo = self.sudo()
        partial = self._get_partial_users(release_sudo.partner_id, release_sudo.order_id)
        return forbidden | partial | release_sudo.salespeople_then_ids

    @api.model
    def _get_partial_users(self, partner, order):
        """Return the salespeople of a customer and of an order."""
        partner_sudo, order_sudo = partner.sudo(), order.sudo()
        return partner_sudo.user_id | partner_sudo.commercial_partner_id.user_id | order_sudo.user_id

    def _approval_snapshot(self):
        # EXTENDS backoffice_base
        snapshot = super()._approval_snapshot()
        now = self._measure()
        for name in FROZEN:
            snapshot[self._fields[name]._description_string(self.env)] = now[name]
        return snapshot

    def _submit_blockers(self):
        # EXTENDS backoffice_base
        blockers = super()._submit_blockers()
        today = fields.Date.context_today(self)
        for release in self:
            blockers[release.id] += release._content_blockers(today)
        return blockers

    def _content_blockers(self, today):
        found = []
        if not (self.reason or "").strip():
            found.append(Blocker("no_reason", self.env._("Give the reason.")))
        if self.kind != "exemption" and self.amount <= 0:
            found.append(Blocker("no_amount", self.env._("Enter an amount.")))
        if self.date_to < today:
            found.append(Blocker("too_late", self.env._("The period is over; choose a later day.")))
        if (
            self.kind == "once"
            and self.currency_id.compare_amounts(self.amount, self.order_id.amount_total) < 0
        ):
            found.append(
                Blocker("below_order", self.env._("The order is higher than the amount to release."))
            )
        if self.kind == "once" and self._is_held_hard():
            reason = self.env._("This customer cannot be released: collect money, or have the limit raised.")
            found.append(Blocker("hard_hold", reason))
        return found

    def _prepare_move_vals(self, target):
        vals = super()._prepare_move_vals(target)
        return vals | {"used_on": fields.Date.context_today(self)} if target == "used" else vals

    def _after_move(self, target):
        if target == "submitted":
            for release in self:
                partial = release._get_partial_users(release.partner_id, release.order_id)
                release._write_by_flow(
                    release._measure() | {"salespeople_then_ids": [Command.set(partial.ids)]}
                )
        return super()._after_move(target)

    # === USE === #

    def _is_in_time(self, today):
        """Return whether the release may be used on ``today``, grace days after its first use included."""
        self.ensure_one()
        if self.state == "approved":
            return self.date_from <= today <= self.date_to and self._is_unchanged()
        grace = self.company_id.sudo().credit_release_grace_days
        return self.state == "used" and bool(self.used_on) and today <= self.used_on + timedelta(days=grace)

    def _covers(self, request, over_ratio):
        """Return whether the release lets ``request`` pass: same order and holder, amount not raised, in time.

        Whoever decided must be entitled to the excess of today as well: orders confirmed in between may have used
        the room the release was measured in.
        """
        self.ensure_one()
        order = request.order
        return (
            self.order_id == order._origin
            and self.partner_id == order._get_credit_holder()[0]
            and self.currency_id == order.currency_id
            and order.currency_id.compare_amounts(order._get_credit_commitment(), self.amount) <= 0
            and self._is_in_time(fields.Date.context_today(self))
            and bool(self._get_groups_for(over_ratio) & self.decided_by_id.all_group_ids)
        )

    def _get_groups_for(self, over_ratio):
        """Return the groups that may decide on such an excess."""
        rules = self.env["backoffice.approval.rule"]
        return rules._deciding_groups(self._approval_kind, self._approval_company(), ratio=over_ratio)

    def _do_use(self):
        """Use the release up for its order."""
        self.sudo()._move_to("used")
