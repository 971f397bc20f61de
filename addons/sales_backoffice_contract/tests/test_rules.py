"""The examples in ``rules`` are true."""

import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..rules import calling, clauses

TEXT = st.text("付款 3090days.\n", max_size=40)


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_every_example_holds(self):
        for module in (calling, clauses):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)

    @settings(deadline=None)
    @given(ordered=st.floats(0, 1e6), agreed=st.floats(0.01, 1e6), under=st.floats(0, 1))
    def test_the_least_is_never_more_than_ordered(self, ordered, agreed, under):
        least = calling.least(ordered, agreed, under)
        self.assertFalse(calling.is_over(least, ordered))
        self.assertGreaterEqual(least, ordered * (1 - under))

    @settings(deadline=None)
    @given(before=TEXT, after=TEXT)
    def test_a_comparison_loses_no_word(self, before, after):
        pieces = clauses.compare(before, after)
        self.assertEqual("".join(text for mark, text in pieces if mark != clauses.NEW), before)
        self.assertEqual("".join(text for mark, text in pieces if mark != clauses.GONE), after)

    @settings(deadline=None)
    @given(text=st.text("{}cutomer. _%s", max_size=30))
    def test_nothing_in_a_clause_is_evaluated(self, text):
        filled = clauses.fill(text, {"customer": "{cut}"})
        self.assertEqual(filled.count("{cut}") >= text.count("{customer}"), True)
