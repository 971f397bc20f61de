"""長單: what is left of a contract line, against the stock and what is on its way."""

from odoo import api, fields, models

from ..rules.calling import IN_FORCE


class SaleContractLineStock(models.AbstractModel):
    _name = "sale.contract.line.stock"
    _description = "Contract Line against the Stock"

    free_quantity = fields.Float(
        "In Stock, Free",
        digits="Product Unit",
        compute="_compute_stock",
        groups="base.group_user",
        help="On hand and not reserved.",
    )
    incoming_quantity = fields.Float(
        "Incoming", digits="Product Unit", compute="_compute_stock", groups="base.group_user"
    )
    has_remaining = fields.Boolean(
        compute="_compute_has_remaining",
        search="_search_has_remaining",
        help="More than the tolerance is left to be called off of a contract in force.",
    )

    @api.depends("product_id", "product_uom_id")
    def _compute_stock(self):
        for company, lines in self.grouped("company_id").items():
            products_sudo = lines.product_id.sudo().with_company(company)
            by_id = {product.id: product for product in products_sudo}
            for line in lines:
                product, unit = by_id.get(line.product_id.id), line.product_id.uom_id
                free, incoming = (product.free_qty, product.incoming_qty) if product else (0.0, 0.0)
                line.free_quantity = unit._compute_quantity(free, line.product_uom_id, round=False)
                line.incoming_quantity = unit._compute_quantity(incoming, line.product_uom_id, round=False)

    @api.depends("remaining_quantity", "tolerance_under", "state")
    def _compute_has_remaining(self):
        for line in self:
            least = line.quantity * line.tolerance_under
            left = line.product_uom_id.compare(line.remaining_quantity, least) > 0
            line.has_remaining = left and line.state in IN_FORCE

    def _search_has_remaining(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["contract.standing"]._get_remaining_domain()
