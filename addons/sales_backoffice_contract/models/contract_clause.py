"""The clauses of one contract, as they will be signed."""

from odoo import api, fields, models

from ..rules.clauses import clause_number


class ContractClause(models.Model):
    _name = "sale.contract.clause"
    _description = "Clause of a Sales Contract"
    _inherit = ["sale.contract.part"]
    _order = "contract_id, sequence, id"

    contract_id = fields.Many2one("sale.contract", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    number = fields.Char("No.", compute="_compute_number")
    title = fields.Char(required=True)
    body = fields.Text(required=True)
    is_fixed = fields.Boolean(
        "Fixed", readonly=True, help="Fixed in the template: a change needs a higher approver."
    )
    template_key = fields.Integer(readonly=True, help="Ties the clause to the one of the template.")

    @api.depends("contract_id.clause_ids.sequence", "contract_id.lang")
    def _compute_number(self):
        for clause in self:
            siblings = clause.contract_id.clause_ids.sorted(
                lambda other: (other.sequence, other._origin.id or 2**31)
            )
            position = next(
                (at for at, other in enumerate(siblings, 1) if other == clause), len(siblings) + 1
            )
            clause.number = clause_number(position, clause.contract_id.lang)

    @api.depends("number", "title")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = f"{clause.number or ''} {clause.title or ''}".strip()
