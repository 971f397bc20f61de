"""The examples of the rules are true."""

import doctest

from odoo.tests import TransactionCase, tagged

from ..rules import ageing, tieout


@tagged("post_install", "-at_install")
class TestRules(TransactionCase):
    def test_examples(self):
        for module in (ageing, tieout):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)
