"""The evening report: when, to whom, and what stands first."""

from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..models.delivery_evening_report import SECTIONS
from .common import DeliveryCommon

FRIDAY, SATURDAY = datetime(2026, 3, 6), datetime(2026, 3, 7)


class Broken(UserError):
    """What a template with a mistake raises."""

    def __init__(self):
        super().__init__("Broken")


@tagged("post_install", "-at_install")
class TestEveningReport(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["sales_manager"].email = "manager@example.com"
        cls.company.delivery_report_user_ids = cls.users["sales_manager"]

    def _is_due(self, day, hour, minute=0):
        """Whether the report is due at an hour of Shanghai."""
        with freeze_time(day + timedelta(hours=hour - 8, minutes=minute)):
            return self.env["delivery.evening.report"]._is_due(self.company)

    def test_it_is_due_from_half_past_five_on_a_working_day(self):
        self.assertFalse(self._is_due(FRIDAY, 17, 29))
        self.assertTrue(self._is_due(FRIDAY, 17, 30))
        self.assertTrue(self._is_due(FRIDAY, 23))
        self.assertFalse(self._is_due(SATURDAY, 18))

    def test_a_saturday_that_is_worked_has_its_report(self):
        self.env["backoffice.workday"].create({"date": SATURDAY.date(), "kind": "work", "name": "Swap"})
        self.assertTrue(self._is_due(SATURDAY, 18))

    def test_it_is_sent_once_a_day(self):
        with freeze_time(FRIDAY + timedelta(hours=10)):
            self.env["delivery.evening.report"]._do_report(self.company)
        self.assertFalse(self._is_due(FRIDAY, 19))

    def test_trouble_stands_first_and_nothing_is_missing(self):
        trouble, unsigned, signed, otherwise = (self._shipped() for _number in range(4))
        trouble._do_report_exception(self.exception_reason, "Flat tyre")
        unsigned.eta = self._now() - timedelta(hours=1)
        self._sign(signed)
        self._sign(otherwise, quantities={otherwise.move_ids: (9.0, 0.0, None)}, images=[])
        self.env.flush_all()
        report = self.env["delivery.evening.report"]._do_report(self.company)
        sections = report._get_sections(self.company, self.company._get_delivery_day())
        ours = trouble | unsigned | signed | otherwise
        found = {name: sections[name].picking_id & ours for name in SECTIONS}
        self.assertEqual(
            found,
            {
                "exception": trouble,
                "delayed": unsigned,
                "unsigned": trouble | unsigned,
                "no_receipt": otherwise,
                "difference": otherwise,
                "signed": signed | otherwise,
            },
        )
        body = report.body
        self.assertLess(body.index("Flat tyre"), body.index(signed.name))
        self.assertRecordValues(
            report.mail_ids, [{"email_to": '"Sales Manager" <manager@example.com>', "state": "outgoing"}]
        )
        self.assertIn("1 exceptions", report.mail_ids.subject)

    def test_a_planned_delivery_of_tomorrow_is_not_today(self):
        picking = self._picking()
        picking.planned_departure = self._now() + timedelta(days=2)
        self.env.flush_all()
        sections = self.env["delivery.evening.report"]._get_sections(
            self.company, self.company._get_delivery_day()
        )
        self.assertNotIn(picking, sections["unsigned"].picking_id)

    def test_without_anybody_to_send_to_the_row_says_so(self):
        self.users["sales_manager"].email = False
        report = self.env["delivery.evening.report"]._do_report(self.company)
        self.assertRecordValues(report, [{"state": "no_recipient", "mail_ids": []}])

    def test_without_names_every_sales_manager_of_the_company_reads_it(self):
        self.company.delivery_report_user_ids = False
        readers, problem = self.env["delivery.evening.report"]._get_readers(self.company)
        self.assertIn(self.users["sales_manager"], readers)
        self.assertNotIn(self.users["clerk"], readers)
        self.assertFalse(problem)

    def test_a_manager_without_address_is_named_and_the_others_read_it(self):
        silent = self.users["sales_manager"].copy(
            {"login": "silent", "name": "Silent Manager", "email": False}
        )
        self.company.delivery_report_user_ids |= silent
        self.assertEqual(self.company.delivery_report_problem, "No e-mail address: Silent Manager.")
        report = self.env["delivery.evening.report"]._do_report(self.company)
        self.assertRecordValues(report, [{"state": "sent", "problem": "No e-mail address: Silent Manager."}])
        self.assertEqual(len(report.mail_ids), 1)

    def test_who_lost_the_right_or_the_company_is_named_and_stops_nobody(self):
        self.users["clerk"].email = "clerk@example.com"
        self.company.delivery_report_user_ids |= self.users["clerk"]
        report = self.env["delivery.evening.report"]._do_report(self.company)
        self.assertEqual(report.recipient_ids, self.users["sales_manager"].partner_id)
        self.assertIn("Clerk", report.problem)

    def test_a_company_whose_report_fails_does_not_silence_the_others(self):
        self._report_today()
        other = self.env["res.company"].create(
            {"name": "Second Trader", "delivery_report_hour": 0.0, "delivery_tz": self.company.delivery_tz}
        )
        reports = type(self.env["delivery.evening.report"])
        work = reports._do_report

        def fails_at_home(self, company, day=None):
            if company != other:
                raise Broken
            return work(self, company, day)

        self.patch(reports, "_do_report", fails_at_home)
        with (
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.sales_backoffice_delivery", "ERROR"),
        ):
            self.env.ref("sales_backoffice_delivery.cron_evening_report").method_direct_trigger()
        found = self.env["delivery.evening.report"].search([("date", "=", self._day())]).company_id
        self.assertIn(other, found)
        self.assertNotIn(self.company, found)

    def _report_today(self):
        """Whatever day it is, the report is due."""
        self.company.delivery_report_hour = 0.0
        self.env["backoffice.workday"].search([]).unlink()
        self.env["backoffice.workday"].create({"date": self._day(), "kind": "work", "name": "Today"})

    def test_the_job_reports_for_each_company(self):
        self._report_today()
        with self.enter_registry_test_mode():
            for _run in range(2):
                self.env.ref("sales_backoffice_delivery.cron_evening_report").method_direct_trigger()
        self.assertEqual(
            self.env["delivery.evening.report"].search_count(
                [("company_id", "=", self.company.id), ("date", "=", self._day())]
            ),
            1,
        )
