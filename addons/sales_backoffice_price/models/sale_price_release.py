"""特價申請: somebody entitled lets lines of one order go on at their prices, or the order on its payment term."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin
from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.sales_backoffice.models.approval_rule import APPROVAL_STATES


class SalePriceRelease(models.Model):
    """Bound to the lines of one order and their prices: whatever asks for more than was approved is held again."""

    _name = "sale.price.release"
    _description = "Special Price"
    _inherit = ["backoffice.approval.mixin", "credit.release.expiry"]
    _order = "id desc"
    _check_company_auto = True

    _flow = {
        **ApprovalMixin._flow,
        "used": ("approved",),
        "expired": ("submitted", "approved"),
    }
    _approval_kind = "price_release"
    _approval_covered_fields = (
        "order_id",
        "covers_term",
        "payment_term_id",
        "date_to",
        "reason",
        "line_ids.order_line_id",
        "line_ids.product_id",
        "line_ids.product_uom_id",
        "line_ids.quantity",
        "line_ids.price_net",
        "line_ids.tax_ids",
    )

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(
        selection_add=[*APPROVAL_STATES, ("used", "Used"), ("expired", "Expired")],
        ondelete={"used": "cascade", "expired": "cascade"},
    )
    order_id = fields.Many2one(
        "sale.order",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="The order it is for.",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", store=True, index=True, string="Customer", compute_sudo=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True)
    line_ids = fields.One2many("sale.price.release.line", "release_id", "Prices", copy=False)
    covers_term = fields.Boolean(
        "Longer Payment Term",
        help="The order may go on although its payment term is longer than the credit term.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term", compute="_compute_payment_term_id", store=True, compute_sudo=True
    )
    extra_days = fields.Integer(
        "Days beyond the Credit Term", readonly=True, copy=False, help="As they were when it was submitted."
    )
    date_to = fields.Date(
        "Valid To",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
        tracking=True,
        help="Last day on which the order can be confirmed with it.",
    )
    reason = fields.Text(help="Why the customer deserves it.")
    over_ratio = fields.Float(
        "Off the List",
        readonly=True,
        copy=False,
        digits=(16, 4),
        help="How far the worst price is off the list, with the longer term counted as a discount. It decides who "
        "approves; 100 % where a price is under its floor or has no list price.",
    )
    worst_deviation = fields.Float(
        "Worst Price", compute="_compute_worst_deviation", help="Against its list price."
    )
    salespeople_then_ids = fields.Many2many(
        "res.users", "sale_price_release_salespeople", readonly=True, copy=False
    )
    used_on = fields.Date(readonly=True, copy=False)

    # === COMPUTES === #

    @api.depends("order_id")
    def _compute_currency_id(self):
        for release in self:
            release.currency_id = release.order_id.sudo().currency_id

    @api.depends("order_id", "covers_term")
    def _compute_payment_term_id(self):
        for release in self:
            release.payment_term_id = release.covers_term and release.order_id.payment_term_id

    @api.depends("line_ids.deviation")
    def _compute_worst_deviation(self):
        for release in self:
            release.worst_deviation = max(release.line_ids.mapped("deviation"), key=abs, default=0.0)

    # === CREATION === #

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        order = self.env["sale.order"].browse(values.get("order_id")).exists()
        if order and "line_ids" in names and not values.get("line_ids"):
            values |= self._prepare_for_order(order)
        return values

    @api.model
    def _prepare_for_order(self, order):
        """Return the values of a request for all that ``order`` is held for."""
        order.check_access("read")
        findings = [item for verdict in self.env["price.gate"]._assess(order) for item in verdict.held]
        lines = [figure for code, _mode, figure in findings if code != "term"]
        Line = self.env["sale.price.release.line"]
        return {
            "covers_term": any(code == "term" for code, _mode, _figure in findings),
            "line_ids": [Command.create(Line._prepare_from_figure(figure)) for figure in lines],
        }

    @api.model
    def _get_guarded_fields(self):
        guarded = {"over_ratio", "extra_days", "used_on", "salespeople_then_ids"}
        return super()._get_guarded_fields() | guarded

    @api.model_create_multi
    def create(self, vals_list):
        releases = super().create(vals_list)
        for release in releases:
            sequence = self.env["ir.sequence"].with_company(release.company_id)
            release.name = sequence.next_by_code("sale.price.release") or self.env._("New")
        return releases

    # === APPROVAL === #

    def _approval_company(self):
        # EXTENDS backoffice_base: branches ask the matrix of their company
        self.ensure_one()
        return self.company_id.root_id

    def _approval_measure(self):
        # EXTENDS backoffice_base: lists that moved since the request ask for a higher approver
        self.ensure_one()
        ratio = self.over_ratio
        if self.state in ("draft", "submitted"):
            ratio = max(ratio, self._measure()["over_ratio"])
        return {"ratio": ratio}

    def _measure(self):
        """Return the figures of the moment that are kept with the request."""
        self.ensure_one()
        release_sudo = self.sudo()
        extra = 0
        if release_sudo.covers_term:
            terms = self.env["price.gate"]._measure_terms(release_sudo.order_id)
            extra = terms[release_sudo.order_id].extra if terms else 0
        figures = release_sudo.line_ids._get_figures()
        ratio = self.env["price.gate"]._ratio_of(release_sudo.company_id, figures.values(), extra)
        return {"over_ratio": ratio, "extra_days": extra}

    def _approval_forbidden_users(self):
        # EXTENDS backoffice_base: who earns on the sale does not decide on its price
        forbidden = super()._approval_forbidden_users()
        return forbidden | self._get_salespeople() | self.sudo().salespeople_then_ids

    def _get_salespeople(self):
        self.ensure_one()
        order_sudo = self.sudo().order_id
        return self.env["credit.release"]._get_partial_users(order_sudo.partner_id, order_sudo)

    def _submit_blockers(self):
        # EXTENDS backoffice_base
        blockers = super()._submit_blockers()
        for release in self:
            blockers[release.id] += release._content_blockers()
        return blockers

    def _content_blockers(self):
        found = []
        if not (self.reason or "").strip():
            found.append(Blocker("no_reason", self.env._("Give the reason.")))
        if not self.line_ids and not self.covers_term:
            found.append(Blocker("no_line", self.env._("Enter the lines or the payment term it is for.")))
        if self.covers_term and not self.payment_term_id:
            found.append(Blocker("no_term", self.env._("The order has no payment term.")))
        if self.date_to < fields.Date.context_today(self):
            found.append(Blocker("too_late", self.env._("The period is over; choose a later day.")))
        stale = self.line_ids.filtered(lambda line: not line._fits_order_line())
        if stale:
            reason = self.env._(
                "The order changed: take %(products)s over again.",
                products=", ".join(stale.product_id.mapped("display_name")),
            )
            found.append(Blocker("stale", reason))
        return found

    def _prepare_move_vals(self, target):
        vals = super()._prepare_move_vals(target)
        return vals | {"used_on": fields.Date.context_today(self)} if target == "used" else vals

    def _after_move(self, target):
        if target == "submitted":
            for release in self:
                release.line_ids._freeze()
                people = release._get_salespeople()
                release._write_by_flow(
                    release._measure() | {"salespeople_then_ids": [Command.set(people.ids)]}
                )
        return super()._after_move(target)

    # === USE === #

    def _is_in_time(self, entering):
        """Return whether it may be used today: a confirmed order keeps what it was confirmed with.

        ``entering``: the order is being confirmed just now, so that a cancelled one needs it valid again.
        """
        self.ensure_one()
        if self.date_to < self.company_id._get_company_day():
            return self.state == "used" and not entering and self.order_id.state == "sale"
        return self.state in ("approved", "used") and self._is_unchanged()

    def _has_authority(self, ratio):
        """Return whether whoever approved it may decide on ``ratio`` of today as well: a list may have moved."""
        self.ensure_one()
        if self.state == "used" and self.order_id.state == "sale" and ratio <= self.over_ratio:
            return True
        rules = self.env["backoffice.approval.rule"]
        groups = rules._deciding_groups(self._approval_kind, self._approval_company(), ratio=ratio)
        return bool(groups & self.decided_by_id.all_group_ids)

    @api.model
    def _search_for_terms(self, orders):
        """Return ``{order: releases}`` that may cover the payment terms of ``orders``."""
        ids = [order._origin.id for order in orders]
        domain = [("order_id", "in", ids), ("covers_term", "=", True), ("state", "in", ("approved", "used"))]
        return self.search(domain).grouped("order_id")

    def _covers_term(self, order, figure, entering=False):
        """Return whether it lets ``order`` go on its payment term."""
        self.ensure_one()
        if self.payment_term_id != order.sudo().payment_term_id or figure.extra > self.extra_days:
            return False
        ratio = self.env["price.gate"]._ratio_of(order.company_id, [], figure.extra)
        return self._is_in_time(entering) and self._has_authority(ratio)

    def _do_use(self):
        """Use it up for its order."""
        self.sudo()._move_to("used")

    # === BUTTONS === #

    def action_take_over(self):
        """Take the prices of the order over again, as they are now."""
        for release in self:
            if release.state != "draft":
                raise UserError(self.env._("Only a draft can take the prices over again."))
            values = self._prepare_for_order(release.order_id)
            release.write({**values, "line_ids": [Command.clear(), *values["line_ids"]]})
