"""What one delivered line showed, and what is done about it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .delivery_review import RESULTS

HANDLINGS = [
    ("corrected", "Corrected"),
    ("accepted", "Accepted with Reason"),
    ("credit_note", "Credit Note to Issue"),
    ("price_correction", "Price to Correct on the Order"),
    ("bring_back", "Goods to Bring Back"),
    ("ask_receipt", "Ask for the Receipt"),
]
WRITTEN_BY_PEOPLE = {"handling", "explanation"}
_BY_QUEUE = object()  # compared by identity: no RPC client can send it


class DeliveryReviewLine(models.Model):
    _name = "delivery.review.line"
    _description = "Delivery Review Line"
    _order = "review_id, id"
    _rec_name = "product_id"

    review_id = fields.Many2one(
        "delivery.review", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    currency_id = fields.Many2one("res.currency", readonly=True)
    move_id = fields.Many2one("stock.move", readonly=True, index="btree_not_null", ondelete="set null")
    sale_line_id = fields.Many2one(
        "sale.order.line", "Order Line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="set null")
    product_id = fields.Many2one("product.product", "Product and Specification", readonly=True)
    ordered_product_id = fields.Many2one("product.product", readonly=True)
    is_return = fields.Boolean("Return", readonly=True)

    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    order_uom_id = fields.Many2one("uom.uom", "Unit of the Order", readonly=True)
    ordered_quantity = fields.Float("Ordered", digits="Product Unit", readonly=True)
    moved_quantity = fields.Float(
        "Delivered in All",
        digits="Product Unit",
        readonly=True,
        help="Delivered less returned for the order line, up to and including this delivery.",
    )
    quantity = fields.Float("Delivered", digits="Product Unit", readonly=True)
    is_signed = fields.Boolean(readonly=True)
    signed_quantity = fields.Float("Signed", digits="Product Unit", readonly=True)
    has_receipt = fields.Boolean("Receipt at Hand", readonly=True)

    price_unit = fields.Float("Unit Price", digits="Product Price", readonly=True)
    discount = fields.Float("Discount (%)", digits="Discount", readonly=True)
    net_price = fields.Float(digits="Product Price", readonly=True)
    has_list_price = fields.Boolean(readonly=True)
    list_price = fields.Float("Price in Force", digits="Product Price", readonly=True)
    price_source = fields.Char(readonly=True, help="The price sheet or contract the price is from.")
    is_price_approved = fields.Boolean("Special Price Approved", readonly=True)
    price_difference = fields.Monetary(
        "Difference",
        readonly=True,
        help="Delivered quantity × (net price − price in force).",
    )
    tax_keys = fields.Json(readonly=True)
    tax_ids = fields.Many2many("account.tax", string="Taxes", compute="_compute_taxes", compute_sudo=True)
    expected_tax_ids = fields.Many2many(
        "account.tax", string="Expected Taxes", compute="_compute_taxes", compute_sudo=True
    )
    cost = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        groups="sales_backoffice_review.group_review_margin",
    )
    has_margin = fields.Boolean(readonly=True, groups="sales_backoffice_review.group_review_margin")
    margin_ratio = fields.Float(
        "Margin",
        readonly=True,
        aggregator="avg",
        groups="sales_backoffice_review.group_review_margin",
        help="Share of the price without tax that is left after the cost of the goods when they left.",
    )

    duplicates = fields.Char(readonly=True, help="Deliveries of the same day that look the same.")
    reasons = fields.Json(readonly=True)
    finding_codes = fields.Char(readonly=True)
    result = fields.Selection(RESULTS, required=True, readonly=True, default="passed")
    finding_text = fields.Text("Findings", compute="_compute_finding_text")

    handling = fields.Selection(HANDLINGS)
    explanation = fields.Text(help="Why it is accepted, or what is done and by whom.")
    handled_by_id = fields.Many2one("res.users", readonly=True)
    handled_on = fields.Datetime(readonly=True)

    # what the spreadsheet and the lists show of the review
    state = fields.Selection(related="review_id.state")
    partner_id = fields.Many2one(related="review_id.partner_id")
    user_id = fields.Many2one(related="review_id.user_id")
    delivery_day = fields.Date(related="review_id.delivery_day")

    _move_uniq = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "A delivered line is reviewed once."
    )

    # === COMPUTES === #

    @api.depends("tax_keys")
    def _compute_taxes(self):
        for line in self:
            keys = line.tax_keys or {}
            line.tax_ids = self.env["account.tax"].browse(keys.get("charged", []))
            line.expected_tax_ids = self.env["account.tax"].browse(keys.get("expected", []))

    @api.depends("reasons", "duplicates", "tax_keys")
    @api.depends_context("lang")
    def _compute_finding_text(self):
        for line in self:
            line.finding_text = (
                "\n".join(line._get_reason_text(reason) for _code, reason in line.reasons or []) or False
            )

    def _get_reason_text(self, reason):
        """Return the sentence for one reason, in the language of the reader."""
        self.ensure_one()
        names = {
            "charged": ", ".join(self.tax_ids.mapped("name")) or "—",
            "expected": ", ".join(self.expected_tax_ids.mapped("name")) or "—",
            "ordered": self.ordered_product_id.display_name,
            "others": self.duplicates,
            "number": f"{self.discount:g}",
        }
        sentences = self._get_reason_sentences()
        return sentences[reason] % names

    @api.model
    def _get_reason_sentences(self):
        """Return ``{reason: sentence}``; bridges with reasons of their own extend it."""
        return {
            "no_order": self.env._("Delivered without an order."),
            "other_product": self.env._("Another product than ordered (%(ordered)s)."),
            "other_spec": self.env._("Another specification than ordered (%(ordered)s)."),
            "other_unit": self.env._("Delivered in a unit that cannot be compared with the order's."),
            "not_ordered": self.env._("On the order only because it was delivered: nothing was ordered."),
            "over_ordered": self.env._("More delivered than ordered, all deliveries together."),
            "over_delivered": self.env._("More returned than was delivered."),
            "signed_less": self.env._("The customer signed for less."),
            "signed_more": self.env._("The customer signed for more."),
            "no_receipt": self.env._("No signed receipt."),
            "under_floor": self.env._("Under the floor price, without approval."),
            "below_band": self.env._("Below the price in force, without approval."),
            "above_band": self.env._("Above the price in force, without approval."),
            "no_list_price": self.env._("No approved price was in force."),
            "discount": self.env._("Discount of %(number)s %%."),
            "tax": self.env._("Taxes %(charged)s; expected: %(expected)s."),
            "duplicate": self.env._("Looks the same as %(others)s."),
        }

    def action_open_review(self):
        self.ensure_one()
        return self.review_id.get_formview_action()

    # === GUARDS === #

    def write(self, vals):
        if self.env.context.get("queue_token") is _BY_QUEUE:
            return super().write(vals)
        if vals.keys() - WRITTEN_BY_PEOPLE:
            raise AccessError(self.env._("What a review found is computed; nobody writes it."))
        closed = self.review_id.filtered(lambda review: review.state != "open")
        if closed:
            raise UserError(
                self.env._(
                    "%(deliveries)s: reviewed already. Re-open the review first.",
                    deliveries=", ".join(closed.mapped("name")),
                )
            )
        handled = {"handled_by_id": self.env.uid, "handled_on": fields.Datetime.now()}
        return super().write({**vals, **handled})

    def _write_by_queue(self, vals):
        return self.with_context(queue_token=_BY_QUEUE).write(vals)
