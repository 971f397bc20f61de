"""The examples in ``rules`` are true."""

import doctest

from odoo.tests import BaseCase, tagged

from ..rules import price_guard


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_every_example_holds(self):
        result = doctest.testmod(price_guard)
        self.assertGreater(result.attempted, 0)
        self.assertEqual(result.failed, 0)

    def test_each_public_function_has_an_example(self):
        for test in doctest.DocTestFinder().find(price_guard):
            if test.name.rpartition(".")[2] in ("deviation_of", "is_less", "status_of"):
                self.assertTrue(test.examples, test.name)
