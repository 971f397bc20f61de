"""How a contract rests and ends: each a step of its own that nothing undoes by itself."""

from odoo import fields, models

from odoo.addons.backoffice_base.rules.blocker import Blocker

NEEDS_REASON = ("suspended", "terminated")
CLOSERS = (
    "backoffice_base.group_supervisor",
    "backoffice_base.group_sales_manager",
    "backoffice_base.group_general_manager",
)


class SaleContractClosing(models.AbstractModel):
    _name = "sale.contract.closing"
    _description = "End of a Sales Contract"

    closing_reason = fields.Text(readonly=True, copy=False, tracking=True, groups="base.group_user")
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    filed_on = fields.Datetime(readonly=True, copy=False)
    can_close = fields.Boolean(compute="_compute_can_close")

    def _compute_can_close(self):
        may = any(self.env.user.has_group(group) for group in CLOSERS)
        for contract in self:
            contract.can_close = may

    # === BUTTONS === #

    def action_suspend(self, reason=None):
        """Take no more orders for the time being."""
        return self._close("suspended", reason)

    def action_resume(self):
        """Take orders again."""
        self._close("active", self.env._("Resumed"))

    def action_fulfil(self, reason=None):
        """Close a contract that is done, or by decision one that is not."""
        if not reason and all(not contract._get_open_points() for contract in self):
            reason = self.env._("Everything is delivered, invoiced and collected.")
        return self._close("fulfilled", reason)

    def action_terminate(self, reason=None):
        """End the contract before its time."""
        return self._close("terminated", reason)

    def action_file(self):
        """Put the papers away: nothing is left to do."""
        self._move_to("filed")

    def _close(self, target, reason=None):
        reason = (reason or "").strip()
        if not reason:
            return self._ask_closing_reason(target)
        self.check_access("write")
        self._check_may_close(target)
        self._move_to(target, closing_reason=reason)
        return None

    def _check_may_close(self, target):
        """Raise unless the present user may bring the contracts to ``target``."""
        self._check_blockers(target)

    def _ask_closing_reason(self, target):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": "sale.contract.close",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_ids": self.ids, "default_target": target},
        }

    # === GUARDS === #

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for contract in self:
            if target in NEEDS_REASON or (target == "fulfilled" and contract._get_open_points()):
                blockers[contract.id] += contract._closer_blockers()
            if target == "active" and contract.state in NEEDS_REASON:
                blockers[contract.id] += contract._closer_blockers()
            if target == "filed" and contract.needs_scan and not contract.scan_ids:
                blockers[contract.id].append(Blocker("no_scan", self.env._("Attach the signed scan.")))
        return blockers

    def _closer_blockers(self):
        if any(self.env.user.has_group(group) for group in CLOSERS):
            return []
        reason = self.env._("A supervisor or the sales manager decides on this.")
        return [Blocker("no_authority", reason)]

    def _get_open_points(self):
        """Return what is left to deliver, to invoice or to collect, as steps of the missing list."""
        self.ensure_one()
        return [step for step in self._get_missing_steps()[self.id] if step.is_open_point]

    def _prepare_move_vals(self, target):
        vals = super()._prepare_move_vals(target)
        now = fields.Datetime.now()
        if target in ("suspended", "fulfilled", "terminated"):
            vals |= {"closed_by_id": self.env.uid, "closed_on": now}
        elif target == "active":
            vals |= {"closed_by_id": False, "closed_on": False}
        elif target == "filed":
            vals |= {"filed_by_id": self.env.uid, "filed_on": now}
        return vals

    def _get_guarded_fields(self):
        closing = {"closing_reason", "closed_by_id", "closed_on", "filed_by_id", "filed_on"}
        return super()._get_guarded_fields() | closing
