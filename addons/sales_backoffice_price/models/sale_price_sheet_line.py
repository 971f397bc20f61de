"""The price of one product from a quantity on."""

from odoo import api, fields, models


class SalePriceSheetLine(models.Model):
    _name = "sale.price.sheet.line"
    _description = "Line of a Price Sheet"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one("sale.price.sheet", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True)
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    product_uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_product_uom_id", store=True, readonly=False, precompute=True
    )
    min_quantity = fields.Float("Quantity From", digits="Product Unit")
    price = fields.Float("List Price", required=True, min_display_digits="Product Price")
    floor_price = fields.Float(min_display_digits="Product Price", groups="sales_backoffice_price.group_price_floor")
    band_down = fields.Float("Allowed Below", digits=(6, 4))
    band_up = fields.Float("Allowed Above", digits=(6, 4))

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id
