"""特價申請: somebody entitled lets the lines of one order go on at their prices."""

from odoo import fields, models

from odoo.addons.sales_backoffice.models.approval_rule import APPROVAL_STATES


class SalePriceRelease(models.Model):
    _name = "sale.price.release"
    _description = "Special Price"
    _inherit = ["backoffice.approval.mixin"]
    _order = "id desc"

    _approval_kind = "price_release"

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(selection_add=APPROVAL_STATES)
    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
