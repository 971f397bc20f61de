"""The decisions themselves; their examples are in the docstrings."""

import doctest

from odoo.tests import BaseCase, tagged

from ..rules import delivery_findings


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_the_examples_hold(self):
        result = doctest.testmod(delivery_findings)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)
