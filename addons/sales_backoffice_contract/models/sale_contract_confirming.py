"""A contract in force that changed behind its approval: what changed, and who may agree to it.

Merging two customers, for instance, writes another partner into every document. Nobody but a reviewer can say whether
that is still the contract they approved.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.rules.blocker import Blocker

CONFIRMABLE = ("approved", "active", "suspended")


class SaleContractConfirming(models.AbstractModel):
    _name = "sale.contract.confirming"
    _description = "Changes of a Contract after Its Approval"

    changed_html = fields.Html(
        "Changed after Approval", compute="_compute_changed", sanitize=False, groups="base.group_user"
    )
    changed_seal = fields.Char(
        compute="_compute_changed",
        help="Proof of what is shown: nobody agrees to something newer unseen.",
    )
    can_confirm_changes = fields.Boolean(compute="_compute_changed")

    @api.depends("state", "approval_valid")
    @api.depends_context("uid")
    def _compute_changed(self):
        for contract in self:
            changed = contract.state in CONFIRMABLE and not contract.approval_valid
            contract.changed_html = changed and contract._show_changes(contract._get_changes_since_approval())
            contract.changed_seal = changed and contract._get_fingerprint()
            contract.can_confirm_changes = changed and not contract._confirm_blockers()

    def _get_changes_since_approval(self):
        """Return ``[(label, approved, now)]`` against the last approval, an amendment's included."""
        self.ensure_one()
        approved_sudo = self._get_last_approval()
        # choices and products are named as they were when it was approved
        lang = approved_sudo.lang or approved_sudo.user_id.lang or self.env.lang
        now = self.with_context(lang=lang)._approval_snapshot()
        changes = []
        for path, old in (approved_sudo.snapshot or {}).items():
            if old == now.get(path, old):
                continue
            label, new = approved_sudo._get_label(path), now[path]
            if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
                pairs = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
                changes += [(label, str(was), str(is_now)) for was, is_now in pairs]
            else:
                changes.append((label, self._show_value(old), self._show_value(new)))
        same = self.env._("another one of the same name")
        return changes or [(self.env._("A record it names"), self.env._("as approved"), same)]

    def _get_last_approval(self):
        decisions_sudo = self.env["backoffice.approval.decision"].sudo()
        papers = self | self.amendment_ids.filtered(lambda paper: paper.state == "applied")
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", papers.ids),
            ("decision", "=", "approved"),
        ]
        return decisions_sudo.search(domain, limit=1)

    def _tell_changes(self):
        """Return what changed since the approval in one line."""
        changes = self._get_changes_since_approval()
        return "; ".join(f"{label}: {old or '—'} → {now or '—'}" for label, old, now in changes)

    @api.model
    def _show_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")

    # === BUTTONS === #

    def action_confirm_changes(self):
        """Agree to what changed after the approval; the contract and its orders go on."""
        self.ensure_one()
        self.check_access("read")
        blockers = self._confirm_blockers()
        if blockers:
            raise UserError("\n".join(blocker.message for blocker in blockers))
        if self.env.context.get("change_seen") not in (None, False, self._get_fingerprint()):
            raise UserError(self.env._("It changed again since you opened it; reload and read it once more."))
        self.sudo()._do_confirm_changes()  # the blockers checked the user, whom sudo does not change

    def _confirm_blockers(self):
        """Return why the present user may not agree to what changed: whoever may approve it may, nobody else."""
        self.ensure_one()
        if self.state not in CONFIRMABLE or self._is_unchanged():
            return [Blocker("unchanged", self.env._("Nothing changed since the approval."))]
        return self._decision_blockers()[self.id]

    def _do_confirm_changes(self):
        """Seal what the contract says now and log the decision with what was before."""
        self.ensure_one()
        self.env["contract.call.off"]._claim(self)
        reason = self.env._("Changed after the approval: %(changes)s", changes=self._tell_changes())
        self._write_by_flow(
            {
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
                "decision_reason": reason,
                "approval_hash": self._get_fingerprint(),
            }
        )
        self.env["backoffice.approval.decision"]._record([self._prepare_decision_vals("approved")])
        self._close_approval_activities()
        self.message_post(body=reason, subtype_xmlid="mail.mt_note")

    # === HOOKS === #

    def _is_price_asked(self):
        # EXTENDS the prices of a contract: what changed behind the approval may change the list as well
        return super()._is_price_asked() or (self.state in CONFIRMABLE and not self._is_unchanged())
