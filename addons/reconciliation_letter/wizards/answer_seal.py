"""What is under an answer: the seal, its scan, and where the original is."""

from odoo import api, fields, models

from ..rules.answer_seals import SEALS, seal_counts


class ReconciliationAnswerSeal(models.TransientModel):
    _name = "reconciliation.answer.seal"
    _description = "Record the Seal of an Answer"
    _inherit = ["reconciliation.answer.original"]

    letter_id = fields.Many2one("reconciliation.letter", required=True, readonly=True)
    answer_id = fields.Many2one(related="letter_id.answer_id")
    scan_ids = fields.Many2many(related="letter_id.answer_id.scan_ids", string="Scans Here")
    seal_kind = fields.Selection(list(SEALS), "Seal", required=True)
    counts = fields.Boolean(compute="_compute_counts")

    @api.depends("seal_kind")
    def _compute_counts(self):
        for wizard in self:
            wizard.counts = seal_counts(wizard.seal_kind)

    def action_record(self):
        self.ensure_one()
        self.letter_id._record_seal(self.seal_kind, self._get_scans(), *self._get_original())
        return {"type": "ir.actions.act_window_close"}
