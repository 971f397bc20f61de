"""An order says what of it waits for review."""

from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    delivery_review_held = fields.Boolean(
        compute="_compute_delivery_review_held",
        groups="base.group_user",
        help="Deliveries of the order are not invoiced before they are reviewed.",
    )

    @api.depends("order_line.qty_to_invoice", "order_line.qty_delivered", "state")
    def _compute_delivery_review_held(self):
        for order in self:
            lines = order.order_line if order.state == "sale" else order.order_line.browse()
            order.delivery_review_held = any(line._get_held_quantity() for line in lines)

    def _force_lines_to_invoice_policy_order(self):
        # EXTENDS sale: a paid order is invoiced in full, but for what was delivered and not reviewed
        result = super()._force_lines_to_invoice_policy_order()
        for line in self.order_line:
            held = line._get_held_quantity()
            if held > 0:
                line.qty_to_invoice = max(line.qty_to_invoice - held, 0.0)
        return result

    def _nothing_to_invoice_error_message(self):
        # EXTENDS sale
        held = self.filtered("delivery_review_held")
        if not held:
            return super()._nothing_to_invoice_error_message()
        return self.env._(
            "Nothing to invoice yet: deliveries of %(orders)s wait for their review.",
            orders=", ".join(held.mapped("name")),
        )
