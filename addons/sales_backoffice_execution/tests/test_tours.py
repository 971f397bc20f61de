"""From the list to the figures, from the draft to the filed statement, told by a browser: desk and phone."""

from odoo.tests import HttpCase, tagged

from .test_contract_statement import StatementCommon


class ExecutionTours(StatementCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the tours read English words
        for user in cls.users.values():
            user.lang = "en_US"

    def _execution_story(self):
        self.start_tour(
            "/odoo/contract-execution", "sales_backoffice_execution_figures", login="credit_seller"
        )

    def _statement_story(self):
        statement = self._create_statement()
        url = f"/odoo/contract-statements/{statement.id}"
        self.start_tour(url, "sales_backoffice_execution_submit", login="credit_clerk")
        self.start_tour(url, "sales_backoffice_execution_file", login="credit_sales_manager")
        self.assertEqual((statement.state, statement.is_intact), ("approved", True))
        self._pay_on(self.invoice, 500.0, self.period.end)
        self.start_tour(url, "sales_backoffice_execution_compare", login="credit_clerk")
        self.assertTrue(statement.difference_count)


@tagged("post_install", "-at_install")
class TestExecutionToursOnADesk(ExecutionTours):
    def test_a_contract_shows_what_became_of_it(self):
        self._execution_story()

    def test_a_statement_is_submitted_filed_and_compared(self):
        self._statement_story()


@tagged("post_install", "-at_install")
class TestExecutionToursOnAPhone(ExecutionTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_contract_shows_what_became_of_it(self):
        self._execution_story()

    def test_a_statement_is_submitted_filed_and_compared(self):
        self._statement_story()
