"""What is under an answer: the seal, its scan, and where the original is."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.answer_seals import SEALS, seal_counts
from .answer_entry import decoded


class ReconciliationAnswerSeal(models.TransientModel):
    _name = "reconciliation.answer.seal"
    _description = "Record the Seal of an Answer"

    letter_id = fields.Many2one("reconciliation.letter", required=True, readonly=True)
    answer_id = fields.Many2one(related="letter_id.answer_id")
    scan_ids = fields.Many2many(related="letter_id.answer_id.scan_ids", string="Scans Here")
    seal_kind = fields.Selection(list(SEALS), "Seal", required=True)
    counts = fields.Boolean(compute="_compute_counts")
    scan = fields.Binary(attachment=False)
    scan_name = fields.Char()
    original_received = fields.Boolean("Original Is Here")
    original_on = fields.Date("Received On", default=fields.Date.context_today)
    original_place = fields.Char("Kept At")

    @api.depends("seal_kind")
    def _compute_counts(self):
        for wizard in self:
            wizard.counts = seal_counts(wizard.seal_kind)

    def action_record(self):
        self.ensure_one()
        original = (False, False)
        if self.original_received:
            if not self.original_on or not self.original_place:
                raise UserError(self.env._("Say when the original came and where it is kept."))
            original = (self.original_on, self.original_place)
        scans = [decoded(self.scan, self.env)] if self.scan else []
        self.letter_id._record_seal(self.seal_kind, scans, *original)
        return {"type": "ir.actions.act_window_close"}
