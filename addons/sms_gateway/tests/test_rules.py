"""The examples in the docstrings of the rules."""

import doctest

from odoo.tests import BaseCase, tagged

from ..rules import addresses, life, masking, outcome, pacing, receipts, robots, signing, wording


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_examples(self):
        for module in (addresses, life, masking, outcome, pacing, receipts, robots, signing, wording):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted, module.__name__)
            self.assertFalse(result.failed, module.__name__)
