"""The examples of the rules hold, and words are only ever filled in."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..rules import numbering, rhythm, short_text, uninvoiced, wording


@tagged("post_install", "-at_install")
class TestLetterRules(BaseCase):
    def test_examples(self):
        for module in (numbering, rhythm, short_text, uninvoiced, wording):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    @given(st.text(alphabet="{}abc_.no 客", max_size=30), st.text(max_size=10))
    def test_words_are_filled_in_once_and_nothing_is_evaluated(self, text, value):
        unknown = wording.unknown_places(text)
        filled = wording.fill(text, dict.fromkeys(wording.PLACEHOLDERS, value))
        if not unknown:
            self.assertEqual(filled.replace(value, "") if value else filled, _without(text, value))


def _without(text, value):
    parts = text
    for name in wording.PLACEHOLDERS:
        parts = parts.replace("{" + name + "}", value)
    return parts.replace(value, "") if value else parts
