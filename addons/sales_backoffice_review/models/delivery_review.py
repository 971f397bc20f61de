"""送貨單覆核: one delivery or return held against its order, receipt and prices the morning after."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rules import delivery_findings as rules

RESULTS = [
    (rules.PASSED, "Passed"),
    (rules.NO_ORDER, "No Order"),
    (rules.GOODS, "Goods Differ"),
    (rules.PRICE, "Price Differs"),
    (rules.QUANTITY, "Quantity Differs"),
    (rules.DISCOUNT, "Discount"),
    (rules.TAX, "Tax Differs"),
    (rules.DUPLICATE, "Duplicate"),
    (rules.NO_RECEIPT, "No Receipt"),
]
STATES = [("open", "To Review"), ("reviewed", "Reviewed")]


class DeliveryReview(models.Model):
    """A snapshot of the findings, and who looked at them when.

    Made by ``delivery.review.queue``; people write nothing here but the handling of the lines.
    """

    _name = "delivery.review"
    _description = "Delivery Review"
    _inherit = ["delivery.review.closing", "mail.thread", "mail.activity.mixin"]
    _order = "state, gravity, due_on, id"
    _rec_names_search = ["name", "order_id.name", "partner_id"]
    _mail_post_access = "read"  # the salesperson answers in the chatter

    _flow_start = "open"
    _flow = {"reviewed": ("open",), "open": ("reviewed",)}

    name = fields.Char("Delivery", required=True, readonly=True)
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, readonly=True, ondelete="restrict"
    )
    is_return = fields.Boolean("Return", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True, index=True)
    order_id = fields.Many2one("sale.order", readonly=True, index="btree_not_null")
    validated_on = fields.Datetime("Delivered On", required=True, readonly=True)
    delivery_day = fields.Date(
        required=True, readonly=True, index=True, help="Day of the transfer where the company is."
    )
    due_on = fields.Datetime(
        "Due", required=True, readonly=True, help="The hour of the next working day by which it is reviewed."
    )
    due_day = fields.Date(required=True, readonly=True)
    state = fields.Selection(STATES, "Status", required=True, readonly=True, default="open", tracking=True)

    line_ids = fields.One2many("delivery.review.line", "review_id", "Lines")
    result = fields.Selection(RESULTS, required=True, readonly=True, default="passed", tracking=True)
    gravity = fields.Integer(readonly=True, help="Exceptions come first: the lower, the graver.")
    finding_codes = fields.Char(readonly=True)
    line_count = fields.Integer("Delivered Lines", readonly=True)
    finding_count = fields.Integer("Lines with Findings", readonly=True)
    no_order_count = fields.Integer("Without Order", readonly=True)
    goods_count = fields.Integer("Goods Findings", readonly=True)
    price_count = fields.Integer("Price Findings", readonly=True)
    quantity_count = fields.Integer("Quantity Findings", readonly=True)
    discount_count = fields.Integer("Discount Findings", readonly=True)
    tax_count = fields.Integer("Tax Findings", readonly=True)
    duplicate_count = fields.Integer("Duplicates", readonly=True)
    no_receipt_count = fields.Integer("Missing Receipts", readonly=True)
    price_difference = fields.Monetary(
        "Difference",
        currency_field="company_currency_id",
        readonly=True,
        help="What the customer pays above (below: negative) the prices in force, in the company's currency.",
    )
    facts_hash = fields.Char(readonly=True)
    checked_on = fields.Datetime("Findings of", readonly=True, help="When the findings were computed last.")

    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    on_time = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="1 when reviewed by the due hour. Its average is the on-time rate.",
    )
    reported_on = fields.Datetime("Reported", readonly=True, copy=False, help="To the sales manager.")
    reopened_on = fields.Datetime(readonly=True, copy=False)
    changed_on = fields.Datetime(
        "Changed Since",
        readonly=True,
        copy=False,
        help="The delivery or its order was changed after the review, without a new difference.",
    )
    changed_hash = fields.Char(readonly=True, copy=False)

    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    is_amber = fields.Boolean(
        "Waiting for a Day",
        compute="_compute_is_late",
        search="_search_is_amber",
        help="Still not reviewed a day after it was due.",
    )
    is_mine = fields.Boolean("My Customers", compute="_compute_is_mine", search="_search_is_mine")
    can_review = fields.Boolean(compute="_compute_can_review")
    can_handle = fields.Boolean(compute="_compute_can_review")
    can_reopen = fields.Boolean(compute="_compute_can_review")
    review_obstacles = fields.Text("What Is Missing", compute="_compute_can_review")

    _picking_uniq = models.UniqueIndex("(picking_id)", "A delivery is reviewed once.")
    _open_idx = models.Index("(company_id, due_on) WHERE state = 'open'")

    # === COMPUTES === #

    @api.depends("state", "due_on")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for review in self:
            waiting = review.state == "open" and review.due_on
            review.is_late = bool(waiting and review.due_on < now)
            review.is_amber = bool(waiting and review.due_on < fields.Datetime.subtract(now, days=1))

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "open") & Domain("due_on", "<", fields.Datetime.now())

    def _search_is_amber(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        return Domain("state", "=", "open") & Domain("due_on", "<", limit)

    @api.depends("user_id", "partner_id.user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for review in self:
            review.is_mine = self.env.user in review.user_id | review.partner_id.user_id

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("user_id", "=", self.env.uid) | Domain("partner_id.user_id", "=", self.env.uid)

    @api.depends("state", "line_ids.handling", "line_ids.explanation", "line_ids.reasons")
    @api.depends_context("uid")
    def _compute_can_review(self):
        open_ones = self.filtered(lambda review: review.state == "open")
        obstacles = open_ones._get_closing_blockers()
        handles = self.env.user.has_group("sales_backoffice_review.group_reviewer")
        supervises = self.env.user.has_group("sales_backoffice_review.group_review_reopener")
        for review in self:
            found = obstacles.get(review.id, [])
            review.can_handle = handles
            review.can_review = review in open_ones and not found
            review.can_reopen = review.state == "reviewed" and supervises
            review.review_obstacles = " ".join(blocker.message for blocker in found) or False

    # === GUARDS === #

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "reviewed_by_id",
            "reviewed_on",
            "on_time",
            "reported_on",
            "reopened_on",
            "changed_on",
            "changed_hash",
        }

    def _check_guarded_write(self, vals):
        """People discuss a review and handle its lines; what was found is nobody's to write."""
        open_to_people = {
            "line_ids",
            *self.env["mail.thread"]._fields,
            *self.env["mail.activity.mixin"]._fields,
        }
        if vals.keys() - open_to_people - self._get_guarded_fields():
            raise AccessError(self.env._("What a review found is computed; nobody writes it."))
        return super()._check_guarded_write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A delivery review is a proof and is not deleted."))
