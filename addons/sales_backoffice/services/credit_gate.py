"""The gate every credit-relevant step passes: locks the profiles concerned, measures, judges, remembers."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules import credit


class CreditHold(UserError):
    """A step was refused for credit reasons; nothing was changed."""


class CreditRequest(NamedTuple):
    """A step that wants credit.

    ``need`` is in the order's currency. ``included`` says that the order already counts in the exposure (it is
    confirmed in this transaction), so that only profiles leaving ordered goods out still compare ``need``.
    """

    order: Any
    checkpoint: str
    need: float
    included: bool = False


@dataclass
class Verdict:
    """What the gate thinks of one request."""

    request: CreditRequest
    state: str = "none"
    profiles: Any = None
    against: list = field(default_factory=list)  # (profile, figures, Finding)
    release: Any = None
    figures: dict = field(default_factory=dict)  # {profile: Figures}

    def get_tightest(self):
        """Return the profile with the least available, with its figures: the one to show."""
        return min(self.figures.items(), key=lambda item: item[1].available)

    @property
    def mode(self):
        return credit.stricter(*(finding.mode for _profile, _figures, finding in self.against))

    @property
    def over_ratio(self):
        """The worst excess relative to the limit it concerns; picks the approver."""
        return max(
            (credit.over_ratio(figures.base, finding.excess) for _p, figures, finding in self.against),
            default=0.0,
        )


class CreditGate(models.AbstractModel):
    _name = "credit.gate"
    _description = "Credit Gate"

    @api.model
    def _enforce(self, requests):
        """Let every request pass, or raise ``CreditHold`` naming each offender and change nothing.

        Two users at once: both write the profiles' guard, the second is replayed and then sees the first.
        A release that was needed is used up. A warning is noted on its order.
        """
        requests = [request for request in requests if self._is_checked(request)]
        if not requests:
            return
        profiles = self._profiles_of(requests)
        self._claim(profiles)
        verdicts = self._judge(requests, profiles)
        held = [verdict for verdict in verdicts if verdict.state == "held"]
        if held:
            raise CreditHold("\n\n".join(self._explain_held(verdict) for verdict in held))
        for verdict in verdicts:
            self._remember(verdict)

    @api.model
    def _assess(self, requests):
        """Return the verdict on each request without locking or changing anything, for display."""
        requests = [request for request in requests if self._is_controlled(request.order)]
        return self._judge(requests, self._profiles_of(requests)) if requests else []

    @api.model
    def _assess_apart(self, requests):
        """Return the verdict on each request as if it were the only one."""
        requests = [request for request in requests if self._is_controlled(request.order)]
        if not requests:
            return []
        return self._judge(requests, self._profiles_of(requests), together=False)

    # === WHO AND WHAT IS CHECKED === #

    def _is_controlled(self, order):
        return order.company_id.root_id.sudo().credit_control

    def _is_checked(self, request):
        if not self._is_controlled(request.order):
            return False
        if request.checkpoint == "delivery" and request.order.payment_term_id.sudo().is_prepaid_term:
            return True
        return request.order.company_id.root_id.sudo()[f"credit_check_{request.checkpoint}"]

    def _profiles_of(self, requests):
        """Return ``{(partner, root company): profiles}``: the customer's own and those of its groups."""
        pairs = {request.order._get_credit_holder() for request in requests}
        return self.env["credit.profile"].sudo()._get_applicable(pairs)

    def _claim(self, profiles):
        ids = sorted({profile.id for found in profiles.values() for profile in found})
        if ids:
            self.env.execute_query(
                SQL(
                    """UPDATE credit_profile SET guard = COALESCE(guard, 0) + 1
                        WHERE id IN (SELECT id FROM credit_profile WHERE id = ANY(%s)
                                      ORDER BY id FOR NO KEY UPDATE)
                    RETURNING id""",
                    ids,
                )
            )

    # === JUDGEMENT === #

    def _judge(self, requests, profiles, together=True):
        """Judge the requests in their order; ``together``, what passes counts against the next ones."""
        everyone = self.env["credit.profile"].sudo().union(*profiles.values())
        figures = everyone._get_figures()
        releases = self._releases_of(requests)
        granted = defaultdict(float)
        verdicts = []
        for request in requests:
            verdict = Verdict(request, profiles=profiles[request.order._get_credit_holder()])
            verdict.figures = {profile: figures[profile.id] for profile in verdict.profiles}
            self._judge_one(verdict, figures, granted, releases[request.order])
            verdicts.append(verdict)
            if not together:
                granted.clear()
        return verdicts

    def _judge_one(self, verdict, figures, granted, releases):
        order = verdict.request.order
        if order._is_credit_prepaid(verdict.request.checkpoint):
            verdict.state = "prepaid"
            return
        needs = {profile: self._need(verdict.request, profile) for profile in verdict.profiles}
        for profile in verdict.profiles:
            standing, need = figures[profile.id], needs[profile]
            if need is None:
                verdict.against.append((profile, standing, credit.Finding("rate_missing", credit.HOLD)))
                continue
            for finding in credit.findings(
                standing.standing, granted[profile] + need, profile.currency_id.decimal_places
            ):
                verdict.against.append((profile, standing, finding))
        self._decide(verdict, releases, figures)
        if verdict.state != "held":
            for profile, need in needs.items():
                granted[profile] += need or 0.0

    def _decide(self, verdict, releases, figures):
        if not verdict.profiles:
            missing = verdict.request.order.company_id.root_id.sudo().credit_missing_profile == "hold"
            verdict.state = "held" if missing else "none"
        elif verdict.mode in (credit.HOLD, credit.HARD):
            release = releases.filtered(lambda release: release._covers(verdict.request, verdict.over_ratio))[
                :1
            ]
            verdict.release = release
            verdict.state = "released" if release and verdict.mode == credit.HOLD else "held"
        elif verdict.mode == credit.WARN:
            verdict.state = "warn"
        else:
            exempt = any(figures[profile.id].standing.exempt for profile in verdict.profiles)
            verdict.state = "exempt" if exempt else "ok"

    def _need(self, request, profile):
        """Return the credit a request needs of ``profile`` in its currency; None without an exchange rate."""
        if not request.need or (request.included and profile.include_ordered):
            return 0.0
        order = request.order
        if not profile._has_rate(order.currency_id, order.company_id):
            return None
        return order.currency_id._convert(
            request.need, profile.currency_id, order.company_id.root_id, fields.Date.context_today(self)
        )

    def _releases_of(self, requests):
        orders = self.env["sale.order"].sudo().union(*(request.order for request in requests))
        found = (
            self.env["credit.release"]
            .sudo()
            .search(
                [("kind", "=", "once"), ("order_id", "in", orders.ids), ("state", "in", ("approved", "used"))]
            )
        )
        by_order = found.grouped("order_id")
        return {order: by_order.get(order._origin, found.browse()) for order in orders}

    # === AFTERWARDS === #

    def _remember(self, verdict):
        order = verdict.request.order
        if verdict.state == "released" and verdict.release.state == "approved":
            verdict.release._do_use()
        elif verdict.state == "warn":
            order.sudo()._message_log(body="\n".join(blocker.message for blocker in self._explain(verdict)))

    # === WORDS === #

    def _explain_held(self, verdict):
        lines = [
            self.env._("%(order)s is held.", order=verdict.request.order.display_name),
            *(blocker.message for blocker in self._explain(verdict)),
            self._explain_way_out(verdict),
        ]
        return "\n".join(lines)

    def _get_reason_text(self, verdict):
        """Return why the request is held or warned about and who can help, or False."""
        if verdict.state == "held":
            return self._explain_held(verdict)
        if verdict.state in ("warn", "released"):
            return "\n".join(blocker.message for blocker in self._explain(verdict))
        return False

    def _explain(self, verdict):
        """Return a ``Blocker`` per reason, in words a salesperson can repeat to the customer."""
        if verdict.state == "held" and not verdict.profiles:
            message = self.env._(
                "%(customer)s has no credit profile yet.",
                customer=verdict.request.order._get_credit_holder()[0].display_name,
            )
            return [Blocker("no_profile", message)]
        return [
            Blocker(finding.code, self._words(*reason))
            for reason in verdict.against
            for finding in reason[2:]
        ]

    def _words(self, profile, figures, finding):
        def money(amount):
            return format_amount(self.env, amount, profile.currency_id)

        holder = profile.sudo().holder_name
        if finding.code == "rate_missing":
            return self.env._(
                "There is no exchange rate between a document of %(holder)s and %(currency)s: enter one first.",
                holder=holder,
                currency=profile.currency_id.name,
            )
        if finding.code == "overdue":
            return self.env._(
                "%(holder)s has %(amount)s overdue, the oldest for %(days)s days.",
                holder=holder,
                amount=money(finding.excess),
                days=figures.oldest_overdue_days,
            )
        values = {
            "holder": holder,
            "limit": money(figures.standing.limit),
            "excess": money(finding.excess),
        }
        if finding.code == "no_credit":
            return self.env._("%(holder)s buys without credit; %(excess)s is not paid in advance.", **values)
        if finding.code == "limit_lapsed":
            return self.env._(
                "The credit limit of %(holder)s is not valid today; %(excess)s is not covered.", **values
            )
        return self.env._("%(holder)s would exceed its credit limit of %(limit)s by %(excess)s.", **values)

    def _explain_way_out(self, verdict):
        """Say who can let the order go on."""
        if not verdict.profiles:
            return self.env._("Ask the accountant to create its credit profile.")
        if verdict.mode == credit.HARD:
            return self.env._(
                "This customer cannot be released: collect money, or have the credit limit raised."
            )
        if any(finding.code == "rate_missing" for _profile, _figures, finding in verdict.against):
            return self.env._("Then confirm again.")
        group, users = self._get_releasers(verdict)
        return self.env._(
            "Collect money, or request a credit release from %(group)s: %(users)s.",
            group=group.sudo().name,
            users=", ".join(users.sudo().mapped("name")) or self.env._("nobody has this role yet"),
        )

    def _get_releasers(self, verdict):
        order = verdict.request.order
        group, users = self.env["backoffice.approval.rule"]._get_approvers(
            "credit_release", order.company_id.root_id, ratio=verdict.over_ratio
        )
        return group, users - self.env["credit.release"]._get_partial_users(order.partner_id, order)
