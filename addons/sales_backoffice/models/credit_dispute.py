"""A receivable the customer contests: approved, it does not count as overdue until settled."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.backoffice_base.rules.blocker import Blocker

from .approval_rule import APPROVAL_STATES


class CreditDispute(models.Model):
    _name = "credit.dispute"
    _description = "Disputed Receivable"
    _inherit = ["backoffice.approval.mixin"]
    _order = "id desc"
    _rec_name = "move_id"
    _check_company_auto = True

    _flow = {
        "draft": ("submitted", "rejected"),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "rejected": ("submitted",),
        "revoked": ("approved",),
        "settled": ("approved",),
    }
    _approval_kind = "credit_dispute"
    _approval_covered_fields = ("move_id", "reason_kind", "date_to", "note")

    state = fields.Selection(
        selection_add=[*APPROVAL_STATES, ("settled", "Settled")], ondelete={"settled": "cascade"}
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("move_type", "=", "out_invoice"), ("state", "=", "posted")],
        tracking=True,
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="move_id.commercial_partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount_residual = fields.Monetary(related="move_id.amount_residual", string="Open Amount")
    reason_kind = fields.Selection(
        [
            ("quality", "Quality claim"),
            ("quantity", "Quantity difference"),
            ("price", "Price difference"),
            ("statement", "Statement does not agree"),
            ("other", "Other"),
        ],
        "Reason",
        required=True,
        default="quality",
        tracking=True,
    )
    note = fields.Text("Evidence", help="What the customer contests and what proves it.")
    date_to = fields.Date("Until", tracking=True, help="Afterwards the receivable counts as overdue again.")
    resolution = fields.Text()

    _one_open = models.UniqueIndex(
        "(move_id) WHERE state IN ('draft', 'submitted', 'approved')", "This invoice is disputed already."
    )

    @api.constrains("move_id")
    def _check_move(self):
        for dispute in self:
            move_sudo = dispute.move_id.sudo()
            if move_sudo.move_type != "out_invoice" or move_sudo.state != "posted":
                raise ValidationError(self.env._("Only a posted customer invoice can be disputed."))

    def _approval_measure(self):
        self.ensure_one()
        return {"amount": abs(self.move_id.sudo().amount_residual_signed)}

    def _approval_forbidden_users(self):
        # EXTENDS backoffice_base
        forbidden = super()._approval_forbidden_users()
        dispute_sudo = self.sudo()
        return forbidden | dispute_sudo.partner_id.user_id | dispute_sudo.move_id.invoice_user_id

    def _submit_blockers(self):
        # EXTENDS backoffice_base
        blockers = super()._submit_blockers()
        for dispute in self.filtered(lambda dispute: not (dispute.note or "").strip()):
            blockers[dispute.id].append(Blocker("no_evidence", self.env._("Describe the evidence.")))
        return blockers

    def action_settle(self):
        """Close the dispute: the receivable counts again."""
        self._move_to("settled")
