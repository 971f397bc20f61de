"""Working days of a company: shared days, own days, import, rights."""

import csv
from datetime import date

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import BackofficeCommon, BackofficeHttpCommon


@tagged("post_install", "-at_install")
class TestWorkdays(BackofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls._create_company()
        cls.workdays = cls.env["backoffice.workday"]
        cls.workdays.search([]).unlink()
        cls._create_workday("2026-02-16", "off")
        cls._create_workday("2026-02-14", "work")

    @classmethod
    def _create_workday(cls, day, kind, company=None, name="Spring Festival"):
        values = {"date": day, "kind": kind, "name": name, "company_id": company and company.id}
        return cls.workdays.create(values)

    def test_a_day_for_every_company_counts_for_each(self):
        for company in self.company + self.branch:
            self.assertFalse(self.workdays._is_working_day(company, date(2026, 2, 16)))
            self.assertTrue(self.workdays._is_working_day(company, date(2026, 2, 14)))

    def test_the_day_of_a_company_wins_there_and_nowhere_else(self):
        self._create_workday("2026-02-16", "work", self.branch)
        self.assertTrue(self.workdays._is_working_day(self.branch, date(2026, 2, 16)))
        self.assertFalse(self.workdays._is_working_day(self.company, date(2026, 2, 16)))

    def test_shifting_adding_and_counting_follow_the_adjustments(self):
        # Fri 13, Sat 14 worked, Sun 15, Mon 16 off, Tue 17
        self.assertEqual(self.workdays._shift(self.company, date(2026, 2, 15)), date(2026, 2, 17))
        self.assertEqual(self.workdays._shift(self.company, date(2026, 2, 16), -1), date(2026, 2, 14))
        self.assertEqual(self.workdays._shift(self.company, date(2026, 2, 16), 0), date(2026, 2, 16))
        self.assertEqual(self.workdays._add(self.company, date(2026, 2, 13), 2), date(2026, 2, 17))
        self.assertEqual(self.workdays._add(self.company, date(2026, 2, 17), -2), date(2026, 2, 13))
        self.assertEqual(self.workdays._count(self.company, date(2026, 2, 13), date(2026, 2, 17)), 3)

    def test_adjustments_are_one_query_and_stay_in_their_bounds(self):
        self._create_workday("2027-02-16", "off")
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self.workdays._adjustments(self.company, date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual(found, {date(2026, 2, 14): True, date(2026, 2, 16): False})

    @mute_logger("odoo.sql_db")
    def test_a_day_is_listed_once_per_company(self):
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self._create_workday("2026-02-16", "work")

    def test_the_supervisor_keeps_the_days_and_a_clerk_reads_them(self):
        values = {"date": "2026-05-01", "name": "Labour Day"}
        self.workdays.with_user(self.supervisor).create(values)
        self.assertTrue(self.workdays.with_user(self.clerk).search([("date", "=", "2026-05-01")]))
        with self.assertRaises(AccessError):
            self.workdays.with_user(self.clerk).create({"date": "2026-05-04", "name": "Labour Day"})

    def test_the_days_of_another_company_are_out_of_sight(self):
        theirs = self._create_workday("2026-06-19", "off", self.branch)
        self.assertFalse(self.workdays.with_user(self.supervisor).search([("id", "=", theirs.id)]))
        with self.assertRaises(AccessError):
            theirs.with_user(self.supervisor).name = "Mine"

    def test_a_csv_file_is_imported(self):
        rows = [["2026-10-01", "off", "National Day"], ["2026-10-10", "work", "National Day"]]
        result = self.workdays.with_user(self.supervisor).load(["date", "kind", "name"], rows)
        self.assertEqual(len(result["ids"]), 2, result["messages"])
        self.assertTrue(self.workdays._is_working_day(self.company, date(2026, 10, 10)))

    def test_the_sample_lists_only_weekdays_off_and_weekend_days_worked(self):
        with file_open("backoffice_base/demo/backoffice.workday.csv", "r") as sample:
            rows = list(csv.DictReader(sample))
        self.workdays.search([]).unlink()
        for row in rows:
            weekend = date.fromisoformat(row["date"]).weekday() >= 5
            self.assertEqual(row["kind"], "work" if weekend else "off", row)
        names = ["date", "kind", "name"]
        result = self.workdays.load(names, [[row[name] for name in names] for row in rows])
        self.assertEqual(len(result["ids"]), len(rows), result["messages"])
        # 2026: 261 weekdays, 19 of them off, 6 weekend days worked
        self.assertEqual(self.workdays._count(self.company, date(2026, 1, 1), date(2026, 12, 31)), 248)


@tagged("post_install", "-at_install")
class TestWorkdaysRpc(BackofficeHttpCommon):
    def test_a_clerk_cannot_add_a_holiday_from_a_client(self):
        values = [{"date": "2026-05-04", "name": "Mine"}]
        self.assertRpcRefused("AccessError", self.clerk, "backoffice.workday", "create", values)

    def test_the_methods_for_other_addons_are_not_open_to_clients(self):
        self.assertRpcRefused(
            "AccessError", self.clerk, "backoffice.workday", "_adjustments", self.company.id
        )
