"""When a delivery is to be reviewed: ten o'clock of the next working day, where the company is."""

from datetime import date, datetime

from odoo.tests import tagged

from .test_queue import QueueCase


@tagged("post_install", "-at_install")
class TestDue(QueueCase):
    def _due(self, moment):
        return self._queued(self._delivered(on=moment)).due_on

    def test_friday_and_the_weekend_are_due_on_monday(self):
        for day in (7, 8, 9):
            self.assertEqual(self._due(f"2031-03-0{day} 10:00:00"), datetime(2031, 3, 10, 10, 0))

    def test_a_holiday_is_skipped_and_a_worked_saturday_counts(self):
        self.env["backoffice.workday"].create(
            [
                {"date": "2031-03-10", "kind": "off", "name": "Holiday"},
                {"date": "2031-03-08", "kind": "work", "name": "For Monday"},
            ]
        )
        self.assertEqual(self._due("2031-03-07 10:00:00"), datetime(2031, 3, 8, 10, 0))
        self.assertEqual(self._due("2031-03-08 10:00:00"), datetime(2031, 3, 11, 10, 0))

    def test_a_holiday_declared_afterwards_moves_what_is_not_due_yet(self):
        review = self._queued(self._delivered())
        late = self._queued(self._delivered(quantity=9, on="2031-03-10 10:00:00"))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["backoffice.workday"].create(
            [
                {"date": "2031-03-12", "kind": "off", "name": "Typhoon", "company_id": self.company.id},
                {"date": "2031-03-13", "kind": "off", "name": "Not ours", "company_id": other.id},
            ]
        )
        self._run()
        self.assertRecordValues(
            review | late,
            [
                {"due_day": date(2031, 3, 13), "due_on": datetime(2031, 3, 13, 10, 0)},
                {"due_day": date(2031, 3, 11), "due_on": datetime(2031, 3, 11, 10, 0)},
            ],
        )

    def test_a_row_of_the_company_wins_over_one_for_all(self):
        self.env["backoffice.workday"].create(
            [
                {"date": "2031-03-12", "kind": "off", "name": "Holiday of all"},
                {"date": "2031-03-12", "kind": "work", "name": "We work", "company_id": self.company.id},
            ]
        )
        self.assertEqual(self._due("2031-03-11 10:00:00"), datetime(2031, 3, 12, 10, 0))

    # (time zone, delivered in UTC, day there, due in UTC, what it shows)
    VECTORS = (
        ("Asia/Taipei", "2031-03-11 15:59", (3, 11), "2031-03-12 02:00", "one minute to midnight"),
        ("Asia/Taipei", "2031-03-11 16:00", (3, 12), "2031-03-13 02:00", "midnight is the next day"),
        ("America/New_York", "2031-03-08 04:30", (3, 7), "2031-03-10 14:00", "summer time began on Sunday"),
        ("America/New_York", "2031-03-07 03:30", (3, 6), "2031-03-07 15:00", "still winter time"),
        ("Europe/Berlin", "2031-03-28 12:00", (3, 28), "2031-03-31 08:00", "summer time began on the 30th"),
        ("Europe/Berlin", "2031-10-24 12:00", (10, 24), "2031-10-27 09:00", "summer time ended on the 26th"),
        ("Europe/Berlin", "2031-10-23 22:30", (10, 24), "2031-10-27 09:00", "half past midnight in summer"),
        ("Asia/Kolkata", "2031-03-11 18:30", (3, 12), "2031-03-13 04:30", "half an hour off"),
        ("Pacific/Kiritimati", "2031-03-11 10:00", (3, 12), "2031-03-12 20:00", "fourteen hours ahead"),
        ("Pacific/Pago_Pago", "2031-03-11 10:59", (3, 10), "2031-03-11 21:00", "eleven hours behind"),
    )

    def test_the_next_working_day_where_the_company_is(self):
        for tz, moment, (month, day), due, shows in self.VECTORS:
            with self.subTest(shows, tz=tz):
                self.company.delivery_tz = tz
                review = self._queued(self._delivered(on=f"{moment}:00"))
                self.assertEqual(review.delivery_day, date(2031, month, day))
                self.assertEqual(review.due_on, datetime.fromisoformat(due))

    def test_the_time_zone_of_the_reader_changes_nothing(self):
        self.company.delivery_tz = "Asia/Taipei"
        queue = self.queue.with_context(tz="America/Los_Angeles")
        review = queue._queue(self._delivered(on="2031-03-11 15:59:00"))
        self.assertRecordValues(
            review, [{"delivery_day": date(2031, 3, 11), "due_on": datetime(2031, 3, 12, 2, 0)}]
        )

    def test_a_long_holiday_with_a_worked_sunday(self):
        days = self.env["backoffice.workday"]
        for number in range(20, 29):  # Thursday to Friday of the week after
            if date(2031, 3, number).weekday() < 5:
                days.create({"date": date(2031, 3, number), "kind": "off", "name": "Spring"})
        days.create({"date": "2031-03-30", "kind": "work", "name": "For the holiday"})
        self.assertEqual(self._due("2031-03-19 10:00:00"), datetime(2031, 3, 30, 10, 0))
        self.assertEqual(self._due("2031-03-30 10:00:00"), datetime(2031, 3, 31, 10, 0))

    def test_the_hour_is_a_setting(self):
        self.company.delivery_review_due_hour = 9.5
        self.assertEqual(self._due("2031-03-11 10:00:00"), datetime(2031, 3, 12, 9, 30))

    def test_late_and_amber(self):
        review = self._queued(self._delivered())
        for moment, late, amber in (
            ("2031-03-12 09:59:00", False, False),
            ("2031-03-12 10:01:00", True, False),
            ("2031-03-13 10:01:00", True, True),
        ):
            with self.at(moment):
                self.assertEqual((review.is_late, review.is_amber), (late, amber), moment)
                found = self.env["delivery.review"].search([("is_late", "=", True), ("id", "=", review.id)])
                self.assertEqual(bool(found), late)
                found = self.env["delivery.review"].search([("is_amber", "=", True), ("id", "=", review.id)])
                self.assertEqual(bool(found), amber)
