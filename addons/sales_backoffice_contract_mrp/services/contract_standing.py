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
        for name in ("mrp.production", "mrp.production.group"):
            self.env[name].flush_model()
        by_line = SQL(
            """SELECT line.order_id AS sale_id, production.id AS document_id
                 FROM mrp_production production
                 JOIN sale_order_line line ON line.id = production.sale_line_id"""
        )
        by_reference = self._select_by_reference("stock_reference_production_rel", "production_id")
        waiting = SQL(
            """SELECT production.id
                 FROM mrp_production production
                WHERE production.state NOT IN ('done', 'cancel')
                  AND NOT EXISTS (SELECT FROM mrp_production_group_rel above
                                   WHERE above.child_group_id = production.production_group_id)"""
        )
        return self._select_waiting(SQL("%s UNION ALL %s", by_line, by_reference), waiting)
