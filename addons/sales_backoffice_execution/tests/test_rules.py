"""The examples in ``rules`` are true, and the rotation leaves nothing behind."""

import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..rules import rotation


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_every_example_holds(self):
        result = doctest.testmod(rotation)
        self.assertGreater(result.attempted, 0)
        self.assertEqual(result.failed, 0)

    @settings(deadline=None)
    @given(total=st.integers(0, 200), nights=st.integers(0, 30))
    def test_every_one_comes_once_a_week(self, total, nights):
        compared = dict.fromkeys(range(total), -1)  # the night each was compared last
        for night in range(nights + 14):
            waiting = sorted(compared, key=compared.get)
            overdue = [one for one in waiting if night - compared[one] > 6]
            for one in waiting[: rotation.share_of_tonight(total, len(overdue))]:
                compared[one] = night
            self.assertLessEqual(max((night - last for last in compared.values()), default=0), 7)
