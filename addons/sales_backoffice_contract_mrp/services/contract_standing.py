"""Which contracts wait for own production, as a search."""

from odoo import api, models
from odoo.tools import SQL


class ContractStanding(models.AbstractModel):
    _inherit = "contract.standing"

    @api.model
    def _get_missing_selects(self):
        # EXTENDS sales_backoffice_contract
        return [*super()._get_missing_selects(), self._select_not_produced()]

    @api.model
    def _select_not_produced(self):
        """``sale.contract._get_productions`` that are neither done nor cancelled."""
        for name in ("mrp.production", "mrp.production.group", "stock.reference"):
            self.env[name].flush_model()
        return SQL(
            """SELECT contract.id
                 FROM sale_contract contract
                 JOIN sale_order sale ON sale.contract_id = contract.id AND sale.state = 'sale'
                 JOIN (SELECT line.order_id AS sale_id, production.id AS production_id
                         FROM mrp_production production
                         JOIN sale_order_line line ON line.id = production.sale_line_id
                        UNION
                       SELECT sold.sale_id, making.production_id
                         FROM stock_reference_sale_rel sold
                         JOIN stock_reference_production_rel making ON making.reference_id = sold.reference_id
                      ) made ON made.sale_id = sale.id
                 JOIN mrp_production production ON production.id = made.production_id
                      AND production.state NOT IN ('done', 'cancel')
                WHERE contract.state IN ('active', 'suspended')
                  AND NOT EXISTS (SELECT FROM mrp_production_group_rel above
                                   WHERE above.child_group_id = production.production_group_id)"""
        )
