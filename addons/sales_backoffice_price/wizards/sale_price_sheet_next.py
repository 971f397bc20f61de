"""Makes the next price sheet from one that exists: other dates, prices changed by a percentage."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_round


class SalePriceSheetNext(models.TransientModel):
    _name = "sale.price.sheet.next"
    _description = "Next Price Sheet"

    sheet_id = fields.Many2one("sale.price.sheet", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="sheet_id.company_id")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        "Price List",
        required=True,
        compute="_compute_pricelist_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Another price list makes a sheet for other customers from the same figures.",
    )
    title = fields.Char()
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date()
    change = fields.Float("Change Prices by", help="10 % raises every price by a tenth, -5 % lowers it.")
    with_floor = fields.Boolean("Floor Prices too", default=True)
    rounding = fields.Float(
        "Round to", default=0.01, help="New prices are multiples of this; 0: not rounded."
    )

    _period = models.Constraint("CHECK (valid_from <= valid_to)", "The price sheet ends before it starts.")

    @api.depends("sheet_id")
    def _compute_pricelist_id(self):
        for wizard in self:
            wizard.pricelist_id = wizard.sheet_id.pricelist_id

    @api.constrains("change", "rounding")
    def _check_change(self):
        for wizard in self:
            if wizard.change <= -1 or wizard.rounding < 0:
                raise ValidationError(self.env._("Prices stay above 0: choose a smaller change."))

    def action_make(self):
        """Make the sheet as a draft and open it."""
        self.ensure_one()
        sheet = self.sheet_id.copy(
            {
                "pricelist_id": self.pricelist_id.id,
                "title": self.title,
                "valid_from": self.valid_from,
                "valid_to": self.valid_to,
            }
        )
        for line in sheet.line_ids:
            line.price = self._get_changed(line.price)
            if self.with_floor and line.floor_price:
                line.floor_price = self._get_changed(line.floor_price)
        return sheet.get_formview_action()

    def _get_changed(self, price):
        changed = price * (1 + self.change)
        return float_round(changed, precision_rounding=self.rounding) if self.rounding else changed
