"""Who may decide on a document, and what the decision leaves behind."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules.blocker import Blocker
from .approval_decision import DECISIONS

DECIDED = frozenset(key for key, _label in DECISIONS)
NEEDS_REASON = DECIDED - {"approved"}


class ApprovalMixin(models.AbstractModel):
    """Four-eyes approval of a document of ours. Name it first in ``_inherit``; it brings flow and chatter.

    The model sets ``_approval_kind`` (a key of the matrix), ``_approval_covered_fields`` (what is agreed to;
    ``"line_ids.amount"`` reaches into lines) and answers ``_approval_measure``. It may extend
    ``_approval_forbidden_users``, ``_approval_snapshot``, ``_approval_company`` and the hooks of the flow.

    Covered fields are locked once submitted. Whatever changes them all the same (lines, other code) voids
    the approval: ``approval_valid`` turns false and ``_check_approval_valid`` raises. Code that acts upon an
    approval asks one of the two. Nothing here is looked up when a document is merely written.
    """

    _name = "backoffice.approval.mixin"
    _description = "Approval with four eyes"
    _inherit = ["backoffice.approval.seal", "backoffice.approval.notice"]

    _flow = {
        "draft": ("submitted", "rejected"),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "rejected": ("submitted",),
        "revoked": ("approved",),
    }
    _approval_kind = None

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("revoked", "Revoked"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    requested_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decision_reason = fields.Text(readonly=True, copy=False)
    approval_group_id = fields.Many2one(
        "res.groups",
        compute="_compute_approvers",
        help="The group the matrix asks to decide.",
    )
    approver_names = fields.Char(
        "Who Can Decide", compute="_compute_approvers", help="The group and the people who can decide now."
    )
    can_decide = fields.Boolean(compute="_compute_can_decide", search="_search_can_decide")
    can_revoke = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")

    # --- hooks --------------------------------------------------------------

    def _approval_measure(self):
        """Return ``{"amount": …}`` in the company's currency or ``{"ratio": 0.1}`` of the one document."""
        self.ensure_one()
        return {}

    def _approval_company(self):
        """Return the company whose matrix counts for the one document; empty: the bands of every company."""
        self.ensure_one()
        return self.company_id if "company_id" in self._fields else self.env["res.company"]

    def _approval_forbidden_users(self):
        """Return the users who may never decide on the one document; extend with ``|``."""
        self.ensure_one()
        document_sudo = self.sudo()
        return document_sudo.requested_by_id | document_sudo.create_uid

    # --- computes -----------------------------------------------------------

    @api.depends("state", "requested_by_id")
    def _compute_approvers(self):
        for document in self:
            group, users = document._get_approvers()
            names = ", ".join(users[:5].mapped("name")) or self.env._("nobody yet")
            document.approval_group_id = document._get_deciding_groups()[:1]
            document.approver_names = f"{group.name}: {names}"

    @api.depends("state", "requested_by_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        blockers = self._decision_blockers()
        for document in self:
            may = not blockers[document.id]
            document.can_decide = may and document.state == "submitted"
            document.can_revoke = may and document.state in self._flow.get("revoked", ())

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_requests = self.search([("state", "=", "submitted")])
        return Domain("id", "in", open_requests.filtered("can_decide").ids)

    @api.depends("state", "requested_by_id")
    @api.depends_context("uid")
    def _compute_can_withdraw(self):
        blockers, sources = self._withdraw_blockers(), self._flow.get("draft", ())
        for document in self:
            document.can_withdraw = document.state in sources and not blockers[document.id]

    # --- buttons ------------------------------------------------------------

    def action_submit(self):
        """Ask for a decision; the covered values are sealed."""
        self._move_to("submitted")

    def action_approve(self, reason=None):
        """Approve; the form sends the seal it shows, so that nobody agrees to newer figures unseen."""
        seen = self.env.context.get("approval_seen")
        if seen and any(document.approval_hash != seen for document in self):
            raise UserError(self.env._("The request changed since you opened it; reload and read it again."))
        self._decide("approved", reason)

    def action_reject(self, reason=None):
        """Reject; without a reason, ask for one."""
        return self._decide("rejected", reason) if reason else self._ask_reason("rejected")

    def action_revoke(self, reason=None):
        """Take an approval back; without a reason, ask for one."""
        return self._decide("revoked", reason) if reason else self._ask_reason("revoked")

    def action_draft(self):
        """Take the own request back to change it."""
        self._move_to("draft")

    def _ask_reason(self, decision):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": "backoffice.approval.reject",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_decision": decision,
            },
        }

    # --- who may do what ----------------------------------------------------

    def _blockers(self, target):
        blockers = super()._blockers(target)
        checks = {"draft": self._withdraw_blockers, "submitted": self._submit_blockers}
        check = self._decision_blockers if target in DECIDED else checks.get(target)
        for document_id, found in (check() if check else {}).items():
            blockers[document_id] += found
        if target == "approved":
            for document in self.filtered(lambda document: not document._is_unchanged()):
                reason = self.env._("It changed after it was submitted; the requester must submit it again.")
                blockers[document.id].append(Blocker("changed", reason))
        return blockers

    def _submit_blockers(self):
        """A request nobody can decide on would wait for ever."""
        blockers = {document.id: [] for document in self}
        for document in self:
            group, users = document._get_approvers(self.env.user)
            if not users:
                reason = self.env._("Nobody else is in the group %(group)s; add a member.", group=group.name)
                blockers[document.id].append(Blocker("no_approver", reason))
        return blockers

    def _withdraw_blockers(self):
        blockers = {document.id: [] for document in self}
        for document in self:
            document_sudo = document.sudo()
            if self.env.user not in document_sudo.requested_by_id | document_sudo.create_uid:
                reason = self.env._("Only the requester takes it back; reject it instead.")
                blockers[document.id].append(Blocker("not_requester", reason))
        return blockers

    def _decision_blockers(self):
        """Why the present user may not decide, superuser environment or not: ``{id: [Blocker]}``."""
        blockers = {document.id: [] for document in self}
        user = self.env.user
        for document in self:
            if user in document._approval_forbidden_users():
                reason = self.env._("You have a part in this request; somebody else must decide.")
                blockers[document.id].append(Blocker("own_request", reason))
            if not document._get_deciding_group(user):
                group = document._get_deciding_groups()[:1].name
                reason = self.env._("The group %(group)s decides on it.", group=group)
                blockers[document.id].append(Blocker("no_authority", reason))
        return blockers

    def _get_authority(self):
        """Return what the matrix is asked with: kind, company, amount, ratio."""
        self.ensure_one()
        measure = self._approval_measure()
        company = self._approval_company()
        return self._approval_kind, company, measure.get("amount", 0.0), measure.get("ratio", 0.0)

    def _get_approvers(self, *others):
        """Return ``(group, users)`` who can decide on the one document now, ``others`` left out."""
        forbidden = self._approval_forbidden_users().union(*others)
        return self.env["backoffice.approval.rule"]._get_approvers(
            *self._get_authority(), forbidden=forbidden
        )

    def _get_deciding_groups(self):
        return self.env["backoffice.approval.rule"]._deciding_groups(*self._get_authority())

    def _get_deciding_group(self, user):
        """Return the lowest group by which ``user`` may decide on the one document, empty when none."""
        groups = self._get_deciding_groups()
        company = self._approval_company()
        outside = user.share or (company and company not in user.company_ids)
        return groups.browse() if outside else (groups & user.all_group_ids)[:1]

    # --- the decision -------------------------------------------------------

    def _decide(self, target, reason=None):
        """Take a decision as the present user, who needs to read the documents, not to write them."""
        self.check_access("read")
        documents_sudo = self.sudo()  # the blockers check the user, whom sudo does not change
        documents_sudo._move_to(target, decision_reason=(reason or "").strip())

    def _move_to(self, target, **values):
        if target in NEEDS_REASON and not values.get("decision_reason"):
            raise UserError(self.env._("Give the reason; the requester will read it."))
        return super()._move_to(target, **values)

    @api.model
    def _get_guarded_fields(self):
        decision = {"requested_by_id", "requested_on", "decided_by_id", "decided_on", "decision_reason"}
        return super()._get_guarded_fields() | decision

    def _prepare_move_vals(self, target):
        vals = super()._prepare_move_vals(target)
        now = fields.Datetime.now()
        if target == "submitted":
            vals |= {"requested_by_id": self.env.uid, "requested_on": now}
            vals |= {"decided_by_id": False, "decided_on": False, "decision_reason": False}
        elif target in DECIDED:
            vals |= {"decided_by_id": self.env.uid, "decided_on": now}
        return vals

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "submitted":
            self._notify_approvers()
        elif target == "draft":
            self._close_approval_activities()
        elif target in DECIDED:
            vals_list = [document._prepare_decision_vals(target) for document in self]
            decisions = self.env["backoffice.approval.decision"]._record(vals_list)
            self._close_approval_activities()
            self._tell_requesters(decisions)
        return result

    def _prepare_decision_vals(self, decision):
        """Return the line of the log; the matrix is quoted as it stands now."""
        self.ensure_one()
        group = self._get_deciding_group(self.env.user)
        rules = self.env["backoffice.approval.rule"].sudo()
        rule_ids = [
            rule for rule, of_group in rules._deciding_rules(*self._get_authority()) if of_group == group.id
        ]
        rule = rules.browse(rule_ids[:1])
        return {
            "res_model": self._name,
            "res_id": self.id,
            "res_name": self.display_name,
            "kind": self._approval_kind,
            "decision": decision,
            "user_id": self.env.uid,
            "requested_by_id": self.requested_by_id.id,
            "date": self.decided_on,
            "reason": self.decision_reason,
            "rule_id": rule.id,
            "group_id": group.id,
            "authority": rule.display_name if rule else group.name,
            "snapshot": self._approval_snapshot(),
            "lang": self.env.lang or "en_US",
            "fingerprint": self._get_fingerprint(),
            "company_id": self._approval_company().id,
        }
