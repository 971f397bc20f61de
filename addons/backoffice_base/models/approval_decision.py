"""What was decided, by whom, on which figures: a log nobody rewrites."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

_BY_APPROVAL = object()  # compared by identity: no RPC client can send it

DECISIONS = [("approved", "Approved"), ("rejected", "Rejected"), ("revoked", "Revoked")]


class ApprovalDecision(models.Model):
    _name = "backoffice.approval.decision"
    _description = "Approval Decision"
    _order = "date desc, id desc"
    _rec_name = "res_name"

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field="res_model", required=True, readonly=True)
    res_name = fields.Char("Document", readonly=True, help="Name of the document when it was decided.")
    kind = fields.Selection(
        selection=lambda self: self.env["backoffice.approval.rule"]._get_kinds(), readonly=True
    )
    decision = fields.Selection(DECISIONS, required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Decided By", required=True, readonly=True, index=True)
    requested_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    date = fields.Datetime("Decided On", required=True, readonly=True)
    reason = fields.Text(readonly=True)
    rule_id = fields.Many2one("backoffice.approval.rule", readonly=True, ondelete="set null")
    group_id = fields.Many2one("res.groups", readonly=True, ondelete="set null")
    authority = fields.Char(
        readonly=True, help="The band and group by which the user could decide, as it then stood."
    )
    snapshot = fields.Json(readonly=True)
    lang = fields.Char("Language", readonly=True, help="In which the figures name choices and records.")
    snapshot_text = fields.Text("Figures", compute="_compute_snapshot_text", help="What was decided on.")
    fingerprint = fields.Char(readonly=True, help="Proof of the values that were decided on.")
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _document_idx = models.Index("(res_model, res_id)")

    @api.depends("snapshot", "res_model")
    def _compute_snapshot_text(self):
        for decision in self:
            lines = []
            for path, value in (decision.snapshot or {}).items():
                text = ", ".join(map(str, value)) if isinstance(value, list) else value
                lines.append(f"{decision._get_label(path)}: {text}")
            decision.snapshot_text = "\n".join(lines)

    def _get_label(self, path):
        """Return the label of a field of the document in the reader's language; other keys as they are."""
        model, labels = self.env.get(self.res_model), []
        for name in path.split("."):
            if model is None or name not in model._fields:
                return path
            labels.append(model._fields[name]._description_string(self.env))
            model = self.env.get(model._fields[name].comodel_name)
        return " / ".join(labels)

    def _get_announcement(self):
        """Return the sentence posted on the document."""
        self.ensure_one()
        parts = {"decision": dict(self._fields["decision"]._description_selection(self.env))[self.decision]}
        parts |= {"user": self.user_id.name, "reason": self.reason or ""}
        if not self.reason:
            return self.env._("%(decision)s by %(user)s.", **parts)
        return self.env._("%(decision)s by %(user)s: %(reason)s", **parts)

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("decision_token") is not _BY_APPROVAL:
            raise AccessError(self.env._("Decisions are recorded by the buttons of the document only."))
        return super().create(vals_list)

    def write(self, vals):
        self._check_unchanged()
        return super().write(vals)

    def _check_unchanged(self):
        raise AccessError(self.env._("A recorded decision is never changed; decide again instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A recorded decision is never deleted."))

    @api.model
    def _record(self, vals_list):
        """Append decisions. Only the approval mixin calls this, after it checked who decides."""
        decisions = self.sudo().with_context(decision_token=_BY_APPROVAL).create(vals_list)
        return self.sudo().browse(decisions.ids)  # the token goes no further

    def action_open_document(self):
        """Open the document the decision is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
