"""The demand clause asks for what is late and not paid, in the currencies that owe it."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from .common import LetterCommon

CLAUSES = {
    "zh_TW": "上列金額中 {} 已逾約定付款日",
    "zh_CN": "上述金额中 {} 已超过约定付款日",
    "en_US": "Of this balance {} is past its agreed date of payment",
}


@tagged("post_install", "-at_install")
class TestDemand(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.company.currency_id.name

    def _late(self, amount, **values):
        return self._entry(amount, date(2026, 9, 5), due=date(2026, 9, 30), **values)

    def _letter(self, lang="en_US"):
        letter = self._create_letter(name="AR-9", partner_name="Rising Sun", lang=lang, demand=True)
        letter.action_review()
        return letter

    def assertDemand(self, letter, amounts):
        """The clause names ``amounts`` and prints; without them it does not."""
        self.assertEqual(bool(letter._prints_demand()), bool(amounts))
        if amounts:
            self.assertIn(CLAUSES[letter.lang].format(amounts), letter.wording_text["demand"])

    def test_what_was_paid_without_matching_is_not_asked_for_again(self):
        self._late(4465)
        self._pay(2345.5, date(2026, 10, 30))
        for lang in CLAUSES:
            letter = self._letter(lang)
            self.assertDemand(letter, f"{self.own} 2,119.50")
            self.assertRecordValues(
                letter.section_ids, [{"overdue": 4465, "due_31_60": 4465, "advance": 2345.5}]
            )
            self.assertTrue(letter.is_intact)
            letter.action_cancel()

    def test_a_letter_paid_in_full_asks_for_nothing(self):
        self._late(100)
        for paid in (100, 30):
            self._pay(paid, date(2026, 10, 30))
            letter = self._letter()
            self.assertEqual(letter.overdue, 100)
            self.assertDemand(letter, "")
            letter.action_cancel()

    def test_what_is_not_due_yet_is_not_asked_for(self):
        self._late(100)
        self._entry(1000, date(2026, 10, 5), due=date(2026, 12, 1))
        self._pay(60, date(2026, 10, 30))
        self.assertDemand(self._letter(), f"{self.own} 40.00")

    def test_only_the_currencies_that_owe_it_are_named(self):
        usd = self._other_currency()
        self._late(500)
        self._pay(500, date(2026, 10, 30))
        self._late(100, currency=usd, balance=700)
        self._pay(25, date(2026, 10, 30), currency=usd, balance=175)
        letter = self._letter()
        self.assertDemand(letter, "DMD 75.00")
        self.assertNotIn(self.own, letter.wording_text["demand"])

    def test_an_advance_of_one_currency_pays_nothing_in_another(self):
        usd = self._other_currency()
        self._late(500)
        self._pay(25, date(2026, 10, 30), currency=usd, balance=175)
        self.assertDemand(self._letter(), f"{self.own} 500.00")

    def test_without_the_clause_nothing_is_asked_for(self):
        self._late(500)
        letter = self._create_letter(name="AR-9", partner_name="Rising Sun", lang="en_US")
        self.assertFalse(letter._prints_demand())

    def test_random_books_against_a_slow_count(self):
        amounts = st.lists(st.integers(1, 90000), max_size=3)

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
        @given(late=amounts, open_later=amounts, paid=amounts)
        def check(late, open_later, paid):
            with self.env.cr.savepoint() as savepoint:
                for cents in late:
                    self._late(cents / 100)
                for cents in open_later:
                    self._entry(cents / 100, date(2026, 10, 5), due=date(2026, 12, 1))
                for cents in paid:
                    self._pay(cents / 100, date(2026, 10, 30))
                section = self._create_letter().section_ids
                cents = max(0, min(sum(late) - sum(paid), sum(late) + sum(open_later) - sum(paid)))
                self.assertAlmostEqual(section._get_demanded() if section else 0, cents / 100, 2)
                savepoint.rollback()

        check()

    def _other_currency(self):
        rate = Command.create({"name": "2026-01-01", "rate": 1 / 7, "company_id": self.company.id})
        return self.env["res.currency"].create(
            {"name": "DMD", "symbol": "D", "rounding": 0.01, "rate_ids": [rate]}
        )
