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
ALERTS = {"held": "danger", "warn": "warning", "released": "info", "exempt": "info", "prepaid": "info"}
CREDIT_LINKS = ("credit_profile_id", "credit_profile_is_readable", "credit_currency_id")
DELIVERY_OPEN = ("pending", "started", "partial")
# The customer reads the own orders too, and with them no figures of the group it belongs to.
SHOWN = {"compute": "_compute_credit", "groups": "base.group_user"}


class SaleOrderCreditShown(models.AbstractModel):
    """Read-only figures of an order; the rules are in ``sale.order`` and in the gate."""

    _name = "sale.order.credit.shown"
    _description = "Credit Shown on an Order"

    credit_state = fields.Selection(CREDIT_STATES, **SHOWN, search="_search_credit_state", string="Credit")
    credit_reason = fields.Text("Credit Reasons", **SHOWN)
    credit_can_request = fields.Boolean(**SHOWN)
    credit_alert = fields.Selection(
        [("danger", "Held"), ("warning", "Warning"), ("info", "Information")],
        compute="_compute_credit_alert",
        groups="base.group_user",
        help="How loudly the order speaks of its credit: as long as a step that is checked lies ahead.",
    )
    credit_release_id = fields.Many2one("credit.release", **SHOWN, string="Release or Open Request")
    credit_release_state = fields.Selection(
        lambda self: self.env["credit.release"]._fields["state"]._description_selection(self.env),
        **SHOWN,
        string="Release Status",
    )
    credit_release_approvers = fields.Char("Can Decide", **SHOWN)
    credit_profile_id = fields.Many2one("credit.profile", **SHOWN, string="Credit Profile Used")
    credit_profile_is_readable = fields.Boolean(**SHOWN)
    credit_currency_id = fields.Many2one("res.currency", **SHOWN)
    credit_limit_today = fields.Monetary("Credit Limit", **SHOWN, currency_field="credit_currency_id")
    credit_receivable = fields.Monetary("A Receivable", **SHOWN, currency_field="credit_currency_id")
    credit_delivered = fields.Monetary("B Delivered", **SHOWN, currency_field="credit_currency_id")
    credit_ordered = fields.Monetary("C Ordered", **SHOWN, currency_field="credit_currency_id")
    credit_draft = fields.Monetary("D Draft Invoices", **SHOWN, currency_field="credit_currency_id")
    credit_bills = fields.Monetary("N Bills", **SHOWN, currency_field="credit_currency_id")
    credit_prepaid = fields.Monetary("P Prepaid", **SHOWN, currency_field="credit_currency_id")
    credit_exposure = fields.Monetary("Exposure", **SHOWN, currency_field="credit_currency_id")
    credit_available = fields.Monetary("Available", **SHOWN, currency_field="credit_currency_id")
    credit_overdue = fields.Monetary("Overdue", **SHOWN, currency_field="credit_currency_id")
    credit_oldest_overdue_days = fields.Integer("Oldest Overdue (Days)", **SHOWN)

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
        self.update(dict.fromkeys((*self._get_credit_figure_fields(), *CREDIT_LINKS), False))
        self.credit_state = verdict.state if verdict else "none"
        self.credit_reason = self.env["credit.gate"]._get_reason_text(verdict) if verdict else False
        held = bool(verdict) and verdict.state == "held"
        requested = self._get_open_credit_request() if held else self.env["credit.release"]
        release_sudo = (verdict and verdict.release) or requested
        self.credit_release_id = release_sudo.sudo(False)
        self.credit_release_state = release_sudo.state
        self.credit_release_approvers = release_sudo.state == "submitted" and release_sudo.approver_names
        self.credit_can_request = held and verdict.mode == credit.HOLD and not requested
        if verdict and verdict.profiles:
            profile, figures = verdict.get_tightest()
            self.credit_profile_id = profile.sudo(False)
            self.credit_profile_is_readable = bool(self.credit_profile_id._filtered_access("read"))
            self.credit_currency_id = profile.currency_id
            for name, source in self._get_credit_figure_fields().items():
                self[name] = getattr(figures, source)

    def _get_open_credit_request(self):
        """Return the newest request for the order that nobody decided on yet."""
        self.ensure_one()
        return self.sudo().credit_release_ids.filtered(
            lambda release: release.state in ("draft", "submitted")
        )[:1]

    @api.depends("credit_state", "state", "delivery_status")
    def _compute_credit_alert(self):
        for order in self:
            ahead = order.state in ("draft", "sent") or order.delivery_status in DELIVERY_OPEN
            order.credit_alert = ahead and ALERTS.get(order.credit_state)

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
