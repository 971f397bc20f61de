"""The examples in the docstrings of the rules hold."""

import doctest

from odoo.tests import BaseCase, tagged

from ..rules import pictures, progress


@tagged("post_install", "-at_install")
class TestDeliveryRules(BaseCase):
    def test_the_examples_hold(self):
        for module in (pictures, progress):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)
