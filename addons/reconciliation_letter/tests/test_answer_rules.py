"""The decisions on plain values, by their examples and at random."""

import doctest
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..rules import answer_form, answer_scan, answer_seals, difference, portal_token, rate, reminder

cents = st.integers(-(10**12), 10**12).map(lambda value: value / 100)
days = st.integers(0, 120).map(lambda number: date(2026, 11, 1) + timedelta(days=number))
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))  # a busy machine is no failure


class TestAnswerRules(BaseCase):
    def test_examples(self):
        for module in (answer_form, answer_scan, answer_seals, difference, portal_token, rate, reminder):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    def test_only_three_seals_count(self):
        for seal, counts in (
            ("company", True),
            ("finance", True),
            ("e_signature", True),
            ("contract", False),
            ("department", False),
            ("none", False),
        ):
            self.assertEqual(answer_seals.seal_counts(seal), counts, seal)
            self.assertEqual(answer_seals.is_complete("agreed", seal), counts, seal)

    @QUIET
    @given(cents, cents, st.lists(cents, max_size=20))
    def test_a_statement_always_adds_up(self, ours, theirs, effects):
        found = difference.statement(ours, theirs, effects)
        total = sum(round(value * 100) for value in (found.ours, found.explained, found.unexplained))
        self.assertEqual(total, round(found.theirs * 100))
        left_open = round(theirs * 100) - round(ours * 100) - sum(round(value * 100) for value in effects)
        self.assertEqual(found.adds_up, not left_open)
        self.assertEqual(round(found.unexplained * 100), left_open)

    @QUIET
    @given(st.lists(st.tuples(*[st.none() | days] * 3), max_size=30), days)
    def test_a_rate_counts_what_happened_in_time(self, fates, deadline):
        found = rate.rate([rate.Fate(*fate) for fate in fates], deadline)
        counts = [0, 0, 0, 0]
        for fate in fates:
            for part in range(3):
                if fate[part] is not None and not fate[part] > deadline:
                    counts[part] += 1
            if fate[2] is not None and fate[2] > deadline:
                counts[3] += 1
        self.assertEqual([found.sent, found.replied, found.completed, found.late], counts)
        self.assertEqual(found.scope, len(fates))

    @QUIET
    @given(st.text(max_size=60))
    def test_an_amount_is_a_number_or_refused(self, text):
        try:
            found = answer_form.amount(text)
        except ValueError:
            return
        self.assertTrue(found is None or abs(found) < answer_form.LARGEST)

    @QUIET
    @given(st.text(max_size=200), st.integers(1, 64))
    def test_a_text_can_be_stored_and_shown(self, text, length):
        found = answer_form.text(text, length)
        self.assertLessEqual(len(found), length)
        self.assertTrue(found.isprintable() or not found, repr(found))
        found.encode("utf-8")

    @QUIET
    @given(st.binary(max_size=300))
    def test_only_what_looks_like_a_scan_passes(self, content):
        found = answer_scan.sniff(content)
        self.assertEqual(bool(found.problem), not found.extension)
        if found.extension:
            self.assertIn(content[:3], (b"%PD", b"\xff\xd8\xff", b"\x89PN"))

    @QUIET
    @given(st.lists(st.integers(1, 60), max_size=5), st.integers(0, 400), st.integers(0, 5))
    def test_a_stage_never_comes_twice(self, numbers, passed, done):
        sent = date(2026, 1, 1)
        chain = tuple(sorted(set(numbers)))
        stage = reminder.due_stage(sent, chain, sent + timedelta(days=passed), (done,))
        self.assertTrue(stage == 0 or stage > done)
        if stage:
            self.assertLessEqual(chain[stage - 1], passed)
