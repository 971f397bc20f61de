"""價格表: the dated prices of a price list, in force once somebody else approved them."""

from odoo import api, fields, models

from odoo.addons.sales_backoffice.models.approval_rule import APPROVAL_STATES


class SalePriceSheet(models.Model):
    _name = "sale.price.sheet"
    _description = "Price Sheet"
    _inherit = ["backoffice.approval.mixin"]
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    _approval_kind = "price_sheet"
    _approval_covered_fields = (
        "pricelist_id",
        "currency_id",
        "valid_from",
        "valid_to",
        "line_ids.product_id",
        "line_ids.product_uom_id",
        "line_ids.min_quantity",
        "line_ids.price",
        "line_ids.floor_price",
        "line_ids.band_down",
        "line_ids.band_up",
    )

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    title = fields.Char(help="What people call it, such as “Spring 2027”.")
    state = fields.Selection(selection_add=APPROVAL_STATES)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True)
    valid_from = fields.Date(required=True, tracking=True)
    valid_to = fields.Date(tracking=True)
    in_force_from = fields.Datetime(readonly=True, copy=False)
    in_force_to = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("sale.price.sheet.line", "sheet_id", "Prices", copy=True)

    @api.depends("pricelist_id")
    def _compute_currency_id(self):
        for sheet in self:
            sheet.currency_id = sheet.pricelist_id.currency_id
