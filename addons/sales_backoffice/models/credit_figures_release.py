"""The figures a release was requested on."""

from odoo import api, fields, models

from ..rules import credit

MEASURED = ("receivable", "delivered", "ordered", "draft", "bills", "prepaid", "exposure", "overdue_amount")
FROZEN = (*MEASURED, "limit_then", "shortfall", "oldest_overdue_days", "over_ratio")
HIGHEST_RATIO = 99.99  # stands for "no limit at all" in a stored number


class CreditReleaseFigures(models.AbstractModel):
    """The figures of the profile on the day of the request, and how far the request goes beyond them."""

    _name = "credit.release.figures"
    _description = "Figures of a Credit Release"

    profile_id = fields.Many2one(
        "credit.profile", required=True, index=True, ondelete="restrict", tracking=True
    )
    profile_currency_id = fields.Many2one(related="profile_id.currency_id", string="Profile Currency")
    limit_then = fields.Monetary("Limit", currency_field="profile_currency_id", readonly=True, copy=False)
    receivable = fields.Monetary(
        "A Receivable", currency_field="profile_currency_id", readonly=True, copy=False
    )
    delivered = fields.Monetary(
        "B Delivered", currency_field="profile_currency_id", readonly=True, copy=False
    )
    ordered = fields.Monetary("C Ordered", currency_field="profile_currency_id", readonly=True, copy=False)
    draft = fields.Monetary(
        "D Draft Invoices", currency_field="profile_currency_id", readonly=True, copy=False
    )
    bills = fields.Monetary("N Bills", currency_field="profile_currency_id", readonly=True, copy=False)
    prepaid = fields.Monetary("P Prepaid", currency_field="profile_currency_id", readonly=True, copy=False)
    exposure = fields.Monetary(currency_field="profile_currency_id", readonly=True, copy=False)
    overdue_amount = fields.Monetary(
        "Overdue", currency_field="profile_currency_id", readonly=True, copy=False
    )
    shortfall = fields.Monetary(currency_field="profile_currency_id", readonly=True, copy=False)
    oldest_overdue_days = fields.Integer("Oldest Overdue (Days)", readonly=True, copy=False, aggregator="max")
    over_ratio = fields.Float(
        "Over the Limit",
        readonly=True,
        copy=False,
        aggregator="max",
        help="Shortfall or overdue money as a share of the limit; picks who may decide.",
    )
    is_ratio_known = fields.Boolean(
        compute="_compute_is_ratio_known", help="There was a limit to measure the request by."
    )
    profile_is_readable = fields.Boolean(compute="_compute_profile_is_readable")

    @api.depends("over_ratio")
    def _compute_is_ratio_known(self):
        for release in self:
            release.is_ratio_known = release.over_ratio < HIGHEST_RATIO

    @api.depends("profile_id")
    @api.depends_context("uid")
    def _compute_profile_is_readable(self):
        for release in self:
            release.profile_is_readable = bool(release.profile_id._filtered_access("read"))

    def action_open_profile(self):
        """Open the credit profile, with the figures of today."""
        self.ensure_one()
        return self.profile_id.get_formview_action()

    salespeople_then_ids = fields.Many2many(
        "res.users",
        "credit_release_salespeople_rel",
        "release_id",
        "user_id",
        readonly=True,
        copy=False,
        help="Who sold to the customer on the day of the request; none of them decides on it, even if moved since.",
    )

    def _is_held_hard(self):
        """Return whether the order is held so strictly that no release helps."""
        self.ensure_one()
        verdicts = self.env["credit.gate"]._assess([self.order_id.sudo()._prepare_credit_request()])
        return any(verdict.mode == credit.HARD for verdict in verdicts)

    def _measure(self):
        """Return the figures of the profile today and what the request asks beyond them."""
        self.ensure_one()
        profile_sudo = self.profile_id.sudo()
        figures = profile_sudo._get_figures()[profile_sudo.id]
        measured = {name: getattr(figures, name) for name in MEASURED}
        shortfall, ratio = self._get_excess(figures)
        return measured | {
            "limit_then": figures.standing.limit,
            "oldest_overdue_days": figures.oldest_overdue_days,
            "shortfall": shortfall,
            "over_ratio": min(ratio, HIGHEST_RATIO),
        }

    def _get_excess(self, figures):
        """Return how much more than the limit is asked for, and which share of the limit decides who approves."""
        if self.kind == "exemption":
            return 0.0, HIGHEST_RATIO
        if self.kind == "increase":
            total = self.amount + self._get_increases_meanwhile()
            return self.amount, credit.over_ratio(figures.base_limit, total)
        verdicts = self.env["credit.gate"]._assess(
            [self.order_id.sudo()._prepare_credit_request(self.amount)]
        )
        if not verdicts:
            return 0.0, 0.0
        amounts = [
            finding.excess
            for profile, _figures, finding in verdicts[0].against
            if finding.code != "overdue" and profile == self.profile_id
        ]
        return max(amounts, default=0.0), verdicts[0].over_ratio

    def _get_increases_meanwhile(self):
        """Return what other approved increases add during the period: several small ones make a large one."""
        self.ensure_one()
        others = self.sudo().search(
            [
                ("profile_id", "=", self.profile_id.id),
                ("kind", "=", "increase"),
                ("state", "=", "approved"),
                ("date_from", "<=", self.date_to),
                ("date_to", ">=", self.date_from),
                ("id", "!=", self._origin.id),
            ]
        )
        return sum(others.mapped("amount"))
