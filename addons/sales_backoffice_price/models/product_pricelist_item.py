"""Rules of a price list that an approved sheet wrote: nobody else changes them."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

_BY_SHEET = object()  # compared by identity: no RPC client can send it
OWNED = "price_sheet_line_id"


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    price_sheet_line_id = fields.Many2one(
        "sale.price.sheet.line",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    price_sheet_company_id = fields.Many2one("res.company", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        # the records, not the values: defaults from the context count as well
        if any(item.sudo()[OWNED] or item.sudo().price_sheet_company_id for item in items):
            self._check_by_sheet()
        return items

    def write(self, vals):
        if {OWNED, "price_sheet_company_id"} & vals.keys() or any(self.sudo().mapped(OWNED)):
            self._check_by_sheet()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_owned(self):
        if self.sudo().filtered(OWNED):
            self._check_by_sheet()

    @api.model
    def _check_by_sheet(self):
        if self.env.context.get("price_sheet_token") is not _BY_SHEET:
            raise AccessError(
                self.env._("This price comes from an approved price sheet: make a new sheet to change it.")
            )

    @api.model
    def _by_sheet(self):
        """Return the model for the sheets themselves: superuser, allowed to write what they own."""
        return self.sudo().with_context(price_sheet_token=_BY_SHEET)
