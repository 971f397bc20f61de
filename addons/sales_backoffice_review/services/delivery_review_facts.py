"""Holds delivered lines against orders, receipts and prices: for any number of them in the same few statements."""

from typing import NamedTuple

from odoo import api, models

from ..models.sale_order_line import UNPRICED
from ..rules import delivery_findings as rules
from .delivery_rows import Row, delivered_rows, twins

# What the statements read; the rest of a transaction may still be in memory.
READ = {
    "stock.picking": [
        "state",
        "date_done",
        "company_id",
        "partner_id",
        "has_signed_receipt",
        "name",
        "sale_id",
    ],
    "stock.move": [
        "state",
        "date",
        "quantity",
        "product_id",
        "product_uom",
        "sale_line_id",
        "picking_id",
        "location_id",
        "location_dest_id",
        "is_signed",
        "signed_quantity",
        "value",
        "sequence",
    ],
    "sale.order.line": [
        "product_id",
        "product_uom_qty",
        "product_uom_id",
        "price_unit",
        "discount",
        "price_reduce_taxexcl",
        "tax_ids",
        "order_id",
    ],
    "sale.order": ["currency_id", "fiscal_position_id", "partner_id", "client_order_ref", "user_id"],
    "product.product": ["product_tmpl_id"],
    "product.template": ["uom_id", "taxes_id"],
    "res.partner": ["commercial_partner_id", "user_id"],
    "uom.uom": ["factor", "parent_path"],
    "stock.location": ["usage"],
}


class ReviewedLine(NamedTuple):
    """A delivered line with what is wrong with it and what is kept of it."""

    row: Row
    found: list
    vals: dict


