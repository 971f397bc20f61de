"""A month-end run: the letters of one company, one kind and one cut-off."""

from odoo import fields, models

from ..const import KINDS


class ReconciliationBatch(models.Model):
    _name = "reconciliation.batch"
    _description = "Reconciliation Run"
    _inherit = ["backoffice.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cutoff desc, kind, id desc"
    _check_company_auto = True

    _flow = {
        "running": ("draft", "done"),
        "done": ("running",),
        "cancelled": ("draft", "running"),
    }
    _flow_locked_fields = {"company_id": (), "kind": (), "cutoff": (), "period_start": (), "reply_by": ()}

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, default="receivable", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    cutoff = fields.Date("Cut-off", required=True, help="The last day the letters count.")
    period_start = fields.Date("From", required=True, help="The first day whose movements are listed.")
    reply_by = fields.Date(required=True, help="The day by which the partners should have answered.")
    demand = fields.Boolean("Demand Clause", help="Letters with overdue amounts also ask for their payment.")
    letter_ids = fields.One2many("reconciliation.letter", "batch_id", "Letters", readonly=True)
    total = fields.Integer("Partners in Scope", readonly=True, copy=False)
    done = fields.Integer("Letters Made", readonly=True, copy=False)

    _cutoff_uniq = models.UniqueIndex(
        "(company_id, kind, cutoff) WHERE state != 'cancelled'",
        "There is already a run of this kind for this cut-off; continue that one.",
    )
