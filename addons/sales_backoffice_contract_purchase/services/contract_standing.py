"""Which contracts wait for goods of the mill, as a search."""

from odoo import api, models
from odoo.tools import SQL


class ContractStanding(models.AbstractModel):
    _inherit = "contract.standing"

    @api.model
    def _get_missing_selects(self):
        # EXTENDS sales_backoffice_contract
        return [*super()._get_missing_selects(), self._select_not_received()]

    @api.model
    def _select_not_received(self):
        """``sale.contract._get_purchases``: confirmed purchases with a receipt that is still expected."""
        for name in ("purchase.order", "purchase.order.line", "stock.picking"):
            self.env[name].flush_model()
        by_line = SQL(
            """SELECT line.order_id AS sale_id, bought.order_id AS document_id
                 FROM sale_order_line line
                 JOIN purchase_order_line bought ON bought.sale_line_id = line.id"""
        )
        by_reference = self._select_by_reference("stock_reference_purchase_rel", "purchase_id")
        waiting = SQL(
            """SELECT purchase.id
                 FROM purchase_order purchase
                 JOIN purchase_order_stock_picking_rel rel ON rel.purchase_order_id = purchase.id
                 JOIN stock_picking picking ON picking.id = rel.stock_picking_id
                      AND picking.state NOT IN ('done', 'cancel')
                 JOIN stock_picking_type kind ON kind.id = picking.picking_type_id AND kind.code = 'incoming'
                WHERE purchase.state = 'purchase'"""
        )
        return self._select_waiting(SQL("%s UNION ALL %s", by_line, by_reference), waiting)
