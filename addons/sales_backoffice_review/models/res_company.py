"""How a company reviews its deliveries."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What decides whether a delivery is held back from invoices.
HOLDING = {"delivery_review", "delivery_review_hold_invoices", "delivery_review_start", "delivery_tz"}


class ResCompany(models.Model):
    _inherit = "res.company"

    delivery_review = fields.Boolean(
        "Review Deliveries",
        default=True,
        help="Every delivery and return is reviewed on the next working day.",
    )
    delivery_review_start = fields.Date(
        "Reviews Since",
        required=True,
        default=fields.Date.context_today,
        help="Deliveries of earlier days are not reviewed and not held back.",
    )
    delivery_review_due_hour = fields.Float(
        "Due At", default=10.0, help="The hour of the next working day by which deliveries are reviewed."
    )
    delivery_review_receipt = fields.Boolean(
        "Receipt Expected", default=True, help="A delivery without signed receipt is a finding."
    )
    delivery_review_discount = fields.Float(
        "Discount Let Pass (%)",
        help="A higher discount on a line is a finding, unless its price was approved.",
    )
    delivery_review_hold_invoices = fields.Boolean(
        "Invoice Reviewed Deliveries Only",
        help="What left and is not reviewed yet stays out of invoices, what came back out of credit notes. Goods "
        "invoiced on ordered quantities are invoiced before they leave. Down payments, services and whole invoices "
        "reversed by the accountant are not concerned.",
    )
    delivery_review_watch_days = fields.Integer(
        "Watch for Changes (Days)",
        default=60,
        help="For so many days after a review, later changes of the delivery or its order are noticed.",
    )
    delivery_review_user_ids = fields.Many2many(
        "res.users",
        "res_company_delivery_review_user_rel",
        "company_id",
        "user_id",
        "Review Report To",
        help="Empty: every sales manager of the company.",
    )
    delivery_review_problem = fields.Char(
        compute="_compute_delivery_review_problem", help="Who is meant to get the report and does not."
    )

    @api.constrains("delivery_review_due_hour", "delivery_review_discount", "delivery_review_watch_days")
    def _check_delivery_review(self):
        for company in self:
            if not 0 <= company.delivery_review_due_hour < 24:
                raise ValidationError(self.env._("An hour of the day lies between 0:00 and 24:00."))
            if not 0 <= company.delivery_review_discount <= 100 or company.delivery_review_watch_days < 0:
                raise ValidationError(
                    self.env._("The discount let pass is a percentage; days are not negative.")
                )

    @api.constrains("delivery_review_user_ids")
    def _check_delivery_review_users(self):
        group = "sales_backoffice_review.group_review_reader_all"
        blind = self.delivery_review_user_ids.filtered(lambda user: not user.has_group(group))
        if blind:
            raise ValidationError(
                self.env._(
                    "%(users)s may not see the delivery reviews of all customers and cannot get the report.",
                    users=", ".join(blind.mapped("name")),
                )
            )

    def write(self, vals):
        result = super().write(vals)
        if HOLDING & vals.keys():
            self._recompute_invoiceable()
        return result

    def _holds_unreviewed(self):
        """Return whether unreviewed deliveries of the company stay out of invoices."""
        self.ensure_one()
        return self.delivery_review and self.delivery_review_hold_invoices

    def _recompute_invoiceable(self):
        """Let the orders with unreviewed deliveries see the switch."""
        pickings = self.env["stock.picking"].sudo()
        for company in self:
            pickings |= pickings._search_unreviewed(company)
        pickings._recompute_invoiceable(forced=True)

    def _get_delivery_review_readers(self):
        """Return ``(users, problem)``: the chosen users, or every sales manager; and who of them gets nothing."""
        # superuser: whom the settings name is read by whoever sends the report
        return self._get_report_readers(self.sudo().delivery_review_user_ids, "delivery.review.report")

    @api.depends("delivery_review_user_ids.email", "delivery_review_user_ids.active")
    def _compute_delivery_review_problem(self):
        for company in self:
            _users, company.delivery_review_problem = company._get_delivery_review_readers()
