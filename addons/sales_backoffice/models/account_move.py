"""What invoices tell the credit figures, and the core credit banner kept in step with them."""

from odoo import api, fields, models
from odoo.tools import format_amount


class AccountMove(models.Model):
    _inherit = "account.move"

    statement_signed_date = fields.Date(
        "Statement Signed On",
        copy=False,
        tracking=True,
        help="Day the customer signed the statement with this invoice: the credit term starts there for customers "
        "whose term says so. Until then it starts on the invoice date.",
    )
    credit_note_effect = fields.Selection(
        [
            ("auto", "By Price"),
            ("quantity", "Quantity: returned or invoiced again"),
            ("price", "Price allowance only"),
        ],
        "Effect on Quantities",
        default="auto",
        tracking=True,
        help="Whether this credit note makes the delivered quantity uninvoiced again. By price: lines at less than "
        "half of the ordered price are an allowance and leave the quantity invoiced.",
    )
    # EXTENDS account: without payment rights, counting them kept salespeople from opening their own invoices
    payment_count = fields.Integer(compute_sudo=True)
    credit_dispute_ids = fields.One2many(
        "credit.dispute", "move_id", "Disputes", groups="sales_backoffice.group_credit_reader", copy=False
    )
    credit_dispute_id = fields.Many2one(
        "credit.dispute", compute="_compute_credit_dispute", string="Open Dispute", compute_sudo=True
    )
    credit_dispute_state = fields.Selection(
        lambda self: self.env["credit.dispute"]._fields["state"]._description_selection(self.env),
        compute="_compute_credit_dispute",
        string="Dispute Status",
        compute_sudo=True,
    )
    credit_can_dispute = fields.Boolean(compute="_compute_credit_dispute", compute_sudo=True)

    @api.depends("credit_dispute_ids.state", "state", "move_type", "payment_state")
    def _compute_credit_dispute(self):
        for move in self:
            dispute = move.credit_dispute_ids.filtered(
                lambda dispute: dispute.state in ("draft", "submitted", "approved")
            )[:1]
            unpaid = move.state == "posted" and move.payment_state not in ("paid", "reversed")
            move.credit_dispute_id = dispute
            move.credit_dispute_state = dispute.state
            move.credit_can_dispute = move.move_type == "out_invoice" and unpaid and not dispute

    @api.depends("company_id", "partner_id", "tax_totals", "currency_id")
    def _compute_partner_credit_warning(self):
        # EXTENDS account: where a credit profile exists, its figures are the only ones shown
        result = super()._compute_partner_credit_warning()
        invoices = self.filtered(
            lambda move: (
                move.state == "draft" and move.move_type == "out_invoice" and move.commercial_partner_id
            )
        )
        pairs = {move: (move.commercial_partner_id, move.company_id.root_id) for move in invoices}
        applicable = self.env["credit.profile"].sudo()._get_applicable(set(pairs.values()))
        figures = self.env["credit.profile"].sudo().union(*applicable.values())._get_figures()
        for move, pair in pairs.items():
            if applicable[pair]:
                move.partner_credit_warning = move._get_credit_warning(applicable[pair], figures)
        return result

    def _get_credit_warning(self, profiles, figures):
        """Return a banner when a profile of the customer is used up; never a reason not to invoice."""
        self.ensure_one()
        if not self.company_id.root_id.sudo().credit_control:
            return ""
        over = profiles.filtered(lambda profile: figures[profile.id].available < 0)
        return "\n".join(
            self.env._(
                "%(holder)s is over its credit limit by %(excess)s. Goods already delivered are invoiced all the same.",
                holder=profile.holder_name,
                excess=format_amount(self.env, -figures[profile.id].available, profile.currency_id),
            )
            for profile in over
        )

    def action_dispute_receivable(self):
        """Ask that this invoice is left out of the overdue test."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispute"),
            "res_model": "credit.dispute",
            "view_mode": "form",
            "context": {"default_move_id": self.id},
        }
