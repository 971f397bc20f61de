"""Who gets no letter for a time, why, and who agreed."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import KINDS


class ReconciliationExclusion(models.Model):
    _name = "reconciliation.exclusion"
    _description = "Exclusion from Reconciliation Letters"
    _inherit = ["backoffice.approval.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _approval_kind = "reconciliation_exclusion"
    _approval_covered_fields = ("partner_id", "kind", "date_from", "date_to", "reason")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        tracking=True,
        domain="[('parent_id', '=', False)]",
        check_company=True,
    )
    kind = fields.Selection(KINDS, required=True, default="receivable", tracking=True)
    date_from = fields.Date(
        "From",
        required=True,
        tracking=True,
        help="The first cut-off without a letter.",
        default=fields.Date.context_today,
    )
    date_to = fields.Date("To", required=True, tracking=True, help="The last cut-off without a letter.")
    reason = fields.Text(required=True, help="Why the partner gets no letter.")

    @api.depends("partner_id", "date_from", "date_to")
    def _compute_display_name(self):
        for exclusion in self:
            days = f"{exclusion.date_from or ''}–{exclusion.date_to or ''}"
            exclusion.display_name = f"{exclusion.partner_id.name or ''} {days}".strip()

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        if any(exclusion.date_from > exclusion.date_to for exclusion in self):
            raise ValidationError(self.env._("An exclusion ends after it begins."))

    @api.constrains("partner_id")
    def _check_commercial_partner(self):
        if any(exclusion.partner_id != exclusion.partner_id.commercial_partner_id for exclusion in self):
            raise ValidationError(self.env._("A company is excluded, not its contact."))

    @api.model
    def _get_in_force(self, kind, company, cutoff):
        """Return the approved exclusions (superuser) that cover a cut-off."""
        return self._get_approved(
            [
                ("kind", "=", kind),
                ("company_id", "=", company.id),
                ("date_from", "<=", cutoff),
                ("date_to", ">=", cutoff),
            ]
        )

    @api.model
    def _get_approved(self, domain=()):
        """Return the exclusions (superuser) whose approval holds: nothing it covers changed since."""
        exclusions_sudo = self.sudo()  # whoever runs or counts letters leaves out what was agreed
        return exclusions_sudo.search([("state", "=", "approved"), *domain]).filtered("approval_valid")

    @api.model
    def _get_excluded(self, kind, company, cutoff):
        """Return the commercial partners that get no letter for a cut-off."""
        return self.env["res.partner"].browse(self._get_in_force(kind, company, cutoff).partner_id.ids)
