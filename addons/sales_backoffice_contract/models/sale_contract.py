"""銷售契約: what was agreed with a customer, for one order or for a series of call-offs."""

from odoo import api, fields, models

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin


class SaleContract(models.Model):
    _name = "sale.contract"
    _description = "Sales Contract"
    _inherit = ["backoffice.approval.mixin"]
    _order = "date_signed desc, id desc"
    _check_company_auto = True

    _flow = {
        **ApprovalMixin._flow,
        "draft": ("submitted", "approved", "rejected", "revoked"),
        "active": ("approved", "suspended", "fulfilled"),
        "suspended": ("active",),
        "fulfilled": ("active", "suspended"),
        "terminated": ("approved", "active", "suspended"),
        "filed": ("fulfilled", "terminated"),
        "applied": ("approved",),
    }
    _approval_kind = "sale_contract"
    _approval_valid_states = ("approved", "active", "suspended", "fulfilled", "filed", "applied")

    name = fields.Char("Number", required=True, copy=False, default=lambda self: self.env._("New"))
    external_number = fields.Char("Customer's Number", copy=False, tracking=True)
    title = fields.Char(tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("submitted", "To Review"),
            ("approved", "To Sign"),
            ("active", "Active"),
            ("suspended", "Suspended"),
            ("fulfilled", "Fulfilled"),
            ("filed", "Filed"),
            ("terminated", "Terminated"),
            ("applied", "Applied"),
            ("rejected", "Rejected"),
            ("revoked", "Revoked"),
        ],
        ondelete=dict.fromkeys(
            ("active", "suspended", "fulfilled", "filed", "terminated", "applied"), "cascade"
        ),
    )
    kind = fields.Selection(
        [("single", "Single order"), ("framework", "Framework")],
        required=True,
        default="single",
        tracking=True,
    )
    amended_id = fields.Many2one(
        "sale.contract",
        "Amends",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="This is an amendment: once signed it changes that contract. It takes no orders of its own.",
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, tracking=True)
    commercial_partner_id = fields.Many2one(
        "res.partner", related="partner_id.commercial_partner_id", string="Company of the Customer", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    pricelist_id = fields.Many2one("product.pricelist", check_company=True)
    user_id = fields.Many2one(
        "res.users", "Salesperson", default=lambda self: self.env.user, index=True, tracking=True
    )
    assistant_id = fields.Many2one("res.users", "Assistant", tracking=True)
    date_signed = fields.Date("Signed On", copy=False, tracking=True)
    valid_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    valid_to = fields.Date("Valid Until", tracking=True, help="Last day on which it can be used.")
    payment_term_id = fields.Many2one("account.payment.term", "Payment Terms", check_company=True, tracking=True)
    deposit_percent = fields.Float("Deposit %", help="Share of the total to be paid in advance.")
    deposit_amount = fields.Monetary("Deposit")
    amount_cap = fields.Monetary(help="Most that may be called off in all, taxes included. 0: no cap.")
    amount_untaxed = fields.Monetary("Untaxed Amount", compute="_compute_amounts", store=True)
    amount_tax = fields.Monetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary("Total", compute="_compute_amounts", store=True)
    line_ids = fields.One2many("sale.contract.line", "contract_id", "Lines", copy=True)
    order_ids = fields.One2many("sale.order", "contract_id", "Orders", copy=False)

    @api.depends("line_ids.price_subtotal", "line_ids.price_total")
    def _compute_amounts(self):
        for contract in self:
            contract.amount_untaxed = sum(contract.line_ids.mapped("price_subtotal"))
            contract.amount_total = sum(contract.line_ids.mapped("price_total"))
            contract.amount_tax = contract.amount_total - contract.amount_untaxed

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        for contract in contracts:
            if contract.name in (False, "", self.env._("New"), "New"):
                sequence = self.env["ir.sequence"].with_company(contract.company_id)
                contract.name = sequence.next_by_code("sale.contract") or self.env._("New")
        return contracts
