"""Order lines that call off a line of a contract: matched, priced and judged by it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from odoo.addons.sales_backoffice_price.rules.price_guard import PriceInForce

from ..rules import calling
from .sale_order import IN_FORCE

WATCHED = {
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "qty_delivered",
    "order_id",
    "contract_line_id",
    "display_type",
    "is_downpayment",
    "price_unit",
    "discount",
    "tax_ids",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    contract_line_id = fields.Many2one(
        "sale.contract.line",
        index="btree_not_null",
        ondelete="restrict",
        compute="_compute_contract_line_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('contract_id', '=', parent.contract_id), ('product_id', '=', product_id)]",
        help="The line of the contract this line calls off; proposed by product and specification.",
    )

    # === WHAT THE CONTRACT PROPOSES === #

    @api.depends("order_id.contract_id", "product_id")
    def _compute_contract_line_id(self):
        for line in self:
            contract = line.order_id.contract_id
            if not contract or not line.product_id or line.display_type:
                line.contract_line_id = False
                continue
            candidates = contract.line_ids.filtered(
                lambda agreed, line=line: agreed.product_id == line.product_id
            )
            if line.contract_line_id not in candidates:
                pairs = [(agreed.id, agreed.name) for agreed in candidates]
                line.contract_line_id = calling.best_match(line.name, pairs)

    def _reset_price_unit(self):
        # EXTENDS sale: the agreed price, with the taxes it was agreed with
        agreed = self.contract_line_id.sudo()
        if not agreed:
            return super()._reset_price_unit()
        price = agreed.product_uom_id._compute_price(agreed.price_unit, self.product_uom_id)
        return self.update({"price_unit": price, "technical_price_unit": price})

    def _compute_discount(self):
        # EXTENDS sale
        result = super()._compute_discount()
        for line in self._get_lines_to_agree():
            line.discount = line.contract_line_id.sudo().discount
        return result

    def _compute_tax_ids(self):
        # EXTENDS sale
        result = super()._compute_tax_ids()
        for line in self._get_lines_to_agree():
            line.tax_ids = line.contract_line_id.sudo().tax_ids
        return result

    def _get_lines_to_agree(self):
        """Return the lines that take the terms of their contract: on quotations, and new ones on orders."""
        return self.filtered(
            lambda line: (
                line.contract_line_id and (line.order_id.state in ("draft", "sent") or not line._origin)
            )
        )

    @api.onchange("contract_line_id")
    def _onchange_contract_line_id(self):
        self._take_contract_terms()

    def _take_contract_terms(self):
        """Take over price, discount and taxes of the contract; what is confirmed keeps its own."""
        for line in self._get_lines_to_agree():
            line._reset_price_unit()
            line.discount = line.contract_line_id.sudo().discount
            line.tax_ids = line.contract_line_id.sudo().tax_ids

    def _get_prices_in_force(self):
        # EXTENDS sales_backoffice_price: what was agreed and approved leaves nothing to judge
        prices = super()._get_prices_in_force()
        for line in self.filtered("contract_line_id"):
            agreed = line.contract_line_id.sudo()
            contract = agreed.contract_id
            if contract.state in IN_FORCE and contract.currency_id == line.order_id.currency_id:
                terms = agreed._get_terms_at(line._get_price_moment())
                reference = PriceInForce(
                    price=terms._get_net_price(line.product_uom_id),
                    source=contract.display_name,
                    origin="contract",
                )
                prices[line] = line._adapt_taxes(reference, terms.tax_ids)
        return prices

    def _prepare_contract_line_vals(self):
        """Return the values of a contract line that agrees on what the one line offers."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "name": self.name,
            "product_uom_id": self.product_uom_id.id,
            "quantity": self.product_uom_qty,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }

    # === WHAT THE LINE TAKES === #

    def _get_contract_quantity(self, confirmed=True):
        """Return what the one line takes off its contract line once confirmed, in the unit of the contract."""
        self.ensure_one()
        quantity = calling.consumed(self.product_uom_qty, self.qty_delivered, confirmed=confirmed)
        return self.product_uom_id._compute_quantity(
            quantity, self.contract_line_id.product_uom_id, round=False
        )

    @api.constrains("contract_line_id", "order_id", "product_id")
    def _check_contract_line(self):
        for line in self.filtered("contract_line_id"):
            agreed = line.contract_line_id.sudo()
            if agreed.contract_id != line.order_id.contract_id.sudo():
                raise ValidationError(
                    self.env._("%(line)s is a line of another contract.", line=agreed.display_name)
                )
            if agreed.product_id != line.product_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s is not what line %(line)s of the contract sells.",
                        product=line.product_id.display_name,
                        line=agreed.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale
        order_ids = {vals.get("order_id") or self.env.context.get("default_order_id") for vals in vals_list}
        orders = self.env["sale.order"].browse(filter(None, order_ids))
        before = orders._get_unjudged_calls()._get_call_offs()
        lines = super().create(vals_list)
        self.env["contract.call.off"]._enforce(before)
        return lines

    def write(self, vals):
        # EXTENDS sale
        if not WATCHED & vals.keys():
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or [])
        before = orders._get_unjudged_calls()._get_call_offs()
        result = super().write(vals)
        if vals.get("contract_line_id") and "price_unit" not in vals:
            self._take_contract_terms()
        self.env["contract.call.off"]._enforce(before)
        return result
