"""The examples in the docstrings of the rules."""

import doctest

from odoo.tests import TransactionCase, tagged

from ..rules import incoming, ladder, quiet, retry, text_fit, wording


@tagged("post_install", "-at_install")
class TestRules(TransactionCase):
    def test_examples(self):
        for module in (incoming, ladder, quiet, retry, text_fit, wording):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)
