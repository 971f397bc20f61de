"""The customer: who assists, whether it is reminded of, how it keeps its word."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

EXEMPTION = ("reminder_exempt", "reminder_exempt_until", "reminder_exempt_reason")


class ResPartner(models.Model):
    _inherit = "res.partner"

    reminder_assistant_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Is reminded of payments due beside the salesperson.",
    )
    reminder_exempt = fields.Boolean(
        "No Reminders", tracking=True, help="Nobody is reminded of what this customer owes."
    )
    reminder_exempt_until = fields.Date("No Reminders Until", tracking=True, help="Empty: for good.")
    reminder_exempt_reason = fields.Char("Why No Reminders", tracking=True)
    reminder_kept_ratio = fields.Float(
        "Promises Kept",
        compute="_compute_reminder_kept",
        compute_sudo=True,
        help="Of the promises whose day is over, how many were kept in full.",
    )
    reminder_promise_count = fields.Integer(compute="_compute_reminder_kept", compute_sudo=True)

    @api.depends_context("allowed_company_ids")
    @api.depends("commercial_partner_id")
    def _compute_reminder_kept(self):
        found = self.env["reminder.promise.book"]._get_kept(self._origin)
        for partner in self:
            kept, judged = found.get(partner.commercial_partner_id._origin.id, (0, 0))
            partner.reminder_promise_count = judged
            partner.reminder_kept_ratio = kept / judged if judged else 0.0

    @api.constrains(*EXEMPTION)
    def _check_reminder_exempt(self):
        if any(partner.reminder_exempt and not partner.reminder_exempt_reason for partner in self):
            raise ValidationError(self.env._("Say why this customer is not reminded of."))

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["reminder_assistant_id", *EXEMPTION]

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: however it is filled in, defaults of the context included
        partners = super().create(vals_list)
        if partners.sudo().filtered("reminder_exempt"):
            self._check_may_exempt()
        return partners

    def write(self, vals):
        # EXTENDS base
        if any(name in vals for name in EXEMPTION):
            self._check_may_exempt()
        return super().write(vals)

    @api.model
    def _check_may_exempt(self):
        is_manager = self.env.user.has_group("payment_reminder.group_reminder_manager")
        if not is_manager and not self.env.su:
            raise AccessError(
                self.env._("Only a supervisor or accountant decides whom nobody is reminded of.")
            )

    def action_open_reminders(self):
        """Show what was told and answered about this customer."""
        self.ensure_one()
        return self.env["reminder.log"]._open([("partner_id", "=", self.commercial_partner_id.id)])

    def action_open_promises(self):
        """Show what the customer promised."""
        self.ensure_one()
        return self.env["reminder.promise.book"]._open(
            [("partner_id", "child_of", self.commercial_partner_id.id)]
        )
