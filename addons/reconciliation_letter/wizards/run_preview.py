"""Whom a month-end run would write to, before it starts."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.rules.periods import due_day, period_of

from ..const import KINDS


class ReconciliationRunPreview(models.TransientModel):
    _name = "reconciliation.run.preview"
    _description = "Preview of a Reconciliation Run"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default=lambda self: self._get_default_kind())
    cutoff = fields.Date(
        "Cut-off",
        compute="_compute_cutoff",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The last day the letters count.",
    )
    is_between = fields.Boolean(compute="_compute_is_between")
    period_start = fields.Date(
        "From",
        compute="_compute_period",
        store=True,
        readonly=False,
        required=True,
        help="The first day whose movements are listed.",
    )
    reply_by = fields.Date(
        compute="_compute_period",
        store=True,
        readonly=False,
        required=True,
        help="The day by which the partners should have answered.",
    )
    demand = fields.Boolean(
        "Demand Clause",
        default=lambda self: self.env.company.letter_demand,
        help="Letters also ask for payment of what is overdue, less what is paid in advance.",
    )
    partner_count = fields.Integer("Letters to Make", compute="_compute_preview")
    done_count = fields.Integer("Letters There Already", compute="_compute_preview")
    amount_positive = fields.Monetary(
        "They Owe", compute="_compute_preview", help="Sum of the balances above zero."
    )
    amount_negative = fields.Monetary(
        "We Owe", compute="_compute_preview", help="Sum of the balances below zero."
    )
    no_email_count = fields.Integer("Without E-mail", compute="_compute_preview")
    exclusion_ids = fields.Many2many(
        "reconciliation.exclusion",
        string="Excluded",
        compute="_compute_preview",
        help="Who is left out, and why.",
    )

    @api.model
    def _get_default_kind(self):
        receivable = self.env.user.has_group("reconciliation_letter.group_letter_receivable")
        return "receivable" if receivable else "payable"

    @api.depends("kind", "company_id")
    def _compute_cutoff(self):
        """Propose the last month, or the last quarter where letters are written quarterly."""
        for preview in self:
            company = preview.company_id or self.env.company
            if preview.cutoff and company._wants_letters(preview.kind, preview.cutoff):
                continue
            today = company._get_company_day()
            preview.cutoff = company._get_letter_period(preview.kind, today).previous().end

    @api.depends("cutoff", "kind", "company_id")
    def _compute_is_between(self):
        for preview in self:
            known = preview.cutoff and preview.kind and preview.company_id
            preview.is_between = bool(known) and not preview.company_id._wants_letters(
                preview.kind, preview.cutoff
            )

    @api.depends("cutoff", "kind", "company_id")
    def _compute_period(self):
        for preview in self:
            company = preview.company_id
            day = company.letter_payable_day if preview.kind == "payable" else company.letter_receivable_day
            preview.period_start = preview._get_period_start()
            preview.reply_by = preview.cutoff and due_day(preview.cutoff, day or 31)

    def _get_period_start(self):
        """A letter between two quarters covers its month."""
        if not self.cutoff:
            return False
        every = "month" if self.is_between else self.company_id[f"letter_{self.kind}_every"]
        return period_of(self.cutoff, every).start

    @api.depends("cutoff", "kind", "company_id", "period_start")
    def _compute_preview(self):
        for preview in self:
            preview.update(preview._get_preview_vals())

    def _get_preview_vals(self):
        empty = dict.fromkeys(("partner_count", "done_count", "amount_positive", "amount_negative"), 0)
        if not (self.cutoff and self.period_start and self.company_id and self.kind):
            return {**empty, "no_email_count": 0, "exclusion_ids": False}
        self._check_kind()
        snapshot = self.env["reconciliation.snapshot"].sudo()  # sums only, of the kind the person works on
        balances = snapshot._get_scope_balances(self.kind, self.company_id, self.period_start, self.cutoff)
        exclusions = self.env["reconciliation.exclusion"]._get_in_force(
            self.kind, self.company_id, self.cutoff
        )
        letters_sudo = self.env["reconciliation.letter"].sudo()  # a letter counts, whoever looks after it
        domain = letters_sudo._get_letter_domain(self.kind, self.company_id, self.cutoff)
        done_ids = set(letters_sudo.search_fetch(domain, ["partner_id"]).partner_id.ids)
        pending = balances.keys() - set(exclusions.partner_id.ids) - done_ids
        amounts = [balances[partner_id] for partner_id in pending]
        partners_sudo = self.env["res.partner"].sudo().browse(pending)  # how many can be mailed
        contacts_sudo = partners_sudo._get_letter_contacts()
        return {
            "partner_count": len(pending),
            "done_count": len(done_ids),
            "amount_positive": sum(amount for amount in amounts if amount > 0),
            "amount_negative": -sum(amount for amount in amounts if amount < 0),
            "no_email_count": sum(not contact.email for contact in contacts_sudo),
            "exclusion_ids": exclusions.filtered(lambda one: one.partner_id.id in balances).ids,
        }

    def _check_kind(self):
        if not self.env.su and not self.env.user.has_group(f"reconciliation_letter.group_letter_{self.kind}"):
            raise UserError(self.env._("You do not work on this kind of letter; choose the other one."))

    def action_run(self):
        """Start the run, or continue the one that is there; open it."""
        self.ensure_one()
        self._check_kind()
        batches = self.env["reconciliation.batch"]
        batch = batches.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("cutoff", "=", self.cutoff),
                ("state", "!=", "cancelled"),
            ]
        )
        if not batch:
            names = ("period_start", "cutoff", "reply_by", "demand", "kind")
            batch = batches.create({**{name: self[name] for name in names}, "company_id": self.company_id.id})
        batch.action_run()
        return {
            "type": "ir.actions.act_window",
            "res_model": "reconciliation.batch",
            "res_id": batch.id,
            "views": [(False, "form")],
        }
