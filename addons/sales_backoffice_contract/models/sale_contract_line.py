"""What a contract promises to sell, line by line."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import calling


class SaleContractLine(models.Model):
    _name = "sale.contract.line"
    _description = "Line of a Sales Contract"
    _inherit = [
        "sale.contract.part",
        "sale.contract.line.stock",
        "sale.contract.line.priced",
        "credit.kept.fields",
    ]
    _order = "contract_id, sequence, id"
    _check_company_auto = True

    _credit_kept = frozenset(
        {
            "company_id",
            "currency_id",
            "partner_id",
            "price_subtotal",
            "price_tax",
            "price_total",
            "origin_line_id",  # not sealed, and an amendment writes the line it names
        }
    )
    _part_free_fields = frozenset({"sequence", "origin_line_id"})

    contract_id = fields.Many2one("sale.contract", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="contract_id.currency_id", store=True, precompute=True)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True, precompute=True)
    state = fields.Selection(related="contract_id.state")
    valid_to = fields.Date(related="contract_id.valid_to")
    origin_line_id = fields.Many2one(
        "sale.contract.line",
        "Amended Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the contract this line of an amendment stands for.",
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("sale_ok", "=", True)],
    )
    name = fields.Text(
        "Specification",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        help="Product and specification as agreed; orders are matched by it.",
    )
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    tolerance = fields.Float(
        "Over %",
        digits=(16, 4),
        help="Share by which more may be called off than agreed: 0.05 is 5 %. Orders beyond it are refused.",
    )
    tolerance_under = fields.Float(
        "Under %",
        digits=(16, 4),
        help="Share by which less may be called off and delivered than agreed, granted once: within it the line counts"
        " as done.",
    )
    price_unit = fields.Float("Unit Price", digits="Product Price", required=True)
    discount = fields.Float("Disc.%", digits="Discount")
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        check_company=True,
        domain=[("type_tax_use", "=", "sale")],
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    price_subtotal = fields.Monetary(
        "Subtotal", compute="_compute_price_amounts", store=True, precompute=True
    )
    price_tax = fields.Monetary("Tax", compute="_compute_price_amounts", store=True, precompute=True)
    price_total = fields.Monetary("Total", compute="_compute_price_amounts", store=True, precompute=True)
    order_line_ids = fields.One2many("sale.order.line", "contract_line_id", "Order Lines", copy=False)
    earlier_ids = fields.One2many(
        "sale.contract.line.earlier", "contract_line_id", "Earlier Prices", readonly=True, copy=False
    )
    called_quantity = fields.Float("Called Off", digits="Product Unit", compute="_compute_called")
    planned_quantity = fields.Float(
        "Planned", digits="Product Unit", compute="_compute_called", help="On quotations; takes nothing yet."
    )
    remaining_quantity = fields.Float(
        "Remaining",
        digits="Product Unit",
        compute="_compute_called",
        help="Still to be called off of the agreed quantity; below zero while the tolerance is used.",
    )
    allowed_quantity = fields.Float(
        "May Be Called Off",
        digits="Product Unit",
        compute="_compute_called",
        help="Remaining with the tolerance: more is refused.",
    )
    delivered_quantity = fields.Float("Delivered", digits="Product Unit", compute="_compute_called")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Enter a quantity above zero.")
    _tolerance_range = models.Constraint(
        "CHECK (COALESCE(tolerance, 0) BETWEEN 0 AND 1 AND COALESCE(tolerance_under, 0) BETWEEN 0 AND 1)",
        "A tolerance lies between 0 and 100 %.",
    )
    _discount_range = models.Constraint(
        "CHECK (COALESCE(discount, 0) BETWEEN 0 AND 100)", "A discount lies between 0 and 100 %."
    )

    # === WHAT IS PROPOSED === #

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            if line.product_id:
                product = line.product_id.with_context(lang=line.contract_id.lang or self.env.lang)
                line.name = product.get_product_multiline_description_sale()

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_id", "contract_id.partner_id", "company_id")
    def _compute_tax_ids(self):
        for line in self:
            company = line.company_id or self.env.company
            position = self.env["account.fiscal.position"].with_company(company)
            position = position._get_fiscal_position(line.contract_id.partner_id)
            line.tax_ids = position.map_tax(line.product_id.taxes_id._filter_taxes_by_company(company))

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "currency_id", "partner_id")
    def _compute_price_amounts(self):
        engine = self.env["account.tax"]
        for line in self:
            company = line.company_id or self.env.company
            base_line = line._prepare_base_line()
            engine._add_tax_details_in_base_line(base_line, company)
            engine._round_base_lines_tax_details([base_line], company)
            details = base_line["tax_details"]
            line.price_subtotal = details["total_excluded_currency"]
            line.price_total = details["total_included_currency"]
            line.price_tax = line.price_total - line.price_subtotal

    def _prepare_base_line(self):
        """Return the line as Odoo's tax engine reads it, like a line of an order."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            quantity=self.quantity,
            partner_id=self.contract_id.partner_id,
            currency_id=self.currency_id or company.currency_id,
            rate=1.0,
        )

    # === WHAT WAS CALLED OFF === #

    @api.depends("quantity", "tolerance", "product_uom_id", "order_line_ids")
    def _compute_called(self):
        called = self.env["contract.call.off"].sudo()._get_quantities(self)
        for line in self:
            figures = called[line.id]
            line.called_quantity = figures.called
            line.planned_quantity = figures.planned
            line.delivered_quantity = figures.delivered
            line.remaining_quantity = line.quantity - figures.called
            line.allowed_quantity = max(calling.most(line.quantity, line.tolerance) - figures.called, 0.0)

    def _get_terms_at(self, moment):
        """Return what was agreed at ``moment``: the line, or what it said before a later amendment."""
        self.ensure_one()
        return self.earlier_ids.filtered(lambda earlier: earlier.until > moment)[:1] or self

    @api.depends("product_id", "name", "remaining_quantity")
    @api.depends_context("contract_remaining")
    def _compute_display_name(self):
        for line in self:
            label = (line.name or line.product_id.display_name or "").splitlines()
            line.display_name = label[0] if label else ""

    @api.constrains("product_uom_id", "product_id")
    def _check_unit(self):
        for line in self:
            if not line.product_uom_id._has_common_reference(line.product_id.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(product)s is not sold in %(unit)s.",
                        product=line.product_id.display_name,
                        unit=line.product_uom_id.name,
                    )
                )
