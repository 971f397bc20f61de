"""The pure rules: their examples, and what must hold for every date."""

import doctest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..rules import (
    ageing,
    amount_words,
    bands,
    blocker,
    company_day,
    delivery_report,
    fingerprint,
    periods,
    workdays,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NEAR = st.integers(-400, 400)
KINDS = st.sampled_from(["day", "week", "month", "quarter", "year"])
ADJUSTMENTS = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.booleans(), max_size=20)
DAYS_2026 = st.dates(date(2026, 1, 1), date(2026, 3, 31))


class TestExamples(BaseCase):
    def test_the_examples_in_the_docstrings_hold(self):
        for module in (
            ageing,
            amount_words,
            bands,
            blocker,
            company_day,
            delivery_report,
            fingerprint,
            periods,
            workdays,
        ):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)


class TestWorkdayRules(BaseCase):
    @settings(deadline=None)
    @given(day=DAYS_2026, direction=st.sampled_from([1, -1]), adjustments=ADJUSTMENTS)
    def test_shifting_lands_on_the_nearest_worked_day(self, day, direction, adjustments):
        shifted = workdays.shift_to_working_day(day, direction, adjustments)
        self.assertTrue(workdays.is_working_day(shifted, adjustments))
        skipped = range(0, (shifted - day).days, direction)
        between = [day + timedelta(days=offset) for offset in skipped]
        self.assertFalse(any(workdays.is_working_day(passed, adjustments) for passed in between))

    @settings(deadline=None)
    @given(day=DAYS_2026, n=st.integers(1, 40), adjustments=ADJUSTMENTS)
    def test_adding_n_days_works_exactly_n_days(self, day, n, adjustments):
        end = workdays.add_working_days(day, n, adjustments)
        self.assertEqual(workdays.count_working_days(day + timedelta(days=1), end, adjustments), n)

    @settings(deadline=None)
    @given(day=DAYS_2026, n=st.integers(1, 40), adjustments=ADJUSTMENTS)
    def test_subtracting_is_adding_backwards(self, day, n, adjustments):
        worked = workdays.shift_to_working_day(day, 1, adjustments)
        there = workdays.add_working_days(worked, n, adjustments)
        self.assertEqual(workdays.add_working_days(there, -n, adjustments), worked)

    @given(day=DAYS, length=st.integers(0, 400), cut=st.integers(0, 400))
    def test_counts_of_two_parts_add_up(self, day, length, cut):
        end, middle = day + timedelta(days=length), day + timedelta(days=min(cut, length))
        parts = workdays.count_working_days(day, middle)
        parts += workdays.count_working_days(middle + timedelta(days=1), end)
        self.assertEqual(workdays.count_working_days(day, end), parts)

    def test_a_calendar_without_working_day_is_an_error_not_an_endless_search(self):
        with self.assertRaisesRegex(ValueError, "no working day"):
            workdays.shift_to_working_day(date(2026, 1, 1), 1, weekend=range(7))


class TestPeriodRules(BaseCase):
    @given(day=DAYS, kind=KINDS)
    def test_a_period_holds_its_day_and_every_day_in_it_has_the_same_period(self, day, kind):
        period = periods.period_of(day, kind)
        self.assertLessEqual(period.start, day)
        self.assertGreaterEqual(period.end, day)
        self.assertEqual(periods.period_of(period.start, kind), period)
        self.assertEqual(periods.period_of(period.end, kind), period)

    @given(day=DAYS, kind=KINDS)
    def test_neighbours_touch_and_are_each_others_neighbour(self, day, kind):
        period = periods.period_of(day, kind)
        self.assertEqual(period.next().start, period.end + timedelta(days=1))
        self.assertEqual(period.previous().end, period.start - timedelta(days=1))
        self.assertEqual(period.next().previous(), period)
        self.assertNotEqual(period.next().label, period.label)

    @given(day=DAYS, n=NEAR)
    def test_adding_months_never_leaves_the_target_month(self, day, n):
        moved = periods.add_months(day, n)
        self.assertEqual((moved.year * 12 + moved.month) - (day.year * 12 + day.month), n)
        self.assertTrue(moved.day == day.day or (moved == periods.month_end(moved) and moved.day < day.day))

    @given(day=DAYS, wanted=st.integers(1, 31))
    def test_the_due_day_is_in_the_month_after_and_never_later_than_wanted(self, day, wanted):
        due = periods.due_day(periods.month_end(day), wanted)
        self.assertEqual(periods.add_months(day.replace(day=1), 1), due.replace(day=1))
        self.assertEqual(due.day, min(wanted, periods.month_end(due).day))

    def test_an_unknown_kind_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "fortnight"):
            periods.period_of(date(2026, 1, 1), "fortnight")


class TestBandRules(BaseCase):
    @given(value=st.floats(0, 1e9), tops=st.lists(st.floats(0, 1e9), unique=True, max_size=6))
    def test_the_deciding_band_is_the_smallest_that_holds(self, value, tops):
        holder = bands.band_of(value, tops)
        holding = [top for top in tops if not top or value <= top + bands.TOLERANCE]
        if not holding:
            self.assertIsNone(holder)
        else:
            self.assertEqual(tops[holder], min(holding, key=lambda top: top or float("inf")))
            self.assertEqual(bands.bands_from(value, tops)[0], holder)
            self.assertEqual(len(bands.bands_from(value, tops)), len(holding))
