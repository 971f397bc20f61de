"""Whether the customer signed for a delivery."""

from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _has_contract_receipt(self):
        """Return whether a signed receipt of the one delivery is there; the delivery add-on knows more than Odoo."""
        self.ensure_one()
        if "has_signed_receipt" in self._fields:
            return bool(self["has_signed_receipt"])
        return bool(self.is_signed)
