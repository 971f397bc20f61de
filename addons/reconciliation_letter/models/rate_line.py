"""One partner of a frozen rate: what had become of its letter at the deadline."""

from odoo import api, fields, models


class ReconciliationRateLine(models.Model):
    _name = "reconciliation.rate.line"
    _description = "Partner of a Frozen Rate"
    _inherit = ["reconciliation.recorded"]
    _order = "rate_id, id"
    _rec_name = "partner_id"

    rate_id = fields.Many2one(
        "reconciliation.rate", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="rate_id.company_id", store=True, index=True)
    kind = fields.Selection(related="rate_id.kind", store=True)
    partner_id = fields.Many2one("res.partner", required=True, readonly=True, index=True, ondelete="restrict")
    letter_id = fields.Many2one("reconciliation.letter", readonly=True, index=True, ondelete="restrict")
    remark = fields.Char(compute="_compute_remark", help="Whether the partner had a letter at all.")
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    assistant_id = fields.Many2one("res.users", readonly=True)
    sent = fields.Integer(readonly=True)
    replied = fields.Integer("Answered", readonly=True)
    completed = fields.Integer(readonly=True)

    _partner_uniq = models.Constraint("UNIQUE (rate_id, partner_id)", "A partner counts once.")

    @api.depends("letter_id")
    def _compute_remark(self):
        for line in self:
            line.remark = False if line.letter_id else self.env._("No letter")
