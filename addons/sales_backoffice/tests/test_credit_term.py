"""The days of payment terms and credit terms, against a slow obvious recomputation over many years."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from ..rules.credit_term import furthest, is_longer
from .common import CreditCommon

YEARS = [date(2025, 1, 1) + timedelta(day) for day in range(4 * 366)]
LINE = st.fixed_dictionaries(
    {
        "delay_type": st.sampled_from(
            [
                "days_after",
                "days_after_end_of_month",
                "days_after_end_of_next_month",
                "days_end_of_month_on_the",
            ]
        ),
        "nb_days": st.integers(0, 180),
        "days_next_month": st.sampled_from(["0", "1", "10", "28", "31"]),
    }
)
TERM = st.lists(LINE, min_size=1, max_size=3)
SETTINGS = {"max_examples": 15, "deadline": None, "suppress_health_check": list(HealthCheck)}


@tagged("post_install", "-at_install")
class TestCreditTerm(CreditCommon):
    def _create_term(self, lines):
        commands = [
            Command.create({"value_amount": 0 if number else 100, **line})
            for number, line in enumerate(lines)
        ]
        return self.env["account.payment.term"].create({"name": "Random", "line_ids": commands})

    @settings(**SETTINGS)
    @given(first=TERM, second=TERM)
    def test_of_two_terms(self, first, second):
        first, second = self._create_term(first), self._create_term(second)
        beyond = max(self._days(first, day) - self._days(second, day) for day in YEARS)
        stretch = furthest(first._get_days_to_pay(), second._get_days_to_pay())
        self.assertEqual(stretch.days - stretch.approved, beyond)
        self.assertEqual(first._is_longer_than(second), beyond > 0)
        self.assertEqual(max(first._get_days_to_pay()), max(self._days(first, day) for day in YEARS))

    @settings(**SETTINGS)
    @given(term=TERM, rule=st.sampled_from(["invoice_date", "month_end"]), days=st.integers(0, 120))
    def test_of_a_term_and_the_credit_term(self, term, rule, days):
        term = self._create_term(term)
        self.profile.write({"term_rule": rule, "term_days": days})
        beyond = max(self._days(term, day) - self._approved(day) for day in YEARS)
        stretch = furthest(term._get_days_to_pay(), self.profile._get_days_to_pay())
        self.assertEqual(stretch.days - stretch.approved, beyond)

    def _days(self, term, day):
        return max((line._get_due_date(day) - day).days for line in term.line_ids)

    def _approved(self, day):
        start = day
        while self.profile.term_rule == "month_end" and (start + timedelta(1)).month == start.month:
            start += timedelta(1)
        return (start - day).days + self.profile.term_days

    def test_the_shortest_of_several_credit_terms_counts_day_by_day(self):
        ceiling = self._create_profile(self._create_customer("Other"), term_rule="month_end", term_days=10)
        days = (self.profile | ceiling)._get_days_to_pay()
        self.assertEqual((max(days), min(days)), (30, 10))

    def test_without_a_term_an_invoice_is_due_at_once(self):
        none, cash = self.env["account.payment.term"], self._create_term([{"nb_days": 0}])
        self.assertEqual(set(none._get_days_to_pay()), {0})
        self.assertFalse(is_longer(cash._get_days_to_pay(), none._get_days_to_pay()))
        self.assertTrue(self._create_term([{"nb_days": 1}])._is_longer_than(none))

    def test_credit_is_asked_again_for_a_term_from_the_end_of_the_month(self):
        net_30 = self._create_term([{"nb_days": 30}])
        month_end = self._create_term([{"nb_days": 30, "delay_type": "days_after_end_of_month"}])
        order = self._confirmed_order(800.0, payment_term_id=net_30.id)
        self.profile.base_limit = 500.0
        with self.assertRefusedForCredit():
            order.payment_term_id = month_end
