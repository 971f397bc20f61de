"""Goods that leave without an order are valued the day they do, and stay what they were delivered and excused as."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.availability_sql import HOLDING

QUANTITY = 1000.0  # prices are taxed for so many, so that the currency does not round that of one away


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "credit.kept.fields", "delivered.kept.fields"]

    _credit_kept = frozenset({"unordered_price"})
    _delivered_kept = frozenset(
        {
            "company_id",
            "date",
            "location_dest_id",
            "location_id",
            "origin_returned_move_id",
            "partner_id",
            "product_id",
            "product_uom",
            "quantity",
            "state",
        }
    )

    unordered_price = fields.Float(
        "Value Without Order",
        copy=False,
        readonly=True,
        digits=0,
        groups="sales_backoffice_reservation.group_invoice_reader",
        help="What one unit of goods that no order knows was worth the day they left, by the customer's price list, "
        "taxes included, in the currency of the company.",
    )
    exemption_guard = fields.Integer(
        copy=False, readonly=True, groups="base.group_system", help="Written by everything that excuses."
    )

    _to_without_order_idx = models.Index("(location_dest_id) WHERE sale_line_id IS NULL AND state = 'done'")
    _from_without_order_idx = models.Index("(location_id) WHERE sale_line_id IS NULL AND state = 'done'")

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.filtered(lambda move: move._is_unordered())._note_unordered_prices()
        return moves

    def write(self, vals):
        # EXTENDS sales_backoffice: what a reason covers is not put on an order as well
        if vals.get("sale_line_id"):
            self._check_not_excused()
        self._check_delivery_kept(vals)  # refused rather than ignored
        for moves, writable in self._get_writable(vals):
            super(StockMove, moves).write(writable)
        return True

    def _get_told_moves(self):
        return self

    def _check_not_excused(self):
        # superuser: whoever moves goods need not read the reservations
        lines_sudo = self.env["invoice.reservation.goods"].sudo().search([("stock_move_id", "in", self.ids)])
        held = lines_sudo.reservation_id.filtered(lambda document: document.state in HOLDING)
        if held:
            raise UserError(
                self.env._(
                    "%s says why these goods get no invoice: cancel it before they are put on an order.",
                    ", ".join(held.mapped("name")),
                )
            )

    # --- goods without order ------------------------------------------------

    def _is_unordered(self):
        """Whether it brought goods to a customer that no order line knows."""
        self.ensure_one()
        return (
            self.state == "done"
            and not self.sale_line_id
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
        )

    def _get_customer(self):
        return (self.picking_id.partner_id or self.partner_id).commercial_partner_id

    def _note_unordered_prices(self):
        """Keep what the goods are worth today; a price list is asked once a customer, not once a product."""
        moves_sudo = self.sudo()  # who moves goods need not know their prices
        for (company, customer), moves in moves_sudo.grouped(
            lambda move: (move.company_id, move._get_customer())
        ).items():
            prices = moves.with_company(company)._get_day_prices(customer)
            for move in moves:
                move.unordered_price = prices[move.product_id]

    def _get_day_prices(self, customer):
        """Return ``{product: price of one today}``, taxes included, in the currency of the company."""
        company, products = self.env.company, self.product_id
        pricelist = customer.with_company(company).property_product_pricelist
        prices = pricelist._get_products_price(products, 1.0, currency=company.currency_id)
        position = self.env["account.fiscal.position"]._get_fiscal_position(customer)
        found = {}
        for product in products:
            taxes = position.map_tax(product.taxes_id._filter_taxes_by_company(company))
            taxed = taxes.compute_all(
                prices[product.id], company.currency_id, QUANTITY, product=product, partner=customer
            )
            found[product] = taxed["total_included"] / QUANTITY
        return found

    def _get_unordered_value(self):
        """Return ``(value of one unit, what it was told from)`` as the register does."""
        price = self.unordered_price
        if price > 0:
            return price, "pricelist"
        price = self.product_id.product_tmpl_id.list_price
        return price, "sales_price" if price > 0 else "none"
