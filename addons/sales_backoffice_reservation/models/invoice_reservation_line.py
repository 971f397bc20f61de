"""One source of a reservation: a quantity of an order line, out of one delivery where it is known."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round

from ..services import availability_sql
from ..services.availability_sql import HOLDING, INVOICED
from ..services.invoice_availability import BASES


class InvoiceReservationLine(models.Model):
    _name = "invoice.reservation.line"
    _inherit = ["invoice.reservation.item"]
    _description = "Invoice Reservation Line"
    _order = "reservation_id, sequence, id"

    _computed = frozenset({"quantity_in_line_uom", "company_id", "partner_id", "order_id", "product_id"})
    _belonging = ("order_line_id", "stock_move_id", "product_uom_id", "basis", "quantity")
    _availability = "invoice.availability"

    sequence = fields.Integer(default=10)
    is_holding = fields.Boolean(compute="_compute_is_holding")
    order_line_id = fields.Many2one(
        "sale.order.line",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[
            ("state", "=", "sale"),
            ("display_type", "=", False),
            ("is_downpayment", "=", False),
        ],
    )
    order_id = fields.Many2one(related="order_line_id.order_id", store=True, index=True)
    stock_move_id = fields.Many2one(
        domain="[('sale_line_id', '=', order_line_id), ('state', '=', 'done')]",
        help="The delivery the quantity comes from. Empty: any delivery of the order line.",
    )
    contract_id = fields.Many2one(related="order_id.contract_id")
    product_id = fields.Many2one(related="order_line_id.product_id", store=True, index=True)
    basis = fields.Selection(
        [("delivery", "Delivered"), ("order", "Ordered (invoice first)")],
        required=True,
        default=BASES[0],
        help="Ordered: the customer wants the invoice before the goods.",
    )
    product_uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_product_uom_id", store=True, readonly=False, precompute=True
    )
    quantity_in_line_uom = fields.Float(
        "Quantity in the Order's Unit", compute="_compute_quantity_in_line_uom", store=True, digits=0
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        inverse="_inverse_amount",
        store=True,
        help="At the order's price, taxes included. Enter an amount, and the quantity that makes it is reserved.",
    )
    item_name = fields.Char(
        compute="_compute_item", store=True, readonly=False, help="The item as the customer wants it named."
    )
    item_spec = fields.Char("Specification", compute="_compute_item", store=True, readonly=False)
    tax_ids = fields.Many2many(related="order_line_id.tax_ids", string="Taxes")
    invoice_line_ids = fields.One2many(
        "account.move.line", "reservation_line_id", "Invoice Lines", copy=False
    )

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Reserve more than nothing.")

    @api.depends("reservation_id.state")
    def _compute_is_holding(self):
        for line in self:
            line.is_holding = line.reservation_id.state in HOLDING

    @api.depends("order_line_id", "stock_move_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_uom_id or line.order_line_id.product_uom_id

    @api.depends("quantity", "product_uom_id", "order_line_id.product_uom_id")
    def _compute_quantity_in_line_uom(self):
        for line in self:
            unit, of_order = line.product_uom_id, line.order_line_id.product_uom_id
            same = not unit or not of_order or unit == of_order
            line.quantity_in_line_uom = (
                line.quantity if same else unit._compute_quantity(line.quantity, of_order, round=False)
            )

    @api.depends(
        "quantity_in_line_uom", "order_line_id.price_unit", "order_line_id.discount", "order_line_id.tax_ids"
    )
    def _compute_amount(self):
        for line in self:
            if line.state in INVOICED:
                line.amount = line.amount  # its invoice is made, whatever the order's price becomes
            else:
                line.amount = line._get_amount(line.quantity_in_line_uom)

    def _get_amount(self, quantity):
        """Return what ``quantity`` of the order line comes to, taxes included."""
        order_line = self.order_line_id
        taxed = order_line.tax_ids.compute_all(
            order_line.price_unit * (1 - (order_line.discount or 0.0) / 100),
            currency=order_line.currency_id,
            quantity=quantity,
            product=order_line.product_id,
            partner=order_line.order_id.partner_shipping_id,
        )
        return taxed["total_included"]

    @api.onchange("amount")
    def _inverse_amount(self):
        """Reserve the quantity that comes to the amount entered; what is asked for in money is kept in quantities."""
        for line in self:
            if (
                not line.order_line_id
                or line.currency_id.compare_amounts(line.amount, line._get_amount(line.quantity_in_line_uom))
                == 0
            ):
                continue
            thousand = line._get_amount(1000.0)
            if not thousand:
                raise UserError(
                    self.env._("%s has no price: enter a quantity.", line.product_id.display_name)
                )
            quantity = line.order_line_id.product_uom_id.round(line.amount * 1000.0 / thousand)
            unit, of_order = line.product_uom_id, line.order_line_id.product_uom_id
            if unit and unit != of_order:
                quantity = of_order._compute_quantity(quantity, unit, round=False)
            line.quantity = quantity

    @api.depends("order_line_id")
    def _compute_item(self):
        for company, lines in self.grouped("company_id").items():
            aliases = self.env["invoice.alias"]._get_names(lines.partner_id, lines.product_id, company)
            for line in lines:
                alias = aliases.get((line.partner_id.id, line.product_id.id))
                line.item_name = alias.name if alias else line.product_id.display_name
                line.item_spec = alias.spec if alias else False

    # --- guards -------------------------------------------------------------

    def _get_problem(self):
        self.ensure_one()
        document, order_line, move = self.reservation_id, self.order_line_id, self.stock_move_id
        order = order_line.order_id
        if order.partner_id.commercial_partner_id != document.partner_id:
            return self.env._("%s is an order of another customer.", order.name)
        if order.company_id != document.company_id or order.currency_id != document.currency_id:
            return self.env._("%s is in another company or currency than the reservation.", order.name)
        if order.state != "sale" or order_line.display_type or order_line.is_downpayment:
            return self.env._("%s: only goods and services of confirmed orders are reserved.", order.name)
        if not self.product_uom_id._has_common_reference(order_line.product_uom_id):
            return self.env._(
                "%(unit)s cannot be converted into %(order_unit)s.",
                unit=self.product_uom_id.name,
                order_unit=order_line.product_uom_id.name,
            )
        if not self._converts_exactly():
            return self.env._(
                "%(quantity)s %(unit)s are %(converted)s %(order_unit)s, more decimals than an order has: choose a"
                " quantity that converts exactly.",
                quantity=f"{self.quantity:.6g}",
                unit=self.product_uom_id.name,
                converted=f"{self.quantity_in_line_uom:.6g}",
                order_unit=order_line.product_uom_id.name,
            )
        if move and (move.sale_line_id != order_line or move.state != "done" or self.basis == "order"):
            return self.env._("%s is not a finished delivery of this order line.", move.display_name)
        return None

    def _converts_exactly(self):
        """Whether Odoo, which rounds what is in another unit, will count the quantity that is reserved."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        rounded = float_round(self.quantity_in_line_uom, precision_digits=digits)
        return float_compare(rounded, self.quantity_in_line_uom, precision_digits=digits + 4) == 0

    def write(self, vals):
        self._check_computed(vals)
        if vals.keys() - {"sequence"}:
            self._check_open()
        taken = {
            line: (line.order_line_id, line.stock_move_id, line.basis, line.quantity_in_line_uom)
            for line in self
        }
        result = super().write(vals)
        if "reservation_id" in vals:
            self._check_open()
            self._check_belongs()
        more = self.filtered(
            lambda line: (
                taken[line][:3] != (line.order_line_id, line.stock_move_id, line.basis)
                or line.quantity_in_line_uom > taken[line][3]
            )
        )
        if "order_line_id" in vals:
            self._check_seen()
        self.env[self._availability]._enforce(more)
        return result

    def _explain_computed(self):
        return self.env._("Quantities, customers and orders of a reservation follow its sources.")

    def _check_seen(self):
        """Nobody reserves an order line that is not his to read: a reservation of one's own shows it and holds it."""
        self.order_line_id.check_access("read")

    def _get_posted(self):
        """Return ``{id: quantity on posted invoices less red letters}`` in the unit of the order, freshly read."""
        if not self:
            return {}
        self.env.flush_all()
        return dict(self.env.execute_query(availability_sql.posted_lines(self.order_line_id.ids, self.ids)))

    # --- the invoice --------------------------------------------------------

    def _prepare_invoice_line_vals(self, vals):
        """Return what this line changes in the values Odoo prepared for the invoice line."""
        self.ensure_one()
        name = " ".join(filter(None, (self.item_name, self.item_spec)))
        prepared = {"name": name or vals["name"], "reservation_line_id": self.id}
        unit, of_order = self.product_uom_id, self.order_line_id.product_uom_id
        if unit == of_order:
            return prepared | {"quantity": self.quantity}
        # in the unit the customer asked for
        price = of_order._compute_price(vals["price_unit"], unit)
        return prepared | {"quantity": self.quantity, "product_uom_id": unit.id, "price_unit": price}
