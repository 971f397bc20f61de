"""Pages of printed statements: whole rows, each page with its own head."""

from unittest.mock import patch

from odoo.tests import tagged

from .test_contract_statement import StatementCommon


@tagged("post_install", "-at_install")
class TestPrintedStatement(StatementCommon):
    def test_printed_pages_hold_every_row_once(self):
        for model in ("contract.statement", "contract.statistics.wizard"):
            for count in range(40):
                pages = self.env[model]._get_pages(list(range(count)), 14, 17)
                self.assertEqual([row for page in pages for row in page], list(range(count)))
                self.assertTrue(all(pages[1:]) and len(pages[0]) <= 14)
                self.assertLessEqual({len(page) for page in pages[1:-1]}, {17})

    def test_each_printed_page_has_its_own_head(self):
        statement = self._create_statement()
        rows = statement.row_ids[0]
        for _turn in range(5):
            rows = rows.concat(rows)
        with patch.object(type(statement), "row_ids", rows):
            html = self.env["ir.qweb"]._render(
                "sales_backoffice_execution.report_contract_statement", {"docs": statement}
            )
        heads = html.count("<div>Contract Number</div>")
        self.assertEqual((heads, html.count(self.contract.name)), (3, 64))
