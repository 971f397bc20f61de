"""A company's day is that of its place, whoever asks from wherever."""

from datetime import date, datetime

from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestCompanyDay(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taipei, cls.angeles = cls.env["res.company"].create([{"name": "East"}, {"name": "West"}])
        cls.taipei.partner_id.tz, cls.angeles.partner_id.tz = "Asia/Taipei", "America/Los_Angeles"
        cls.clerk = new_test_user(cls.env, "clerk_of_days", groups="base.group_user", tz="Pacific/Auckland")

    @freeze_time("2026-03-31 17:00:00")
    def test_each_company_has_its_own_day_and_no_reader_another(self):
        for company, day in ((self.taipei, date(2026, 4, 1)), (self.angeles, date(2026, 3, 31))):
            for env in (self.env, self.env(user=self.clerk), self.env(context={"tz": "Pacific/Auckland"})):
                self.assertEqual(company.with_env(env)._get_company_day(), day)
        self.assertEqual(self.taipei._get_company_day(datetime(2026, 3, 1, 15, 59)), date(2026, 3, 1))

    def test_a_day_begins_at_the_company(self):
        self.assertEqual(self.taipei._get_company_moment(date(2026, 4, 1)), datetime(2026, 3, 31, 16, 0))
        self.assertEqual(
            self.angeles._get_company_moment(date(2026, 4, 1), hour=12), datetime(2026, 4, 1, 19, 0)
        )

    def test_without_an_address_the_working_hours_count(self):
        self.taipei.partner_id.tz = False
        self.taipei.resource_calendar_id.tz = "Asia/Tokyo"
        self.assertEqual(self.taipei._get_company_tz(), "Asia/Tokyo")
        self.taipei.resource_calendar_id = False
        self.assertEqual(self.taipei._get_company_tz(), "UTC")