class DeliveryReviewFacts(models.AbstractModel):
    """Everything here runs in superuser mode: who reviews need not read cost, stock and prices."""

    _name = "delivery.review.facts"
    _description = "Facts of Delivered Lines"

    @api.model
    def _get_lines(self, pickings):
        """Return ``{picking id: [ReviewedLine]}`` for transfers of one company, as they are now."""
        self = self.sudo()
        for model, names in READ.items():
            self.env[model].flush_model(names)
        company = pickings.company_id
        rows = [Row(*values) for values in self.env.execute_query(delivered_rows(pickings.ids))]
        repeated = dict(self.env.execute_query(twins(pickings.ids, company.delivery_tz)))
        prices = self._get_price_verdicts(rows)
        taxes = self._get_expected_taxes(rows, company)
        costs = self._get_costs(rows, company)
        lines = {picking.id: [] for picking in pickings}
        for row in rows:
            price = prices.get(row.line_id, UNPRICED)
            facts = self._prepare_facts(row, company, price, taxes, row.move_id in repeated)
            found = rules.findings(facts)
            vals = self._prepare_vals(row, facts, found, price)
            vals |= {"duplicates": repeated.get(row.move_id, False)} | costs[row.move_id]
            lines[row.picking_id].append(ReviewedLine(row, found, vals))
        return lines

    # --- what is expected ---------------------------------------------------

    def _get_price_verdicts(self, rows):
        """Return ``{order line id: PriceVerdict}``; returns are not priced again."""
        ids = list(dict.fromkeys(row.line_id for row in rows if row.line_id and not row.is_return))
        return self.env["sale.order.line"].browse(ids)._get_price_verdicts()

    def _get_expected_taxes(self, rows, company):
        """Return ``{(product taxes, fiscal position): ids of the taxes to charge}``, as the order would choose them."""
        taxes, positions = self.env["account.tax"], self.env["account.fiscal.position"]
        expected = {}
        for row in rows:
            key = tuple(row.product_tax_ids), row.fiscal_position_id
            if key not in expected:
                own = taxes.browse(sorted(key[0]))._filter_taxes_by_company(company)
                position = positions.browse(row.fiscal_position_id or [])
                expected[key] = frozenset(position.map_tax(own).ids) if own else frozenset()
        return expected

    def _get_costs(self, rows, company):
        """Return ``{move id: cost and margin}`` at the cost the goods left with; returns have none."""
        products = self.env["product.product"].with_company(company)
        standard = products.browse({row.product_id for row in rows if not row.value})
        prices = {product.id: product.standard_price for product in standard}
        rates = self._get_rates(rows, company)
        costs = {}
        for row in rows:
            cost = row.value or prices.get(row.product_id, 0.0) * row.quantity * (row.product_ratio or 1.0)
            revenue = (row.price_reduce_taxexcl or 0.0) * _in_order_unit(row) * rates.get(row.currency_id, 1)
            margin = None if row.is_return else rules.margin_ratio(revenue, cost)
            costs[row.move_id] = {
                "cost": 0.0 if row.is_return else company.currency_id.round(cost),
                "has_margin": margin is not None,
                "margin_ratio": margin or 0.0,
            }
        return costs

    def _get_rates(self, rows, company):
        """Return ``{currency id: how much of the company's currency it is worth today}``."""
        currencies = self.env["res.currency"].browse({row.currency_id for row in rows if row.currency_id})
        return {
            currency.id: currency._get_conversion_rate(currency, company.currency_id, company)
            for currency in currencies
        }

    # --- facts and what is kept of them -------------------------------------

    def _prepare_facts(self, row, company, price, taxes, has_duplicate):
        return rules.Facts(
            is_return=row.is_return,
            quantity=row.quantity,
            unit_rounding=self._get_rounding(),
            has_order=bool(row.line_id),
            same_product=row.product_id == row.ordered_product_id,
            same_template=row.template_id == row.ordered_template_id,
            same_unit_kind=row.same_unit_kind is not False,
            ordered=row.ordered or 0.0,
            moved=float(row.moved or 0.0),
            order_rounding=self._get_rounding(),
            receipt_expected=company.delivery_review_receipt,
            has_receipt=bool(row.has_receipt or row.is_signed),
            signed=row.signed_quantity or 0.0 if row.is_signed else None,
            price_status=price.status,
            net_price=_net_price(row) if price.net is None else price.net,
            list_price=price.reference.price,
            is_price_approved=price.is_approved,
            discount=row.discount or 0.0,
            discount_allowed=company.delivery_review_discount,
            taxes=frozenset(row.tax_ids),
            expected_taxes=taxes[tuple(row.product_tax_ids), row.fiscal_position_id],
            has_duplicate=has_duplicate,
        )

    def _get_rounding(self):
        return 10 ** -self.env["decimal.precision"].precision_get("Product Unit")

    def _prepare_vals(self, row, facts, found, price):
        """Return the values of the line that is kept."""
        quantity, reference = _in_order_unit(row), price.reference
        known = reference.price is not None and not row.is_return
        return {
            "move_id": row.move_id,
            "sale_line_id": row.line_id,
            "order_id": row.order_id,
            "product_id": row.product_id,
            "ordered_product_id": row.ordered_product_id,
            "is_return": row.is_return,
            "uom_id": row.uom_id,
            "order_uom_id": row.order_uom_id or row.uom_id,
            "ordered_quantity": facts.ordered,
            "moved_quantity": facts.moved,
            "quantity": row.quantity,
            "is_signed": facts.signed is not None,
            "signed_quantity": facts.signed or 0.0,
            "has_receipt": facts.has_receipt,
            "currency_id": row.currency_id,
            "price_unit": row.price_unit or 0.0,
            "discount": facts.discount,
            "net_price": facts.net_price,
            "has_list_price": known,
            "list_price": reference.price or 0.0 if known else 0.0,
            "price_source": reference.source or False,
            "is_price_approved": facts.is_price_approved,
            "price_difference": rules.price_difference(quantity, facts.net_price, reference.price)
            if known
            else 0.0,
            "tax_keys": {"charged": sorted(facts.taxes), "expected": sorted(facts.expected_taxes)},
            "reasons": [list(finding) for finding in found],
            "finding_codes": codes_text(finding.code for finding in found),
            "result": rules.result_of([finding.code for finding in found]),
        }


def codes_text(codes):
    """Return codes as they are kept for searching: ``,price,tax,``, or False without any."""
    codes = sorted(set(codes), key=rules.BY_GRAVITY.index)
    return f",{','.join(codes)}," if codes else False


def _net_price(row):
    return (row.price_unit or 0.0) * (1 - (row.discount or 0.0) / 100)


def _in_order_unit(row):
    """Return the delivered quantity in the unit the price is for."""
    comparable = row.same_unit_kind is not False
    return row.quantity * float(row.unit_ratio or 1.0) if comparable else row.quantity
