"""What the partner says it owes, or is owed, in one currency."""

from odoo import api, fields, models


class ReconciliationAnswerBalance(models.Model):
    _name = "reconciliation.answer.balance"
    _description = "Balance of the Partner in One Currency"
    _inherit = ["reconciliation.recorded"]
    _order = "answer_id, id"

    answer_id = fields.Many2one(
        "reconciliation.answer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    section_id = fields.Many2one(
        "reconciliation.letter.section",
        "Part of the Letter",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="answer_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="section_id.currency_id")
    ours = fields.Monetary("Our Balance", readonly=True)
    theirs = fields.Monetary("Their Balance", readonly=True)
    difference = fields.Monetary(compute="_compute_difference", help="Their balance less ours.")

    @api.depends("ours", "theirs")
    def _compute_difference(self):
        for balance in self:
            balance.difference = balance.theirs - balance.ours
