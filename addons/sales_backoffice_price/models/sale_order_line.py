"""What the price of an order line is measured against."""

from odoo import models

from ..rules.price_guard import PriceInForce
from ..services.price_reader import PriceQuestion


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_prices_in_force(self):
        """Return ``{line: PriceInForce}``, in the line's unit, currency and tax basis; bridges extend it."""
        questions = {line: line._prepare_price_question() for line in self if line._has_price_reference()}
        answers = self.env["price.reader"].sudo()._answer(questions)
        return {line: line._adapt_price(answers.get(line, PriceInForce())) for line in self}

    def _has_price_reference(self):
        """Return whether the line sells something a price list could name."""
        self.ensure_one()
        return bool(self.product_id and self.order_id and not self.display_type)

    def _prepare_price_question(self):
        self.ensure_one()
        order = self.order_id
        return PriceQuestion(
            tuple(order._get_price_pricelists()),
            self.product_id,
            self.product_uom_id or self.product_id.uom_id,
            max(self.product_uom_qty, self.qty_delivered),
            order.currency_id,
            order.company_id,
            order._get_price_moment(),
        )

    def _adapt_price(self, reference):
        """Return ``reference`` on the tax basis of the line, as Odoo adapts the price of a product."""
        self.ensure_one()
        if reference.price is None:
            return reference
        line_sudo = self.sudo()
        taxes = line_sudo.product_id.taxes_id._filter_taxes_by_company(line_sudo.company_id)

        def adapt(price):
            return price and line_sudo.product_id._get_tax_included_unit_price_from_price(
                price, product_taxes=taxes, product_taxes_after_fp=line_sudo.tax_ids
            )

        return reference._replace(price=adapt(reference.price), floor=adapt(reference.floor))
