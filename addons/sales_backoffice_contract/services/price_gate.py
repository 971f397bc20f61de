"""A payment term that was approved with a contract needs no second approval on its orders."""

from odoo import models


class PriceGate(models.AbstractModel):
    _inherit = "price.gate"

    def _measure_terms(self, orders, entering=False):
        # EXTENDS sales_backoffice_price
        agreed = orders.filtered(lambda order: order._has_contract_term())
        return super()._measure_terms(orders - agreed, entering)
