"""The guard every order passes: are its prices those of the list, or approved by somebody entitled?"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.sales_backoffice.rules.credit_term import furthest

from ..rules import price_guard

MODE_FIELDS = {
    "outside": "price_mode_outside",
    "under_floor": "price_mode_floor",
    "no_price": "price_mode_missing",
    "term": "price_mode_term",
}


class PriceHold(UserError):
    """A step was refused because of a price or a payment term; nothing was changed."""


class LineFigure(NamedTuple):
    """An order line measured by the price in force."""

    line: Any
    reference: Any  # PriceInForce
    quantity: float
    net: float
    deviation: float | None
    status: str  # none, ok, outside, under_floor, no_price
    release: Any = None  # the line of a special price that covers it

    @property
    def measured(self):
        line = self.line
        return price_guard.Measured(
            line.product_id.id,
            line.product_uom_id.id,
            line.order_id.currency_id.id,
            frozenset(line.sudo().tax_ids.ids),
            self.quantity,
            self.net,
            self.deviation,
        )


class TermFigure(NamedTuple):
    """The payment term of an order measured by the credit term of its customer, where it goes furthest beyond."""

    days: int = 0
    approved: int = 0
    release: Any = None
    is_default: bool = False  # the company's term: the customer has none of its own

    @property
    def extra(self):
        return max(self.days - self.approved, 0)


@dataclass
class PriceVerdict:
    """What the guard thinks of one order."""

    order: Any
    figures: dict = field(default_factory=dict)  # {line: LineFigure}
    term: TermFigure = None
    findings: list = field(default_factory=list)  # (code, mode, LineFigure or TermFigure)
    releases: Any = None  # the special prices that are needed

    @property
    def state(self):
        modes = {mode for _code, mode, _figure in self.findings}
        if price_guard.HOLD in modes:
            return "held"
        if price_guard.WARN in modes:
            return "warn"
        if self.releases:
            return "released"
        return "ok" if any(item.status != "none" for item in self.figures.values()) else "none"

    @property
    def held(self):
        return [finding for finding in self.findings if finding[1] == price_guard.HOLD]


class PriceGate(models.AbstractModel):
    _name = "price.gate"
    _description = "Price Gate"

    @api.model
    def _enforce(self, orders, entering=False, lines=None, terms=None):
        """Let every order pass, or raise ``PriceHold`` naming each offender and change nothing.

        ``lines`` and ``terms`` (orders) limit what is looked at to what changed. A special price that was needed is
        used up: of two transactions at once that need or revoke it, the second is replayed and sees the first.
        """
        verdicts = self._assess(orders, entering, lines, terms)
        held = [verdict for verdict in verdicts if verdict.state == "held"]
        if held:
            raise PriceHold("\n\n".join(self._explain_held(verdict) for verdict in held))
        for verdict in verdicts:
            self._remember(verdict)

    @api.model
    def _assess(self, orders, entering=False, lines=None, terms=None):
        """Return the verdict on each order that is guarded, without changing anything."""
        orders = orders.filtered(lambda order: order.company_id.root_id.sudo().price_guard)
        every = orders.order_line
        figures = (every if lines is None else every & lines)._get_price_figures(entering)
        days = self._measure_terms(orders if terms is None else orders & terms, entering)
        return [self._judge(order, figures, days.get(order)) for order in orders]

    # === JUDGEMENT === #

    def _judge(self, order, figures, term):
        company = order.company_id.root_id.sudo()
        verdict = PriceVerdict(order, term=term, releases=self.env["sale.price.release"].sudo())
        verdict.figures = {line: figures[line] for line in order.order_line if line in figures}
        for figure in verdict.figures.values():
            if figure.status in MODE_FIELDS:
                self._add_finding(verdict, figure.status, company, figure)
        if term and term.extra:
            self._add_finding(verdict, "term", company, term)
        return verdict

    def _add_finding(self, verdict, code, company, figure):
        mode = company[MODE_FIELDS[code]]
        if mode == price_guard.OFF:
            return
        if figure.release:
            release = figure.release
            verdict.releases |= release.release_id if release._name.endswith(".line") else release
        else:
            verdict.findings.append((code, mode, figure))

    def _measure_terms(self, orders, entering=False):
        """Return ``{order: TermFigure}`` of the orders whose customer, or else company, has an approved credit term."""
        orders = orders.filtered(lambda order: order.partner_id and order.sudo().payment_term_id)
        approved = (
            self.env["credit.profile"]
            .sudo()
            ._get_approved_terms({order._get_credit_holder() for order in orders})
        )
        found = {}
        for order in orders:
            term, is_default = approved[order._get_credit_holder()]
            if term:
                days = order.sudo().payment_term_id._get_days_to_pay()
                found[order] = TermFigure(*furthest(days, term), is_default=is_default)
        return self._with_term_releases(found, entering)

    def _with_term_releases(self, found, entering):
        longer = [order for order, figure in found.items() if figure.extra]
        if not longer:
            return found
        releases = self.env["sale.price.release"].sudo()._search_for_terms(longer)
        for order in longer:
            covering = releases.get(order._origin, self.env["sale.price.release"])
            covering = covering.filtered(
                lambda item, order=order: item._covers_term(order, found[order], entering)
            )
            found[order] = found[order]._replace(release=covering[:1])
        return found

    # === AFTERWARDS === #

    def _remember(self, verdict):
        for release in verdict.releases.filtered(lambda release: release.state == "approved"):
            release._do_use()
        if verdict.state == "warn":
            body = "\n".join(blocker.message for blocker in self._explain(verdict))
            verdict.order.sudo()._message_log(body=body)

    # === WORDS === #

    def _explain_held(self, verdict):
        group, users = self._get_releasers(verdict)
        return "\n".join(
            [
                self.env._("%(order)s is held for its prices.", order=verdict.order.display_name),
                *(blocker.message for blocker in self._explain(verdict)),
                self.env._(
                    "Correct it, or request a special price from %(group)s: %(users)s.",
                    group=group.sudo().name,
                    users=", ".join(users.sudo().mapped("name")) or self.env._("nobody has this role yet"),
                ),
            ]
        )

    def _get_reason_text(self, verdict):
        """Return why the order is held or warned about and who can help, or False."""
        if verdict.state == "held":
            return self._explain_held(verdict)
        return "\n".join(blocker.message for blocker in self._explain(verdict)) or False

    def _explain(self, verdict):
        """Return a ``Blocker`` per finding, in words a salesperson can repeat; the floor itself is not named."""
        return [
            Blocker(code, self._term_words(verdict, figure) if code == "term" else self._words(code, figure))
            for code, _mode, figure in verdict.findings
        ]

    def _words(self, code, figure):
        line = figure.line

        def money(amount):
            return formatLang(self.env, amount, dp="Product Price", currency_obj=line.order_id.currency_id)

        values = {
            "product": line.product_id.display_name,
            "net": money(figure.net),
            "unit": (line.product_uom_id or line.product_id.uom_id).name,
            "list": money(figure.reference.price or 0.0),
            "ratio": f"{abs(figure.deviation or 0.0) * 100:.1f}",
            "sheet": figure.reference.source,
        }
        if code == "no_price":
            return self.env._("%(product)s has no approved price.", **values)
        if code == "under_floor":
            return self.env._(
                "%(product)s at %(net)s per %(unit)s is under its floor price, %(ratio)s %% below %(list)s "
                "(%(sheet)s).",
                **values,
            )
        if figure.quantity < 0:
            return self.env._(
                "%(product)s is taken back at %(net)s per %(unit)s, more than the lowest price it is sold at "
                "(%(sheet)s).",
                **values,
            )
        if figure.deviation > 0:
            return self.env._(
                "%(product)s at %(net)s per %(unit)s is %(ratio)s %% above %(list)s (%(sheet)s).", **values
            )
        return self.env._(
            "%(product)s at %(net)s per %(unit)s is %(ratio)s %% below %(list)s (%(sheet)s).", **values
        )

    def _term_words(self, verdict, figure):
        values = {
            "term": verdict.order.sudo().payment_term_id.name,
            "days": figure.days,
            "customer": verdict.order._get_credit_holder()[0].sudo().display_name,
            "approved": figure.approved,
        }
        if figure.is_default:
            return self.env._(
                "%(term)s gives up to %(days)s days; %(customer)s has no credit profile, and without one the term is "
                "%(approved)s days.",
                **values,
            )
        return self.env._(
            "%(term)s gives up to %(days)s days; the credit term of %(customer)s is %(approved)s days.",
            **values,
        )

    def _get_releasers(self, verdict):
        order = verdict.order
        company = order.company_id.root_id
        group, users = self.env["backoffice.approval.rule"]._get_approvers(
            "price_release", company, ratio=self._get_ratio(verdict)
        )
        return group, users - self.env["credit.release"]._get_partial_users(order.partner_id, order)

    def _get_ratio(self, verdict):
        """Return by how much the held parts of the order are off what is approved."""
        return self._ratio_of(
            verdict.order.company_id,
            [figure for _code, _mode, figure in verdict.held if isinstance(figure, LineFigure)],
            next(
                (figure.extra for _code, _mode, figure in verdict.held if isinstance(figure, TermFigure)), 0
            ),
        )

    @api.model
    def _ratio_of(self, company, figures, extra_days=0):
        """Return what the approval matrix is asked with for these line figures and days beyond the credit term."""
        return price_guard.release_ratio(
            [figure.deviation for figure in figures if figure.deviation is not None],
            extra_days=extra_days,
            per_month=company.root_id.sudo().price_term_ratio,
            beyond=any(
                figure.status == "under_floor" or (figure.deviation is None and figure.status != "none")
                for figure in figures
            ),
        )

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)
