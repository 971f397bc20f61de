"""One shipment on a daily sheet, or what became known of an earlier one."""

from odoo import api, fields, models
from odoo.exceptions import AccessError


class DeliveryDaySheetLine(models.Model):
    """Written by ``delivery.day.sheet._rebuild`` in one statement and by nobody else.

    Returns are negative. Amounts are in the currency of the company; the price is the one of the order line, after
    discount, in the currency and the unit of the order.
    """

    _name = "delivery.day.sheet.line"
    _description = "Line of a Daily Sheet"
    _order = "sheet_date desc, kind desc, id"
    _rec_name = "reference"

    sheet_id = fields.Many2one("delivery.day.sheet", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    state = fields.Selection(related="sheet_id.state")
    sheet_date = fields.Date("Date of the Sheet", required=True)
    ship_date = fields.Date("Date", required=True, index=True)
    kind = fields.Selection([("shipped", "Shipped"), ("adjustment", "Adjustment")], required=True)
    cause = fields.Selection(
        [
            ("late", "Became Known Later"),
            ("gone", "Belongs to Another Day"),
            ("quantity", "Quantity Changed"),
            ("price", "Price Changed"),
        ]
    )
    origin_sheet_id = fields.Many2one(
        "delivery.day.sheet",
        "Adjusts",
        index="btree_not_null",
        ondelete="set null",
        help="The signed sheet of that day. Empty where there was none.",
    )
    move_id = fields.Many2one("stock.move", required=True, index=True, ondelete="restrict")
    picking_id = fields.Many2one("stock.picking", "Transfer", index="btree_not_null", ondelete="restrict")
    reference = fields.Char("Number")
    order_id = fields.Many2one("sale.order", index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="restrict")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    quantity = fields.Float(digits="Product Unit")
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, ondelete="restrict")
    product_quantity = fields.Float(
        "Quantity in Stock Unit", digits="Product Unit", help="In the unit of the product, to be added up."
    )
    product_uom_id = fields.Many2one("uom.uom", "Stock Unit", required=True, ondelete="restrict")
    tons = fields.Float(digits=(16, 6), help="By the weight of the product; 0 where it has none.")
    price_unit = fields.Float("Unit Price", digits="Product Price", aggregator="avg")
    price_uom_id = fields.Many2one("uom.uom", "Price Unit", ondelete="restrict")
    currency_id = fields.Many2one("res.currency", "Currency of the Price", ondelete="restrict")
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    amount_untaxed = fields.Monetary("Amount without Tax", currency_field="company_currency_id")
    amount_total = fields.Monetary("Amount with Tax", currency_field="company_currency_id")
    user_id = fields.Many2one("res.users", "Salesperson", index="btree_not_null", ondelete="restrict")
    vehicle_plate = fields.Char("Plate")
    is_unpriced = fields.Boolean("Without Price", help="There is no order line for these goods.")

    _once = models.UniqueIndex("(sheet_id, move_id, ship_date)", "A shipment is on a sheet once.")

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            raise AccessError(self._get_refusal())
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise AccessError(self._get_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self._get_refusal())

    @api.model
    def _get_refusal(self):
        return self.env._("The lines of a daily sheet come from the transfers; nobody writes them.")

    def action_open_picking(self):
        """Open the transfer behind the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "views": [(False, "form")],
        }
