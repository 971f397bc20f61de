"""What an order shows of its customer's credit, and whether it will be held."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import credit

CREDIT_STATES = [
    ("none", "No Credit Control"),
    ("ok", "Within Credit"),
    ("warn", "Credit Warning"),
    ("held", "Held for Credit"),
    ("released", "Released"),
    ("exempt", "Exempt"),
    ("prepaid", "Prepaid"),
]


class SaleOrderCreditShown(models.AbstractModel):
    """Read-only figures of an order; the rules are in ``sale.order`` and in the gate."""

    _name = "sale.order.credit.shown"
    _description = "Credit Shown on an Order"

    credit_state = fields.Selection(
        CREDIT_STATES, compute="_compute_credit", search="_search_credit_state", string="Credit"
    )
    credit_reason = fields.Text("Credit Reasons", compute="_compute_credit")
    credit_can_request = fields.Boolean(compute="_compute_credit")
    credit_profile_id = fields.Many2one(
        "credit.profile", compute="_compute_credit", string="Credit Profile Used"
    )
    credit_currency_id = fields.Many2one("res.currency", compute="_compute_credit")
    credit_limit_today = fields.Monetary(
        "Credit Limit", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_receivable = fields.Monetary(
        "A Receivable", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_delivered = fields.Monetary(
        "B Delivered", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_ordered = fields.Monetary(
        "C Ordered", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_draft = fields.Monetary(
        "D Draft Invoices", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_bills = fields.Monetary("N Bills", compute="_compute_credit", currency_field="credit_currency_id")
    credit_prepaid = fields.Monetary(
        "P Prepaid", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_exposure = fields.Monetary(
        "Exposure", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_available = fields.Monetary(
        "Available", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_overdue = fields.Monetary(
        "Overdue", compute="_compute_credit", currency_field="credit_currency_id"
    )
    credit_oldest_overdue_days = fields.Integer("Oldest Overdue (Days)", compute="_compute_credit")

    @api.depends("partner_id", "partner_invoice_id", "amount_total", "state", "payment_term_id", "company_id")
    @api.depends("credit_release_ids.state")
    def _compute_credit(self):
        gate = self.env["credit.gate"]
        orders = self.filtered(lambda order: order.partner_invoice_id and order.company_id)
        requests = [order.sudo()._prepare_credit_request() for order in orders if order.state != "cancel"]
        # one by one: quotations do not take credit from each other before they are confirmed
        verdicts = {verdict.request.order.id: verdict for verdict in gate._assess_apart(requests)}
        for order in self:
            order._show_credit(verdicts.get(order.id))

    def _show_credit(self, verdict):
        self.ensure_one()
        self.update(dict.fromkeys(self._get_credit_figure_fields(), False))
        self.credit_state = verdict.state if verdict else "none"
        self.credit_reason = self.env["credit.gate"]._get_reason_text(verdict) if verdict else False
        self.credit_can_request = bool(verdict) and verdict.state == "held" and verdict.mode == credit.HOLD
        if verdict and verdict.profiles:
            profile, figures = verdict.get_tightest()
            self.credit_profile_id = profile.sudo(False)
            self.credit_currency_id = profile.currency_id
            for name, source in self._get_credit_figure_fields().items():
                self[name] = figures.values[source]

    @api.model
    def _get_credit_figure_fields(self):
        """Return ``{field: figure of the profile}``."""
        return {
            "credit_limit_today": "limit_today",
            "credit_receivable": "receivable",
            "credit_delivered": "delivered",
            "credit_ordered": "ordered",
            "credit_draft": "draft",
            "credit_bills": "bills",
            "credit_prepaid": "prepaid",
            "credit_exposure": "exposure",
            "credit_available": "available",
            "credit_overdue": "overdue_amount",
            "credit_oldest_overdue_days": "oldest_overdue_days",
        }

    def _search_credit_state(self, operator, value):
        # only open quotations have a state worth searching for
        if operator != "in":
            return NotImplemented
        quotations = self.search([("state", "in", ("draft", "sent"))])
        return Domain("id", "in", quotations.filtered(lambda order: order.credit_state in value).ids)
