"""Which deliveries the customer signed for."""

from odoo import models
from odoo.tools import SQL


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _get_with_receipt(self):
        """Return the deliveries with a signed receipt; the delivery add-on knows more of it than Odoo.

        Odoo itself keeps a signature as an attachment, which is looked for without reading it.
        """
        if "has_signed_receipt" in self._fields:
            return self.filtered("has_signed_receipt")
        domain = [("res_model", "=", self._name), ("res_field", "=", "signature"), ("res_id", "in", self.ids)]
        groups = self.env["ir.attachment"].sudo()._read_group(domain, ["res_id"])
        return self.browse(res_id for (res_id,) in groups)

    def _get_receipt_condition(self):
        """Return ``_get_with_receipt`` as a condition on ``picking``."""
        if "has_signed_receipt" in self._fields:
            self.flush_model(["has_signed_receipt"])
            return SQL("picking.has_signed_receipt IS TRUE")
        self.env["ir.attachment"].flush_model(["res_model", "res_field", "res_id"])
        return SQL(
            """EXISTS (SELECT FROM ir_attachment file
                        WHERE file.res_model = 'stock.picking' AND file.res_field = 'signature'
                          AND file.res_id = picking.id)"""
        )
