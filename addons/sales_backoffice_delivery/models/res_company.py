"""How a company follows its deliveries and closes its day."""

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.backoffice_base.rules.company_day import day_of


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
    delivery_report_problem = fields.Char(
        compute="_compute_delivery_report_problem",
        help="Who is meant to get the evening report and does not.",
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

    def _get_report_readers(self, chosen, model):
        """Return ``(users, problem)``: who gets a report by mail, and a sentence about who was meant and does not.

        Meant are the ``chosen``, or every sales manager of the company. Nobody is left out silently: without an
        address, away from the company, or without the right to read ``model``, the sentence names them.
        """
        self.ensure_one()
        # superuser: whom the settings name is read by whoever sends the report
        meant = chosen.sudo().filtered("active") or self._get_sales_managers()
        silent = meant.filtered(lambda user: not user.email)
        blind = (meant - silent).filtered(
            lambda user: (
                self not in user.company_ids or not self.env[model].with_user(user).has_access("read")
            )
        )
        problem = self._get_reader_problem(meant, silent, blind)
        return (meant - silent - blind).with_env(self.env), problem

    def _get_sales_managers(self):
        """Return the sales managers of the company; the administrator only counts with an address."""
        group = self.env.ref("backoffice_base.group_sales_manager")
        managers = self.env["backoffice.approval.rule"]._get_members(group, self)
        admin = self.env.ref("base.user_admin").sudo()
        return managers - self.env.ref("base.user_root") - (admin.browse() if admin.email else admin)

    @api.model
    def _get_reader_problem(self, meant, silent, blind):
        if not meant:
            return self.env._(
                "There is nobody to send it to: no sales manager, and nobody chosen in the settings."
            )
        sentences = []
        if silent:
            names = ", ".join(silent.mapped("name"))
            sentences.append(self.env._("No e-mail address: %(users)s.", users=names))
        if blind:
            names = ", ".join(blind.mapped("name"))
            sentences.append(self.env._("May not read it: %(users)s.", users=names))
        return " ".join(sentences) or False

    @api.depends("delivery_report_user_ids.email", "delivery_report_user_ids.active")
    def _compute_delivery_report_problem(self):
        for company in self:
            _users, problem = company._get_report_readers(
                company.sudo().delivery_report_user_ids, "delivery.evening.report"
            )
            company.delivery_report_problem = problem

    def _get_delivery_day(self, moment=None):
        """Return the day of a moment (now) in the time zone of the company."""
        self.ensure_one()
        return day_of(moment or fields.Datetime.now(), self.delivery_tz)
