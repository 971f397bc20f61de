"""The day it is at a company, wherever the reader and the server are."""

from odoo import fields, models

from ..rules.company_day import day_of, moment_of


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_company_tz(self):
        """Return the time zone of the company's address, else of its working hours; nobody's own counts."""
        self.ensure_one()
        company_sudo = self.sudo()  # where the company is, whoever asks
        return company_sudo.partner_id.tz or company_sudo.resource_calendar_id.tz or "UTC"

    def _get_company_day(self, moment=None):
        """Return the day of a moment (UTC; now) where the company is."""
        return day_of(moment or fields.Datetime.now(), self._get_company_tz())

    def _get_company_moment(self, day, hour=0):
        """Return when it is ``hour`` (17.5 is half past five) of a day where the company is, in UTC."""
        return moment_of(day, hour, self._get_company_tz())
