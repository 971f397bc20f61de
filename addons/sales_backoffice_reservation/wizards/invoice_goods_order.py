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
        moves_sudo = self.move_ids.sudo()  # the clerk moves no goods, she says what they were for
        returns_sudo = self._get_returns(moves_sudo)
        kept = self._get_kept(moves_sudo | returns_sudo)
        for product, of_product in (moves_sudo | returns_sudo).grouped("product_id").items():
            unnamed_sudo = self._get_unnamed_returns(of_product, kept[product])
            line = self._get_line(product, kept[product])
            (of_product & returns_sudo | unnamed_sudo).to_refund = True
            (of_product | unnamed_sudo).sale_line_id = line
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

    def _get_kept(self, moves_sudo):
        """Return ``{product: quantity the customer keeps}`` as the register tells."""
        rows_sudo = self.env["invoice.register"].sudo()  # what was sent again is of the same customer
        rows_sudo = rows_sudo.search([("stock_move_id", "in", moves_sudo.ids)])
        return {
            product: sum(rows.mapped("quantity")) for product, rows in rows_sudo.grouped("product_id").items()
        }

    def _get_unnamed_returns(self, moves_sudo, kept):
        """Return what came back of ``moves_sudo`` without naming its delivery; refuse what cannot be told apart."""
        product, missing = moves_sudo.product_id, self._get_net(moves_sudo) - kept
        if product.uom_id.is_zero(missing):
            return moves_sudo.browse()
        customers = {move._get_customer() for move in moves_sudo}
        found = moves_sudo.search(
            [
                ("origin_returned_move_id", "=", False),
                ("product_id", "=", product.id),
                ("company_id", "=", moves_sudo.company_id.id),
                ("state", "=", "done"),
                ("sale_line_id", "=", False),
                ("location_id.usage", "=", "customer"),
                ("location_dest_id.usage", "!=", "customer"),
            ]
        ).filtered(lambda move: move._get_customer() in customers)
        if product.uom_id.is_zero(missing + self._get_net(found)):
            return found
        raise UserError(
            self.env._(
                "%(product)s: part of it came back on a transfer that names no delivery, or is the customer's own, and"
                " the order would invoice more than the customer keeps. Select all its deliveries to the customer"
                " together, or say with “No Invoice” why they are not invoiced.",
                product=product.display_name,
            )
        )

    @api.model
    def _get_net(self, moves_sudo):
        """Return what went to the customer less what came back, in the unit of the product."""
        return sum(
            move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            * (1 if move.location_dest_id.usage == "customer" else -1)
            for move in moves_sudo
        )

    def _get_line(self, product, quantity):
        """Return the line of the order for ``product``; a new one orders what was kept, without moving more."""
        lines = self.order_id.order_line.filtered(
            lambda line: line.product_id == product and not line.is_downpayment
        )
        if lines:
            return lines[0]
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
