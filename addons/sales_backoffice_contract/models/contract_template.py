"""The standard wording contracts start from."""

from odoo import api, fields, models


class ContractTemplate(models.Model):
    """Numbered clauses, each in every language; contracts copy them in the language of their customer."""

    _name = "sale.contract.template"
    _description = "Contract Template"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    kind = fields.Selection(
        [("single", "Single order"), ("framework", "Framework")],
        help="Kind of contract it is meant for. Empty: for both.",
    )
    version = fields.Integer(
        readonly=True, copy=False, default=1, help="Counts the changes of the wording; contracts name theirs."
    )
    clause_ids = fields.One2many("sale.contract.template.clause", "template_id", "Clauses", copy=True)
    clause_count = fields.Integer(compute="_compute_clause_count")
    note = fields.Text("Instructions", help="For whoever drafts a contract; never printed.")

    @api.depends("clause_ids")
    def _compute_clause_count(self):
        counts = dict(
            self.env["sale.contract.template.clause"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.clause_count = counts.get(template._origin, 0)

    def _do_raise_version(self):
        for template in self:
            template.version += 1


class ContractTemplateClause(models.Model):
    _name = "sale.contract.template.clause"
    _description = "Clause of a Contract Template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("sale.contract.template", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    title = fields.Char(required=True, translate=True)
    body = fields.Text(
        required=True,
        translate=True,
        help="Blanks such as {customer}, {payment_terms}, {delivery_terms} or {deposit} are filled in on the contract.",
    )
    is_fixed = fields.Boolean(
        "Fixed",
        default=True,
        help="A contract that changes a fixed clause needs a higher approver; others may be negotiated.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        clauses = super().create(vals_list)
        clauses.template_id._do_raise_version()
        return clauses

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"title", "body", "is_fixed", "sequence", "template_id"}:
            self.template_id._do_raise_version()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_raises_version(self):
        self.template_id._do_raise_version()
