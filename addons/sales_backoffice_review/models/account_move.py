"""An invoice written by hand does not take in what nobody reviewed either."""

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS account
        self.filtered(lambda move: move.move_type == "out_invoice")._check_deliveries_reviewed()
        return super()._post(soft)

    def _check_deliveries_reviewed(self):
        """Raise when the invoices hold more of an order line than is left without its unreviewed deliveries."""
        lines_sudo = self.sudo().invoice_line_ids.sale_line_ids
        held = [line.order_id for line in lines_sudo if line._exceeds_reviewed()]
        if held:
            raise UserError(
                self.env._(
                    "Deliveries of %(orders)s wait for their review and cannot be invoiced yet.",
                    orders=", ".join(dict.fromkeys(order.name for order in held)),
                )
            )
