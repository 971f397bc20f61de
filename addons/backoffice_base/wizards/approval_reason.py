"""Asks why: a rejection or a revocation always has a reason."""

from odoo import fields, models
from odoo.exceptions import UserError


class ApprovalReject(models.TransientModel):
    _name = "backoffice.approval.reject"
    _description = "Reason for a Refusal"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    decision = fields.Selection(
        [("rejected", "Reject"), ("revoked", "Revoke")], required=True, readonly=True, default="rejected"
    )
    reason = fields.Text(required=True, help="The requester reads this, and it stays on record.")

    def action_confirm(self):
        """Take the decision on the documents the wizard was opened from."""
        self.ensure_one()
        documents = self.env.get(self.res_model)
        if not isinstance(documents, self.env.registry["backoffice.approval.mixin"]):
            raise UserError(self.env._("Open the document and use its buttons."))
        documents.browse(self.res_ids)._decide(self.decision, self.reason)
