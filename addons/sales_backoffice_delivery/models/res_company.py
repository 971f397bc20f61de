"""How a company follows its deliveries and closes its day."""

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.sheet_day import day_of


class ResCompany(models.Model):
    _inherit = "res.company"

    delivery_tz = fields.Selection(
        lambda self: [(name, name) for name in pytz.common_timezones],
        "Time Zone of the Day",
        required=True,
        default=lambda self: self._get_default_delivery_tz(),
        help="In which time zone a shipment belongs to a day. Fixed once a daily sheet is signed.",
    )
    delivery_left_on_validation = fields.Boolean(
        "Validated Means Left",
        default=True,
        help="Goods leave the warehouse when the transfer is validated. Otherwise somebody says when the vehicle left.",
    )
    delivery_text_auto = fields.Boolean(
        "Send Texts by Itself",
        help="Texts about deliveries go out without a click. Otherwise they are proposed on the board.",
    )
    delivery_sheet_since = fields.Date(
        "Daily Sheets Since",
        required=True,
        default=fields.Date.context_today,
        help="Shipments before this day are on no sheet. Fixed once a daily sheet is signed.",
    )
    delivery_sheet_hour = fields.Float(
        "Daily Sheet Signed By", default=17.5, help="The hour by which the sheet of the day is signed."
    )
    delivery_report_hour = fields.Float(
        "Evening Report At",
        default=17.5,
        help="The hour at which the evening report is mailed on working days.",
    )
    delivery_report_user_ids = fields.Many2many(
        "res.users",
        "res_company_delivery_report_user_rel",
        "company_id",
        "user_id",
        "Evening Report To",
        help="Empty: every sales manager of the company.",
    )
    delivery_sheet_turn = fields.Integer(
        copy=False, help="Written by whoever works on the sheets, one at a time."
    )

    _delivery_hours_in_day = models.Constraint(
        "CHECK (delivery_sheet_hour >= 0 AND delivery_sheet_hour <= 24 "
        "AND delivery_report_hour >= 0 AND delivery_report_hour <= 24)",
        "An hour of the day lies between 0:00 and 24:00.",
    )

    @api.model
    def _get_default_delivery_tz(self):
        names = (self.env.user.tz, self.env.ref("base.user_admin").sudo().tz, "UTC")
        return next(name for name in names if name in pytz.common_timezones_set)

    @api.constrains("delivery_tz", "delivery_sheet_since")
    def _check_delivery_days_kept(self):
        # the constraint also runs when the values do not change: compare with what the sheets were signed under
        for company in self:
            signed = self.env["delivery.day.sheet"].sudo()._get_signed_terms(company)
            if signed and signed != (company.delivery_tz, company.delivery_sheet_since):
                raise ValidationError(
                    self.env._(
                        "%(company)s has signed daily sheets: their time zone and their first day stay.",
                        company=company.name,
                    )
                )

    def _get_delivery_day(self, moment=None):
        """Return the day of a moment (now) in the time zone of the company."""
        self.ensure_one()
        return day_of(moment or fields.Datetime.now(), self.delivery_tz)
