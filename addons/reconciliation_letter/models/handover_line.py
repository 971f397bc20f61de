"""One confirmed letter on a hand-over list."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReconciliationHandoverLine(models.Model):
    _name = "reconciliation.handover.line"
    _description = "Letter on a Hand-over List"
    _order = "handover_id, id"
    _rec_name = "letter_id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        "reconciliation.handover", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    letter_id = fields.Many2one(
        "reconciliation.letter",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('kind', '=', 'payable'), ('completed_on', '!=', False), ('handover_line_ids', '=', False), "
        "('state', 'not in', ('cancelled', 'superseded'))]",
    )
    partner_id = fields.Many2one(related="letter_id.partner_id")
    currency_id = fields.Many2one(related="letter_id.currency_id")
    closing = fields.Monetary(related="letter_id.closing")
    seal_kind = fields.Selection(related="letter_id.seal_kind")
    completed_on = fields.Date(related="letter_id.completed_on")
    original_on = fields.Date(related="letter_id.original_on")
    original_place = fields.Char(related="letter_id.answer_id.original_place")
    is_late = fields.Boolean("Late", compute="_compute_is_late", help="Confirmed after the day it was due.")

    _letter_uniq = models.Constraint("UNIQUE (letter_id)", "This letter is on a hand-over list already.")

    @api.depends("letter_id.completed_on", "handover_id.due_on")
    def _compute_is_late(self):
        for line in self:
            done, due = line.letter_id.completed_on, line.handover_id.due_on
            line.is_late = bool(done and due and done > due)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        for line in lines:
            handover, letter = line.handover_id, line.letter_id
            if letter.kind != "payable" or letter.cutoff != handover.cutoff:
                raise UserError(
                    self.env._(
                        "%(letter)s is not a supplier letter of this cut-off.", letter=letter.display_name
                    )
                )
        return lines

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_from_draft(self):
        self._check_draft()

    def _check_draft(self):
        if any(line.handover_id.state != "draft" for line in self):
            raise UserError(self.env._("A list that is handed over does not change; take it back first."))
