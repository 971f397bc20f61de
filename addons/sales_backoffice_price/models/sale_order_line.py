"""What the price of an order line is measured against, and the guard on every change of a confirmed line."""

from odoo import api, fields, models

from ..rules import price_guard
from ..rules.price_guard import PriceInForce
from ..services.price_gate import LineFigure
from ..services.price_reader import PriceQuestion

# What changes what a confirmed line sells, and for how much.
WATCHED = {
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "price_unit",
    "discount",
    "tax_ids",
    "qty_delivered",
    "order_id",
    "is_downpayment",
    "display_type",
}


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "sale.order.line.price.shown"]

    price_agreed_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the line was added to a confirmed order or raised last: the price list of that moment counts.",
    )

    @api.model
    def _get_credit_kept(self):
        # EXTENDS sales_backoffice: the moment picks the price list, so nobody sets it
        return super()._get_credit_kept() | {"price_agreed_on"}

    # === TOTALS === #

    def _has_own_total(self):
        """Return whether a total that is not quantity times price may stand on the line.

        Odoo keeps one for deposits and for discounts on the whole order. On what is sold it would be a way round the
        list, also on a line of which nothing is ordered: it can be delivered.
        """
        self.ensure_one()
        return self.is_downpayment or self.price_unit < 0

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        # EXTENDS sale
        if not self._has_own_total():
            kwargs = {"extra_tax_data": None, **kwargs}
        return super()._prepare_base_line_for_taxes_computation(**kwargs)

    def _prepare_invoice_line(self, **optional_values):
        # EXTENDS sale
        if not self._has_own_total():
            optional_values = {"extra_tax_data": None, **optional_values}
        return super()._prepare_invoice_line(**optional_values)

    # === THE PRICE IN FORCE === #

    def _get_prices_in_force(self):
        """Return ``{line: PriceInForce}``, in the line's unit, currency and tax basis; bridges extend it.

        One statement for any number of lines, none for companies without sheets.
        """
        questions = {
            line: line._prepare_price_question()
            for line in self
            if line._has_price_reference() and line.order_id.company_id.sudo()._has_price_sheets()
        }
        answers = self.env["price.reader"].sudo()._answer(questions)
        return {line: line._adapt_price(answers.get(line, PriceInForce())) for line in self}

    def _has_price_reference(self):
        """Return whether the line sells something a price list could name.

        Sections, notes, down payments and the heading of a combination do not. A service, freight for instance, is
        compared only where a price sheet names it. A free-of-charge line is compared: it is 100 % below the list.
        """
        self.ensure_one()
        if not self.product_id or not self.order_id or self.display_type:
            return False
        nothing_sold = self.is_downpayment and not self.product_uom_qty and not self.qty_delivered
        return not nothing_sold and self.product_id.type != "combo"

    def _get_price_quantity(self):
        """Return the quantity that counts: what was delivered when it is more than what was ordered."""
        self.ensure_one()
        ordered, delivered = self.product_uom_qty, self.qty_delivered
        return ordered if ordered < 0 else max(ordered, delivered)

    def _prepare_price_question(self):
        self.ensure_one()
        order = self.order_id
        return PriceQuestion(
            tuple(order._get_price_pricelists()),
            self.product_id,
            self.product_uom_id or self.product_id.uom_id,
            self._get_price_quantity(),
            order.currency_id or order.company_id.currency_id,
            order.company_id,
            self._get_price_moment(),
        )

    def _get_price_moment(self):
        """Return the moment whose price list counts: what came to the order later is not sold at its old list."""
        self.ensure_one()
        moment, agreed = self.order_id._get_price_moment(), self.sudo().price_agreed_on
        return max(moment, agreed) if agreed and self.order_id.state == "sale" else moment

    def _adapt_price(self, reference):
        """Return ``reference`` of a price sheet on the tax basis of the line."""
        self.ensure_one()
        if reference.price is None:
            return reference
        line_sudo = self.sudo()
        taxes = line_sudo.product_id.taxes_id._filter_taxes_by_company(line_sudo.order_id.company_id)
        return self._adapt_taxes(reference, taxes)

    def _adapt_taxes(self, reference, taxes):
        """Return ``reference``, which was agreed with ``taxes``, with the taxes of the line.

        Odoo keeps the figure where a price without tax meets a tax that is included: there it would be less money.
        """
        self.ensure_one()
        line_sudo = self.sudo()
        own, product = line_sudo.tax_ids, line_sudo.product_id
        if own == taxes:
            return reference
        options = {"quantity": 1.0, "rounding_method": "round_globally", "product": product}

        def adapt(price):
            net = taxes._get_tax_details(price, **options)["total_excluded"]
            details = own._get_tax_details(net, **options, special_mode="total_excluded")
            included = (item["tax_amount"] for item in details["taxes_data"] if item["tax"].price_include)
            return net + sum(included)

        return reference._replace(
            price=adapt(reference.price), floor=reference.floor and adapt(reference.floor)
        )

    # === MEASURED === #

    def _get_price_figures(self, entering=False):
        """Return ``{line: LineFigure}``; ``entering``: their orders are being confirmed just now."""
        every = self | self.order_id.order_line
        references = every._get_prices_in_force()
        digits = self.env["decimal.precision"].precision_get("Product Price")
        figures = {}
        for order, listed in every.filtered("order_id").grouped("order_id").items():
            lines = order.order_line | listed
            taken_off = lines._get_taken_off(references)
            for line in lines & self:
                figures[line] = line._measure_price(references[line], taken_off, digits)
        return self.env["sale.price.release.line"].sudo()._cover(figures, entering)

    def _get_taken_off(self, references):
        """Return the share that lines of a negative amount take off the goods of one order.

        A discount or a reward written as a line of its own lowers the price of every line in proportion, or it would
        be a way round.
        """
        priced = self.filtered(lambda line: references[line].price is not None)
        # a line that names no product takes off as well; a true down payment has no quantity and thus no amount
        deducted = sum(line.price_subtotal for line in self - priced if line.price_subtotal < 0)
        sold = sum(line.price_subtotal for line in self if line.price_subtotal > 0 and line.product_id)
        return price_guard.taken_off_ratio(deducted, sold)

    def _measure_price(self, reference, taken_off, digits):
        self.ensure_one()
        quantity = self._get_price_quantity()
        net = price_guard.net_of(self.price_unit, self.discount, taken_off if quantity >= 0 else 0.0)
        return self._measure_net(reference, quantity, net, digits)

    def _measure_net(self, reference, quantity, net, digits):
        """Return the ``LineFigure`` of ``quantity`` at the net price ``net``."""
        self.ensure_one()
        measure = price_guard.for_returned(reference) if quantity < 0 else reference
        status = price_guard.status_of(net, measure, digits)
        if status == "no_price" and not self._needs_approved_price():
            status = "none"
        deviation = None if reference.price is None else price_guard.deviation_of(net, reference.price)
        return LineFigure(self, reference, quantity, net, deviation, status)

    def _needs_approved_price(self):
        """Return whether the absence of an approved price is worth a word."""
        self.ensure_one()
        return (
            self._has_price_reference()
            and self.product_id.type != "service"
            and self.order_id.company_id.sudo()._has_price_sheets()
        )

    # === CHANGES === #

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale
        order_ids = {vals.get("order_id") or self.env.context.get("default_order_id") for vals in vals_list}
        orders = self.env["sale.order"].browse(filter(None, order_ids))
        orders._touch_price_guard()
        watched = orders._get_unwatched_prices()
        before = watched._get_price_standing()
        lines = super().create(vals_list)
        watched._enforce_price_change(before, left=lines._get_left_already())
        return lines

    def write(self, vals):
        # EXTENDS sale
        if not WATCHED & vals.keys():
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or [])
        orders._touch_price_guard()
        watched = orders._get_unwatched_prices()
        before = watched._get_price_standing()
        result = super().write(vals)
        watched._enforce_price_change(before)
        return result

    def _get_left_already(self):
        """Return the lines a transfer added for goods that left without having been ordered.

        Holding them would not bring the goods back: they show their deviation, and the next change is judged.
        """
        return self.filtered(
            lambda line: (
                not line.product_uom_qty
                and line.sudo().move_ids
                and set(line.sudo().move_ids.mapped("state")) == {"done"}
            )
        )
