"""What a contract promises to sell, line by line."""

from odoo import api, fields, models


class SaleContractLine(models.Model):
    _name = "sale.contract.line"
    _description = "Line of a Sales Contract"
    _order = "contract_id, sequence, id"
    _check_company_auto = True

    contract_id = fields.Many2one("sale.contract", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id", store=True)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    state = fields.Selection(related="contract_id.state")
    product_id = fields.Many2one("product.product", required=True, index=True, check_company=True)
    name = fields.Text(
        "Specification", compute="_compute_name", store=True, readonly=False, help="Product and spec as agreed."
    )
    product_uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_product_uom_id", store=True, readonly=False, required=True
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    tolerance = fields.Float("Over %", help="Share by which more may be called off than agreed: 0.05 is 5 %.")
    tolerance_under = fields.Float("Under %", help="Share by which less may be delivered than agreed.")
    price_unit = fields.Float("Unit Price", digits="Product Price", required=True)
    discount = fields.Float("Discount %", digits="Discount")
    tax_ids = fields.Many2many("account.tax", string="Taxes", check_company=True, compute="_compute_tax_ids", store=True, readonly=False)
    price_subtotal = fields.Monetary("Subtotal", compute="_compute_price_amounts", store=True)
    price_tax = fields.Monetary("Tax", compute="_compute_price_amounts", store=True)
    price_total = fields.Monetary("Total", compute="_compute_price_amounts", store=True)
    order_line_ids = fields.One2many("sale.order.line", "contract_line_id", "Order Lines")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Enter a quantity above zero.")

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            if line.product_id:
                line.name = line.product_id.display_name

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_id", "contract_id.partner_id", "company_id")
    def _compute_tax_ids(self):
        for line in self:
            position = self.env["account.fiscal.position"].with_company(line.company_id)
            position = position._get_fiscal_position(line.contract_id.partner_id)
            taxes = line.product_id.taxes_id._filter_taxes_by_company(line.company_id)
            line.tax_ids = position.map_tax(taxes)

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "currency_id", "partner_id")
    def _compute_price_amounts(self):
        engine = self.env["account.tax"]
        for line in self:
            company = line.company_id or self.env.company
            base_line = engine._prepare_base_line_for_taxes_computation(
                line,
                quantity=line.quantity,
                currency_id=line.currency_id or company.currency_id,
                rate=1.0,
            )
            engine._add_tax_details_in_base_line(base_line, company)
            engine._round_base_lines_tax_details([base_line], company)
            details = base_line["tax_details"]
            line.price_subtotal = details["total_excluded_currency"]
            line.price_total = details["total_included_currency"]
            line.price_tax = line.price_total - line.price_subtotal
