"""A written reason for a difference between the sales ledger and the general ledger, agreed to by a second person."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.backoffice_base.rules.blocker import Blocker

DECIDERS = "sales_backoffice_ledger.group_ledger_accountant"


class SalesLedgerExplanation(models.Model):
    _name = "sales.ledger.explanation"
    _description = "Explanation of a Ledger Difference"
    _inherit = ["backoffice.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "reason"
    _check_company_auto = True

    _flow = {"approved": ("draft",), "withdrawn": ("draft", "approved"), "draft": ("withdrawn",)}
    _flow_locked_fields = ("company_id", "account_id", "partner_id", "amount", "date", "reason", "move_id")

    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("withdrawn", "Withdrawn")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "account.account",
        "Receivable Account",
        required=True,
        index=True,
        check_company=True,
        domain=[("account_type", "=", "asset_receivable")],
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index=True,
        help="Empty explains entries that name no partner.",
    )
    amount = fields.Monetary(required=True, tracking=True, help="General ledger less sales ledger, signed.")
    date = fields.Date(
        "From",
        required=True,
        default=fields.Date.context_today,
        help="Counts in the tie-out of this day and later.",
    )
    date_to = fields.Date(
        "Until", help="Last day on which it counts: the day before the correction is booked."
    )
    reason = fields.Text(required=True, tracking=True)
    move_id = fields.Many2one(
        "account.move",
        "Document",
        index="btree_not_null",
        check_company=True,
        help="The entry that shows it.",
    )
    prepared_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        required=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    can_approve = fields.Boolean(compute="_compute_can_approve")

    _days_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date)", "The explanation ends before it begins."
    )
    _amount_not_zero = models.Constraint("CHECK (amount != 0)", "There is nothing to explain in zero.")

    @api.model
    def _get_guarded_fields(self):
        # EXTENDS backoffice_base
        return super()._get_guarded_fields() | {"approved_by_id", "approved_on"}

    @api.model_create_multi
    def create(self, vals_list):
        # who prepared it decides who may not approve it: never what a client says
        return super().create([{**vals, "prepared_by_id": self.env.uid} for vals in vals_list])

    def write(self, vals):
        # EXTENDS backoffice_base
        if "prepared_by_id" in vals:
            raise AccessError(self.env._("Who prepared the explanation stays on record."))
        reworded = set(self._flow_locked_fields) | {"date_to"}
        if not reworded & vals.keys():
            return super().write(vals)
        if "date_to" in vals:
            self._check_only_shortened(fields.Date.to_date(vals["date_to"]))
        # who words it last has prepared it: somebody else agrees to it
        drafts = self.filtered(lambda explanation: explanation.state == "draft")
        if drafts:
            super(SalesLedgerExplanation, drafts).write({**vals, "prepared_by_id": self.env.uid})
        return super(SalesLedgerExplanation, self - drafts).write(vals)

    def _check_only_shortened(self, day):
        """Raise where an approved explanation would count longer than was agreed to."""
        longer = self.filtered(
            lambda explanation: (
                explanation.state == "approved"
                and (not day or (explanation.date_to and day > explanation.date_to))
            )
        )
        if longer:
            raise UserError(
                self.env._(
                    "An approved explanation may end earlier, not later: withdraw it and have a new one approved."
                )
            )

    @api.depends("state", "prepared_by_id")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for explanation in self:
            blockers = (
                explanation._get_move_blockers("approved")[explanation.id] if explanation.id else [True]
            )
            explanation.can_approve = not blockers

    def _blockers(self, target):
        # EXTENDS backoffice_base
        blockers = super()._blockers(target)
        if target == "approved":
            for explanation in self:
                blockers[explanation.id] += explanation._approval_blockers()
        return blockers

    def _approval_blockers(self):
        if not self.env.user.has_group(DECIDERS):
            return [Blocker("no_authority", self.env._("An accountant or the general manager approves it."))]
        if self.env.user in (self.prepared_by_id, self.create_uid):
            return [Blocker("own_request", self.env._("A second person has to approve what you prepared."))]
        return []

    def _prepare_move_vals(self, target):
        # EXTENDS backoffice_base
        vals = super()._prepare_move_vals(target)
        if target == "approved":
            return vals | {"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        return vals | {"approved_by_id": False, "approved_on": False} if target == "draft" else vals

    def action_approve(self):
        """Agree that this explains the difference."""
        self._move_to("approved")

    def action_withdraw(self):
        """Take the explanation out of the tie-out; it stays on record."""
        self._move_to("withdrawn")

    def action_draft(self):
        """Work on it again."""
        self._move_to("draft")
