"""The one number that has to be zero: delivered, not reserved, not explained."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.quantities import AGES


class InvoiceWatch(models.Model):
    """One row per company, made with the company; the scheduled month-end list hangs on it."""

    _name = "invoice.watch"
    _description = "Deliveries Not Invoiced"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    unexplained_amount = fields.Monetary(
        "Delivered, Unreserved, Unexplained",
        compute="_compute_figures",
        help="Deliveries that are neither invoiced, reserved for a date, nor excused with an approved reason. "
        "It has to be zero, and so have the lines behind it: goods without a price are worth nothing here.",
    )
    unexplained_count = fields.Integer(
        "Delivery Lines",
        compute="_compute_figures",
        help="Lines of the register behind the amount: deliveries, services entered by hand, goods without order.",
    )
    open_amount = fields.Monetary("Delivered, Not Invoiced", compute="_compute_figures")
    open_0 = fields.Monetary("0-7 Days", compute="_compute_figures")
    open_8 = fields.Monetary("8-30 Days", compute="_compute_figures")
    open_31 = fields.Monetary("31-60 Days", compute="_compute_figures")
    open_60 = fields.Monetary("Over 60 Days", compute="_compute_figures")
    late_count = fields.Integer("Reservations Past Their Date", compute="_compute_counts")
    request_count = fields.Integer("Requests to Review", compute="_compute_counts")
    issue_count = fields.Integer("Approved, to Issue", compute="_compute_counts")
    handover_count = fields.Integer("Issued, to Hand Over", compute="_compute_counts")

    _company_uniq = models.UniqueIndex("(company_id)", "Every company has one row.")

    @api.depends_context("uid")
    def _compute_figures(self):
        register = self.env["invoice.register"]
        domain = [("company_id", "in", self.company_id.ids), ("open_quantity", ">", 0)]
        figures = {}
        for company, age, amount, unexplained in register._read_group(
            domain, ["company_id", "age_bucket"], ["open_amount:sum", "unreserved_amount:sum"]
        ):
            figures[company, age] = amount, unexplained
        counts = dict(register._read_group([*domain, ("unreserved", ">", 0)], ["company_id"], ["__count"]))
        for watch in self:
            rows = [figures.get((watch.company_id, age), (0.0, 0.0)) for age in AGES]
            watch.open_0, watch.open_8, watch.open_31, watch.open_60 = (amount for amount, _u in rows)
            watch.open_amount = sum(amount for amount, _u in rows)
            watch.unexplained_amount = sum(unexplained for _a, unexplained in rows)
            watch.unexplained_count = counts.get(watch.company_id, 0)

    @api.depends_context("uid")
    def _compute_counts(self):
        reservations = self.env["invoice.reservation"]
        today = fields.Date.context_today(self)
        for name, domain in (
            (
                "late_count",
                [("planned_date", "<", today), ("state", "in", ("draft", "submitted", "approved"))],
            ),
            ("request_count", [("state", "=", "submitted")]),
            ("issue_count", [("state", "=", "approved"), ("kind", "=", "invoice")]),
            ("handover_count", [("state", "=", "issued")]),
        ):
            counts = dict(
                reservations._read_group(
                    [*domain, ("company_id", "in", self.company_id.ids)], ["company_id"], ["__count"]
                )
            )
            for watch in self:
                watch[name] = counts.get(watch.company_id, 0)

    def action_open_unexplained(self):
        """Open the deliveries behind the number."""
        return self._open("invoice_register_action", [("unreserved", ">", 0)])

    def action_open_open(self):
        return self._open("invoice_register_action", [("open_quantity", ">", 0)])

    def action_open_late(self):
        today = fields.Date.context_today(self)
        late = [("planned_date", "<", today), ("state", "in", ("draft", "submitted", "approved"))]
        return self._open("invoice_reservation_action", late)

    def action_open_requests(self):
        return self._open("invoice_reservation_action", [("state", "=", "submitted")])

    def action_open_to_issue(self):
        approved = [("state", "=", "approved"), ("kind", "=", "invoice")]
        return self._open("invoice_reservation_action", approved)

    def action_open_to_hand_over(self):
        return self._open("invoice_reservation_action", [("state", "=", "issued")])

    def _open(self, name, domain):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(f"sales_backoffice_reservation.{name}")
        return {**action, "domain": [*domain, ("company_id", "=", self.company_id.id)], "context": {}}

    @api.model
    def _ensure_rows(self):
        """Give every company its row."""
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        missing = companies - self.sudo().search([("company_id", "in", companies.ids)]).company_id
        self.sudo().create([{"company_id": company.id} for company in missing])
