"""On whose side of the door a location is."""

from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _is_customer_side(self):
        """Tell whether goods here are with a customer, or between two companies, as one buys from the other."""
        return self.usage == "customer" or (self.usage == "transit" and not self.company_id)
