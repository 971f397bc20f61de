"""The report to the sales manager: exceptions first, once a day, in a mail, a spreadsheet and on paper."""

import base64
import io

from openpyxl import load_workbook
from psycopg2 import errors

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .test_queue import QueueCase

REPORT = "sales_backoffice_review.delivery_review"
TEN = "2031-03-12 10:05:00"
HEADERS = [
    "Delivery", "Customer", "Salesperson", "Product and Specification", "Unit", "Ordered", "Delivered", "Signed",
    "Currency", "Net Price", "Price in Force", "Difference", "Result", "Findings", "Reviewed By", "Reviewed On",
    "Handling", "Reported",
]  # fmt: skip


class Broken(UserError):
    """What a template with a mistake raises."""

    def __init__(self):
        super().__init__("Broken")


class ReportCase(QueueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["sales_manager"]
        cls.company.delivery_review_user_ids = cls.manager
        cls.manager.write({"email": "max@example.com", "lang": "en_US"})
        cls.old = cls._queued(cls._delivered(quantity=3, on="2031-03-10 10:00:00"))
        cls.bad = cls._queued(cls._delivered(price=94.0))
        cls.good = cls._queued(cls._delivered(quantity=11))

    def _send(self, moment=TEN):
        with self.at(moment), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["delivery.review.report"]._cron_send()
        self.env.invalidate_all()
        return self.env["delivery.review.report"].search([("company_id", "=", self.company.id)])


@tagged("post_install", "-at_install")
class TestSending(ReportCase):
    def test_before_the_hour_nothing_is_sent(self):
        self.assertFalse(self._send("2031-03-12 09:55:00"))

    def test_at_the_hour_it_is_sent_once(self):
        report = self._send()
        self.assertEqual(self._send("2031-03-12 12:00:00"), report)
        self.assertRecordValues(
            report,
            [
                {
                    "user_ids": self.manager.ids,
                    "due_count": 2,
                    "reviewed_count": 0,
                    "finding_count": 1,
                    "waiting_count": 2,
                    "earlier_count": 1,
                    "problem": False,
                }
            ],
        )
        self.assertEqual(len(report.mail_ids), 1)
        self.assertEqual(report.mail_ids.recipient_ids, self.manager.partner_id)

    def test_when_everything_is_reviewed_it_does_not_wait(self):
        self._handle(self.bad)
        self._review(self.old | self.bad | self.good)
        report = self._send("2031-03-12 08:00:00")
        self.assertRecordValues(report, [{"reviewed_count": 2, "on_time_count": 2, "waiting_count": 0}])

    def test_exceptions_come_first_and_old_ones_are_named(self):
        body = self._send().mail_ids.body_html
        positions = [body.index(word) for word in (self.old.name, self.bad.name, self.good.name)]
        self.assertEqual(positions, sorted(positions))
        self.assertIn("Below the price in force", body)

    def test_the_reviews_know_that_they_were_reported(self):
        self._send()
        self.assertTrue(all((self.old | self.bad | self.good).mapped("reported_on")))

    def test_not_on_a_day_off(self):
        self.env["backoffice.workday"].create({"date": "2031-03-12", "kind": "off", "name": "Holiday"})
        self.assertFalse(self._send())

    def test_nothing_due_and_nothing_left_sends_nothing(self):
        self.env["delivery.review"].search([]).sudo()._write_by_flow(
            {"state": "reviewed", "due_day": "2031-03-01"}
        )
        self.assertFalse(self._send())

    def test_nobody_to_send_it_to_is_said(self):
        self.manager.email = False
        report = self._send()
        self.assertFalse(report.mail_ids)
        self.assertIn(self.manager.name, report.problem)

    def test_one_of_two_without_address_is_named_where_somebody_looks(self):
        silent = self.manager.copy({"login": "silent", "name": "Silent Manager", "email": False})
        self.company.delivery_review_user_ids |= silent
        self.assertEqual(self.company.delivery_review_problem, "No e-mail address: Silent Manager.")
        report = self._send()
        self.assertRecordValues(
            report, [{"user_ids": self.manager.ids, "problem": "No e-mail address: Silent Manager."}]
        )

    def test_a_company_whose_report_fails_does_not_silence_the_others(self):
        failing = self.env["res.company"].create({"name": "Another Trader", "delivery_tz": "UTC"})
        reports = type(self.env["delivery.review.report"])
        due = reports._get_day_to_send

        def fails_elsewhere(self, company):
            if company == failing:
                raise Broken
            return due(self, company)

        self.patch(reports, "_get_day_to_send", fails_elsewhere)
        with self.assertLogs("odoo.addons.sales_backoffice_review", "ERROR"):
            self.assertTrue(self._send())

    def test_a_reader_who_lost_the_right_stops_nobody(self):
        leaver = self.manager.copy({"login": "leaver", "name": "Leaver", "email": "leaver@example.com"})
        self.company.delivery_review_user_ids |= leaver
        leaver.group_ids = self.env.ref("base.group_user")
        report = self._send()
        self.assertRecordValues(
            report, [{"user_ids": self.manager.ids, "problem": "May not read it: Leaver."}]
        )
        self.assertEqual(report.mail_ids.recipient_ids, self.manager.partner_id)

    def test_without_a_choice_every_sales_manager_gets_it(self):
        self.company.delivery_review_user_ids = False
        users, _problem = self.company._get_delivery_review_readers()
        self.assertIn(self.manager, users)
        self.assertNotIn(self.users["clerk"], users)

    def test_only_who_sees_every_customer_gets_it(self):
        with self.assertRaisesRegex(ValidationError, "Seller"):
            self.company.delivery_review_user_ids = self.users["seller"]

    def test_a_second_row_for_the_day_cannot_be_written(self):
        report = self._send()
        with self.assertRaises(errors.UniqueViolation), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            report.sudo().create({"company_id": self.company.id, "day": report.day})

    def test_the_mail_speaks_the_language_of_its_reader(self):
        self.manager.lang = "zh_TW"
        mail = self._send().mail_ids
        self.assertIn("覆核", mail.subject)
        self.assertIn("低於", mail.body_html)

    def test_the_reader_gets_margins_only_with_the_group(self):
        content = base64.b64decode(self._send().mail_ids.attachment_ids.datas)
        headers = [cell.value for cell in load_workbook(io.BytesIO(content)).active[4]]
        self.assertIn("Margin", headers)

    def test_a_report_that_was_sent_stays(self):
        with self.assertRaises(AccessError):
            self._send().unlink()


@tagged("post_install", "-at_install")
class TestSheetAndPaper(ReportCase):
    def _table(self, reviews, user):
        report = self.env["ir.actions.report"].with_user(user)
        content, kind = report._render_xlsx(REPORT, reviews.ids, {})
        self.assertEqual(kind, "xlsx")
        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=4, values_only=True))
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def test_the_columns_of_the_trade(self):
        self._sign(self.bad.picking_id, 9)
        self.bad.with_user(self.reviewer).action_refresh()
        self._handle(self.bad, "price_correction")
        self._review(self.bad)
        rows = self._table(self.good | self.bad, self.reviewer)
        self.assertEqual(list(rows[0]), HEADERS)
        first = rows[0]
        self.assertEqual(first["Delivery"], self.bad.name)
        self.assertEqual((first["Ordered"], first["Delivered"], first["Signed"]), (10, 10, 9))
        self.assertEqual((first["Net Price"], first["Price in Force"], first["Difference"]), (94, 100, -60))
        self.assertEqual((first["Result"], first["Reviewed By"]), ("Price Differs", "Clerk"))
        self.assertIn("Price to Correct on the Order: Agreed", first["Handling"])

    def test_a_manager_sees_the_margin(self):
        self.assertIn("Margin", self._table(self.good, self.manager)[0])

    def test_somebody_elses_customers_are_not_exported(self):
        with self.assertRaises(AccessError):
            self._table(self.good, self.users["other_seller"])

    def test_the_day_is_printed_on_demand(self):
        wizard = self.env["delivery.review.day"].with_user(self.manager).create({"day": "2031-03-12"})
        reports = self.env["ir.actions.report"].with_user(self.manager)
        name = "sales_backoffice_review.report_delivery_review"
        html = reports._render_qweb_html(name, wizard.ids)[0].decode()
        for word in (self.old.name, self.bad.name, self.good.name, "94.00", "100.00", "Margin"):
            self.assertIn(word, html)
        with self.allow_pdf_render():
            content, _kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
                name, wizard.ids
            )
        pages = PdfFileReader(io.BytesIO(content)).pages
        self.assertIn("1 / 1", pages[0].extract_text())

    def test_a_salesperson_prints_the_own_customers(self):
        wizard = (
            self.env["delivery.review.day"]
            .with_user(self.users["other_seller"])
            .create({"day": "2031-03-12"})
        )
        self.assertFalse(wizard._get_content().all)
