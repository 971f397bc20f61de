"""The examples in ``rules`` are true."""

import doctest

from odoo.tests import BaseCase, tagged

from ..rules import credit, credit_term


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_every_example_holds(self):
        for module in (credit, credit_term):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertEqual(result.failed, 0)

    def test_each_public_function_has_an_example(self):
        for test in doctest.DocTestFinder().find(credit):
            name = test.name.rpartition(".")[2]
            if name in ("compare", "findings", "stricter", "is_price_only", "over_ratio", "suggested_limit"):
                self.assertTrue(test.examples, name)
