"""Goods that left without an order are put onto one, so that they are invoiced like all others."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class InvoiceGoodsOrder(models.TransientModel):
    _name = "invoice.goods.order"
    _description = "Add Goods to an Order"

    move_ids = fields.Many2many("stock.move", string="Deliveries", required=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", help="Who got the goods; empty where no transfer says."
    )
    order_id = fields.Many2one(
        "sale.order",
        required=True,
        domain="[('state', '=', 'sale'), ('partner_id', 'child_of', partner_id)] if partner_id else"
        " [('state', '=', 'sale')]",
        help="A line of the same product takes the goods; where there is none, one is added at the price of today.",
    )

    def action_confirm(self):
        """Bind the deliveries, and what came back of them, to lines of the order."""
        self.ensure_one()
        self.order_id.check_access("write")
        self._check_goods()
        for product, moves in self.move_ids.grouped("product_id").items():
            line = self._get_line(product, moves)
            moves_sudo = moves.sudo()  # the clerk moves no goods, she says what they were for
            returns_sudo = self._get_returns(moves_sudo)
            returns_sudo.to_refund = True
            (moves_sudo | returns_sudo).sale_line_id = line
        return self.order_id.get_formview_action()

    def _check_goods(self):
        """Only what stands in the reader's register as delivered without order, of this customer and company."""
        rows = self.env["invoice.register"].search(
            [("stock_move_id", "in", self.move_ids.ids), ("source", "=", "goods")]
        )
        if self.move_ids - rows.stock_move_id:
            raise AccessError(
                self.env._("Only goods that stand in your register without an order can be added.")
            )
        order = self.order_id
        if order.state != "sale" or order.company_id != rows.company_id:
            raise UserError(self.env._("Choose a confirmed order of the company that delivered."))
        if rows.partner_id - order.partner_id.commercial_partner_id:
            raise UserError(self.env._("%s is an order of another customer.", order.name))

    @api.model
    def _get_returns(self, moves_sudo):
        """Return what came back of ``moves_sudo`` and what was sent again after that."""
        found, step = moves_sudo.browse(), moves_sudo
        while step:
            step = step.search(
                [
                    ("origin_returned_move_id", "in", step.ids),
                    ("product_id", "in", moves_sudo.product_id.ids),
                    ("state", "=", "done"),
                    ("sale_line_id", "=", False),
                ]
            )
            found |= step
        return found

    def _get_line(self, product, moves):
        """Return the line of the order for ``product``; a new one orders what was delivered, without moving more."""
        lines = self.order_id.order_line.filtered(
            lambda line: line.product_id == product and not line.is_downpayment
        )
        if lines:
            return lines[0]
        quantity = sum(move.product_uom._compute_quantity(move.quantity, product.uom_id) for move in moves)
        return (
            self.env["sale.order.line"]
            .with_context(skip_procurement=True)
            .create(
                {
                    "order_id": self.order_id.id,
                    "product_id": product.id,
                    "product_uom_id": product.uom_id.id,
                    "product_uom_qty": quantity,
                }
            )
        )
