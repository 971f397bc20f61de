"""銷售契約: what was agreed with a customer, for one order or for a series of call-offs."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin
from odoo.addons.backoffice_base.rules.blocker import Blocker

from .contract_covered import CLAUSE_TERMS, LINE_TERMS, TERMS

UNDER_WAY = ("submitted", "approved", "active", "suspended", "fulfilled")


class SaleContract(models.Model):
    _name = "sale.contract"
    _description = "Sales Contract"
    # the parts first: they extend the approval
    _inherit = [
        "sale.contract.terms",
        "sale.contract.wording",
        "sale.contract.confirming",
        "sale.contract.pricing",
        "sale.contract.amendment",
        "sale.contract.closing",
        "sale.contract.signing",
        "sale.contract.progress",
        "sale.contract.timeline",
        "sale.contract.missing",
        "sale.contract.expiry",
        "credit.kept.fields",
        "backoffice.approval.mixin",
    ]
    _order = "date_signed desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "external_number", "title", "partner_id"]

    _flow = {
        **ApprovalMixin._flow,
        "draft": ("submitted", "rejected", "revoked"),
        "active": ("approved", "suspended", "fulfilled"),
        "suspended": ("active",),
        "fulfilled": ("active", "suspended"),
        "terminated": ("approved", "active", "suspended"),
        "filed": ("fulfilled", "terminated"),
        "applied": ("approved",),
    }
    _flow_locked_fields = {
        "date_signed": ("submitted", "approved"),
        "kind": (),
        "name": (),
        "pricelist_id": (),
        "template_id": (),
    }
    _credit_kept = frozenset(
        {
            "commercial_partner_id",
            "amount_untaxed",
            "amount_tax",
            "amount_total",
            "deviation_count",
            "fixed_deviation_count",
            "call_guard",
        }
    )
    _approval_kind = "sale_contract"
    _approval_valid_states = ("approved", "active", "suspended", "fulfilled", "filed", "applied")
    _approval_covered_fields = (
        "kind",
        "partner_id",
        "currency_id",
        *TERMS,
        *(f"line_ids.{name}" for name in LINE_TERMS),
        *(f"clause_ids.{name}" for name in CLAUSE_TERMS),
    )

    name = fields.Char("Number", copy=False, tracking=True, help="Empty: the next number of the company.")
    external_number = fields.Char(
        "Customer's Number", copy=False, tracking=True, help="The number the customer gave the contract."
    )
    title = fields.Char("Subject", help="What the contract is about, as printed on it.")
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
            ("applied", "In Force as Amendment"),
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
        help="A framework is called off by several orders within its validity.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, check_company=True, tracking=True
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        related="partner_id.commercial_partner_id",
        string="Customer Company",
        store=True,
        index=True,
        help="Orders of any of its contacts may call the contract off.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", check_company=True, help="Gives the contract and its orders their currency."
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Salesperson",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        tracking=True,
    )
    assistant_id = fields.Many2one("res.users", tracking=True, help="Looks after the papers.")
    date_signed = fields.Date("Signed On", copy=False, tracking=True)
    valid_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    valid_to = fields.Date(
        "Valid Until",
        tracking=True,
        help="Last day on which the contract may be called off; empty: open-ended.",
    )
    line_ids = fields.One2many("sale.contract.line", "contract_id", "Lines", copy=True)
    order_ids = fields.One2many("sale.order", "contract_id", "Orders", copy=False)
    amount_untaxed = fields.Monetary("Untaxed Amount", compute="_compute_amounts", store=True)
    amount_tax = fields.Monetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary("Total", compute="_compute_amounts", store=True, tracking=True)
    note = fields.Text("Internal Notes", groups="base.group_user")
    # what was said in the house stays there; customers read their contracts
    decision_reason = fields.Text(groups="base.group_user")
    approver_names = fields.Char(groups="base.group_user")
    approval_group_id = fields.Many2one("res.groups", groups="base.group_user")
    call_guard = fields.Integer(readonly=True, copy=False)  # written by whoever calls off, read by nobody

    _name_uniq = models.UniqueIndex("(company_id, name)", "This contract number is already in use.")
    _external_number_uniq = models.UniqueIndex(
        "(company_id, commercial_partner_id, external_number) "
        "WHERE external_number IS NOT NULL AND amended_id IS NULL AND state NOT IN ('rejected', 'revoked')",
        "Another contract already has this number of the customer: it may have been entered twice.",
    )
    _validity = models.Constraint("CHECK (valid_to >= valid_from)", "The contract ends before it starts.")

    # === COMPUTES === #

    @api.depends("pricelist_id", "company_id")
    def _compute_currency_id(self):
        for contract in self:
            company = contract.company_id or self.env.company
            contract.currency_id = (
                contract.pricelist_id.currency_id or contract.currency_id or company.currency_id
            )

    @api.depends("partner_id")
    def _compute_user_id(self):
        for contract in self:
            partner = contract.partner_id
            proposed = partner.user_id or partner.commercial_partner_id.user_id
            contract.user_id = proposed or contract.user_id or self.env.user

    @api.depends("line_ids.price_subtotal", "line_ids.price_total")
    def _compute_amounts(self):
        for contract in self:
            contract.amount_untaxed = sum(contract.line_ids.mapped("price_subtotal"))
            contract.amount_total = sum(contract.line_ids.mapped("price_total"))
            contract.amount_tax = contract.amount_total - contract.amount_untaxed

    @api.depends("name", "external_number")
    def _compute_display_name(self):
        for contract in self:
            number = contract.name or ""
            contract.display_name = (
                f"{number} ({contract.external_number})" if contract.external_number else number
            )

    # === NUMBERS AND GUARDS === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {
                **vals,
                "name": vals.get("name") or self._get_next_number(vals),
                "external_number": (vals.get("external_number") or "").strip() or False,
            }
            for vals in vals_list
        ]
        return super().create(vals_list)

    @api.model
    def _get_next_number(self, vals):
        """Return the next number of the company the values are for."""
        company_id = vals.get("company_id") or self.default_get(["company_id"])["company_id"]
        sequence_sudo = self.env["ir.sequence"].sudo().with_company(company_id)
        return sequence_sudo.next_by_code("sale.contract")

    def write(self, vals):
        if vals.get("external_number"):
            vals = {**vals, "external_number": vals["external_number"].strip() or False}
        return super().write(vals)

    @api.constrains("active")
    def _check_archived_is_over(self):
        for contract in self.filtered(lambda contract: not contract.active and contract.state in UNDER_WAY):
            raise ValidationError(
                self.env._(
                    "%(contract)s is under way: it cannot be archived.", contract=contract.display_name
                )
            )

    @api.constrains("company_id", "line_ids")
    def _check_line_companies(self):
        self.line_ids._check_company()

    # === APPROVAL === #

    def _approval_measure(self):
        # EXTENDS backoffice_base
        self.ensure_one()
        company = self.company_id
        amount = max(self.amount_total, self.amount_cap)
        today = fields.Date.today()
        return {"amount": self.currency_id._convert(amount, company.currency_id, company, today)}

    def _get_authority(self):
        # EXTENDS backoffice_base: departing from a fixed clause asks for the higher matrix
        kind, *rest = super()._get_authority()
        contract_sudo = self.sudo()
        departs = any(deviation.fixed for deviation in contract_sudo._get_deviations())
        # a wording of one's own is compared with nothing
        departs = departs or bool(contract_sudo.clause_ids and not contract_sudo.clause_baseline)
        return ("sale_contract_clause" if departs else kind, *rest)

    def _submit_blockers(self):
        # EXTENDS backoffice_base
        blockers = super()._submit_blockers()
        for contract in self:
            blockers[contract.id] += contract._content_blockers()
        return blockers

    def _content_blockers(self):
        found = []
        if not self.line_ids:
            found.append(Blocker("no_line", self.env._("Enter what is sold.")))
        if self.kind == "framework" and not self.valid_to:
            found.append(Blocker("no_end", self.env._("A framework needs a last day of validity.")))
        if self.line_ids.filtered(lambda line: line.price_unit <= 0):
            found.append(Blocker("no_price", self.env._("Every line needs a price.")))
        if self.currency_id.compare_amounts(self.deposit_amount, self.amount_total) > 0:
            found.append(Blocker("deposit_too_high", self.env._("The deposit is higher than the total.")))
        return found
