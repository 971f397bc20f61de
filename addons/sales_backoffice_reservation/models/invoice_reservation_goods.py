"""Goods a customer got without an order, and why they are not invoiced."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

PRICE_BASES = [
    ("order", "Order"),
    ("pricelist", "Price list of the day"),
    ("sales_price", "Sales price of today"),
    ("none", "No price"),
]


class InvoiceReservationGoods(models.Model):
    """A quantity of one delivery that no order line knows; only a document without invoice has such lines."""

    _name = "invoice.reservation.goods"
    _inherit = ["invoice.reservation.item"]
    _description = "Goods Without Order"
    _order = "reservation_id, id"

    _computed = frozenset({"amount", "company_id", "partner_id", "product_id"})
    _belonging = ("stock_move_id", "reservation_id", "quantity")
    _availability = "invoice.goods.availability"

    stock_move_id = fields.Many2one(
        required=True,
        index=True,
        domain=[
            ("state", "=", "done"),
            ("sale_line_id", "=", False),
            ("location_dest_id.usage", "=", "customer"),
        ],
    )
    product_id = fields.Many2one(related="stock_move_id.product_id", store=True, index=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    price_basis = fields.Selection(PRICE_BASES, "Valued By", compute="_compute_price_basis")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        help="At the price of the day, taxes included; nobody ordered it.",
    )

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Excuse more than nothing.")

    @api.depends("stock_move_id")
    def _compute_price_basis(self):
        for line in self:
            line.price_basis = line.stock_move_id.sudo()._get_unordered_value()[1]

    @api.depends("quantity", "stock_move_id")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.stock_move_id.sudo()._get_unordered_value()[0]

    @api.onchange("stock_move_id")
    def _onchange_stock_move_id(self):
        if self.stock_move_id and not self.quantity:
            standings = self.env[self._availability]._get_standings(self.stock_move_id._origin)
            self.quantity = sum(standing.available for standing in standings.values())

    # --- guards -------------------------------------------------------------

    def _get_problem(self):
        self.ensure_one()
        document, move = self.reservation_id, self.stock_move_id
        if document.kind != "no_invoice":
            return self.env._(
                "%s was delivered without an order: add it to one to invoice it, or choose “No invoice”.",
                move.display_name,
            )
        if document.currency_id != document.company_id.currency_id:
            return self.env._("Goods without order are valued in the currency of the company.")
        if not move._is_unordered():
            return self.env._("%s is not a finished delivery without order.", move.display_name)
        if (move._get_customer() or document.partner_id) != document.partner_id:
            return self.env._("%s went to another customer.", move.display_name)
        return None

    def write(self, vals):
        self._check_computed(vals)
        self._check_open()
        result = super().write(vals)
        self._check_taken()
        self._check_belongs()
        return result

    def _explain_computed(self):
        return self.env._("Amounts, customers and products of goods follow their delivery.")

    def _check_seen(self):
        """Nobody excuses a delivery that is not his to read: who does not see it in the register does not have it."""
        if self.env.su or not self:
            return
        self.env.flush_all()
        seen = self.env["invoice.register"].search([("stock_move_id", "in", self.stock_move_id.ids)])
        if self.stock_move_id - seen.stock_move_id:
            raise AccessError(
                self.env._(
                    "Only deliveries that stand in your register can be excused, with what is left of them."
                )
            )
