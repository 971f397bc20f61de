"""The rules without a database: invoice numbers, days of a calendar, quantities, tax numbers."""

import doctest
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged

from ..rules import calendar, deduction, invoice_number, issued_rows, quantities

# a busy machine is no failure
CALM = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@tagged("post_install", "-at_install")
class TestReservationRules(TransactionCase):
    def test_the_examples_of_the_rules_hold(self):
        for module in (calendar, deduction, invoice_number, issued_rows, quantities):
            results = doctest.testmod(module)
            self.assertTrue(results.attempted, module)
            self.assertFalse(results.failed, module)

    @CALM
    @given(today=DAYS, day=st.integers(1, 31))
    def test_the_next_occurrence_is_never_over_and_within_a_month(self, today, day):
        found = calendar.next_occurrence(today, day)
        self.assertTrue(today <= found <= today + timedelta(days=31))
        self.assertTrue(found.day == day or (found + timedelta(days=1)).day == 1)

    @CALM
    @given(today=DAYS, start=st.integers(1, 31), cutoff=st.integers(1, 31))
    def test_a_proposed_day_is_in_the_window(self, today, start, cutoff):
        found = calendar.propose(today, start, cutoff)
        self.assertGreaterEqual(found, today)
        self.assertLess((found - today).days, 62)
        if start <= cutoff:
            self.assertLessEqual(calendar.day_of_month(found.year, found.month, start), found)
            self.assertLessEqual(found, calendar.day_of_month(found.year, found.month, cutoff))

    def test_a_cut_off_on_a_day_off_moves_to_the_working_day_before(self):
        # 25 April 2026 is a Saturday
        partner = self.env["res.partner"].create({"name": "Calendar", "is_company": True})
        record = self.env["invoice.calendar"].create({"partner_id": partner.id, "cutoff_day": 25})
        self.assertEqual(record._get_next(25, date(2026, 4, 1)), date(2026, 4, 24))
        self.assertEqual(record._get_next(25, date(2026, 4, 25)), date(2026, 5, 25))
        propose = record._propose_day
        company = self.env.company
        self.assertEqual(propose(partner, company, date(2026, 4, 23)), date(2026, 4, 23))
        self.assertEqual(propose(partner, company, date(2026, 4, 25)), date(2026, 5, 1))
        self.assertEqual(propose(partner, company, date(2026, 4, 11)), date(2026, 4, 13))

    def test_tax_numbers_are_checked_where_their_kind_is_known(self):
        check = self.env["invoice.tax.number"]._get_problem
        for number, country in (
            ("91110000600037341L", None),
            ("00501503", "TW"),
            ("911 100 006 000 373 41L", "CN"),
            ("FR40303265045", None),
            ("12345678", "HK"),
            ("DE136695976", "DE"),
            ("136 695 976", "DE"),
            ("12-3456789", "US"),
            ("", "CN"),
        ):
            self.assertFalse(check(number, country), number)
        for number, country in (
            ("91110000600037342L", None),
            ("00501504", "TW"),
            ("00501504", None),
            ("DE136695978", "DE"),
            ("12345678", "DE"),
            ("123", None),
            ("123", "HK"),
            ("統編12345678", None),
        ):
            self.assertTrue(check(number, country), number)
