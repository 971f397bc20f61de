"""Prints the review report of a day on demand."""

from odoo import api, fields, models

from odoo.addons.backoffice_base.rules.company_day import day_of


class DeliveryReviewDay(models.TransientModel):
    _name = "delivery.review.day"
    _description = "Delivery Review Report of a Day"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    day = fields.Date(
        "Due Day", required=True, default=lambda self: self._get_today(), help="The day the reviews are due."
    )

    @api.model
    def _get_today(self):
        return day_of(fields.Datetime.now(), self.env.company.delivery_tz)

    @api.depends("day")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = fields.Date.to_string(wizard.day) or ""

    def _get_content(self):
        self.ensure_one()
        return self.env["delivery.review.report"]._get_content(self.company_id, self.day)

    def action_print(self):
        self.ensure_one()
        return self.env.ref("sales_backoffice_review.action_report_delivery_review").report_action(self)

    def action_export_xlsx(self):
        self.ensure_one()
        report = self.env.ref("sales_backoffice_review.action_report_delivery_review_xlsx")
        return report.report_action(self._get_content().all)
