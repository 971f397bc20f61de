"""Who reads and does what; other companies; nothing over RPC; and how many queries it takes."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .test_contract_statement import StatementCommon

READERS = ("clerk", "supervisor", "sales_manager", "accountant", "general_manager", "auditor")
MODELS = ("contract.execution", "contract.execution.line", "contract.statistics")
STATEMENTS = ("contract.statement", "contract.statement.row", "contract.statement.difference")


@tagged("post_install", "-at_install")
class TestRights(StatementCommon):
    def _count(self, model, user):
        domain = [("contract_id", "=", self.contract.id)] if "contract_id" in self.env[model]._fields else []
        return self.env[model].with_user(self.users[user]).search_count(domain)

    def test_a_salesperson_reads_own_customers_only(self):
        for model in MODELS:
            with self.subTest(model=model):
                self.assertTrue(self._count(model, "seller"))
                self.assertFalse(self._count(model, "other_seller"))

    def test_a_salesperson_reads_no_statement_of_everybody(self):
        for model in STATEMENTS:
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._count(model, "seller")

    def test_everybody_else_reads_all(self):
        self._filed()
        for user in READERS:
            for model in (*MODELS, "contract.statement", "contract.statement.row"):
                with self.subTest(user=user, model=model):
                    self.assertTrue(self._count(model, user))

    def test_the_warehouse_reads_nothing(self):
        for model in (*MODELS, *STATEMENTS):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._count(model, "warehouse")

    def test_readers_prepare_nothing(self):
        for user in ("accountant", "auditor"):
            with self.assertRaises(AccessError):
                self._create_statement(user=user)

    def test_a_salesperson_sees_the_figures_without_reading_the_documents(self):
        self._pay(self.invoice, 500.0)
        contract = self.contract.with_user(self.users["seller"])
        contract.invalidate_recordset()
        self.assertRecordValues(contract, [{"amount_collected": 1_500, "amount_overdue": 2_500}])
        self.assertEqual(contract.execution_line_ids[0].amount_collected, 1_500)

    def test_other_companies_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        statement = self._create_statement()
        user = self.users["sales_manager"]
        user.write({"company_ids": [(4, other.id)]})
        elsewhere = {"allowed_company_ids": other.ids}
        for model in (*MODELS, "contract.statement", "contract.statement.row"):
            records = self.env[model].with_user(user).with_context(**elsewhere)
            with self.subTest(model=model):
                self.assertFalse(records.search_count([]))
        with self.assertRaises(AccessError):
            statement.with_user(user).with_context(**elsewhere).read(["name"])

    def test_the_auditor_downloads_and_compares_but_decides_nothing(self):
        statement = self._filed().with_user(self.users["auditor"])
        statement.action_compare()
        self.assertTrue(statement.action_download_pdf()["url"])
        with self.assertRaises(AccessError):
            statement.write({"volume": "X"})


@tagged("post_install", "-at_install")
class TestQueries(StatementCommon):
    def test_the_figures_of_many_contracts_cost_what_those_of_one_cost(self):
        contracts = self.contract
        for _number in range(9):
            contract = self._create_contract()
            self._deliver(self._call_off(3, contract=contract))
            contracts += contract
        executions = self.env["contract.execution"]
        for method in (executions._get_figures, executions._get_line_figures):
            one = self._count_queries(lambda method=method: method(self.contract))
            many = self._count_queries(lambda method=method: method(contracts))
            self.assertEqual(one, many)
            self.assertLessEqual(many, 4)

    def test_the_fields_of_many_contracts_too(self):
        contracts = self.contract + self._create_contract() + self._create_contract()
        names = ["amount_collected", "amount_overdue", "progress"]
        one = self._count_queries(lambda: self.contract.read(names))
        many = self._count_queries(lambda: contracts.read(names))
        self.assertLessEqual(many, one + 1)

    def test_a_statement_costs_the_same_for_any_number_of_contracts(self):
        statement = self._create_statement()
        one = self._count_queries(statement._read_books)
        for _number in range(5):
            self._create_contract(on=self.period.start)
        self.assertLessEqual(self._count_queries(statement._read_books), one)


@tagged("post_install", "-at_install")
class TestGroups(StatementCommon):
    def test_the_rate_of_a_group_is_that_of_its_money(self):
        """Vector: 1 000 of 4 000 collected, 3 000 overdue; and 500 of 500: 1 500 / 4 500."""
        other = self._create_contract()
        order = self._call_off(5, contract=other)
        self._deliver(order)
        self._pay(self._invoice(order), 500.0)
        ids = (self.contract + other).ids
        ((rate, count),) = self.env["contract.execution"]._read_group(
            [("contract_id", "in", ids)], [], ["collection_rate:avg", "__count"]
        )
        self.assertEqual(count, 2)
        self.assertAlmostEqual(rate, 1_500 / 4_500)

    def test_progress_and_late_days_are_weighted(self):
        ids = self.contract.ids
        ((progress, days),) = self.env["contract.execution"]._read_group(
            [("contract_id", "in", ids)], [], ["progress:avg", "late_days:avg"]
        )
        self.assertAlmostEqual(progress, 4_000 / 11_000)
        self.assertAlmostEqual(days, 5.0)

    def test_the_statistics_follow_the_period_of_the_context(self):
        context = {"statistics_from": str(self.period.start), "statistics_to": str(self.period.end)}
        row = (
            self.env["contract.statistics"]
            .with_context(**context)
            .search([("contract_id", "=", self.contract.id)])
        )
        self.assertRecordValues(
            row, [{"period_delivered": 4_000, "period_collected": 1_000, "amount_overdue": 3_000}]
        )

    def test_the_wizard_offers_every_way_out(self):
        wizard = self.env["contract.statistics.wizard"].create({"kind": "month", "day": self.period.start})
        self.assertEqual((wizard.date_from, wizard.date_to), (self.period.start, self.period.end))
        self.assertEqual(wizard.action_show()["context"]["statistics_to"], str(self.period.end))
        self.assertEqual(wizard.action_xlsx()["report_type"], "xlsx")
        self.assertEqual(wizard.action_pdf()["report_type"], "qweb-pdf")
        statement = self.env["contract.statement"].browse(wizard.action_close()["res_id"])
        self.assertEqual(statement.date_to, self.period.end)
        self.assertEqual(wizard.action_close()["res_id"], statement.id)

    def test_a_period_back_to_front_is_refused(self):
        wizard = self.env["contract.statistics.wizard"].create(
            {"kind": "free", "date_from": "2026-02-01", "date_to": "2026-01-01"}
        )
        with self.assertRaises(UserError):
            wizard.action_show()
        with self.assertRaises(UserError):
            wizard.action_close()

    def test_the_printed_period_names_the_contract(self):
        wizard = self.env["contract.statistics.wizard"].create({"kind": "month", "day": self.period.start})
        report = self.env["ir.actions.report"].with_user(self.users["clerk"])
        html = report._render_qweb_html(
            "sales_backoffice_execution.report_contract_statistics",
            wizard.with_user(self.users["clerk"]).copy().ids,
        )[0].decode()
        for words in (self.contract.name, "Rising Sun Printing", "4,000.00", "25.0%"):
            self.assertIn(words, html)


@tagged("post_install", "-at_install")
class TestOverRpc(StatementCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls._filed()
        cls.admin = cls._create_user(
            "general_manager", groups="backoffice_base.group_sales_manager,base.group_system"
        )

    def test_an_administrator_changes_no_filed_statement(self):
        row = self._row(self.statement)
        forged = {"statement_token": True, "flow_token": True}
        for model, method, args, error in (
            ("contract.statement.row", "write", [row.ids, {"period_collected": 9.0}], "AccessError"),
            ("contract.statement.row", "unlink", [row.ids], "AccessError"),
            ("contract.statement", "write", [self.statement.ids, {"state": "draft"}], "AccessError"),
            ("contract.statement", "write", [self.statement.ids, {"content_hash": "x"}], "AccessError"),
            ("contract.statement", "write", [self.statement.ids, {"row_ids": [(5, 0, 0)]}], "Error"),
            ("contract.statement", "unlink", [self.statement.ids], "UserError"),
            ("contract.statement", "action_calculate", [self.statement.ids], "UserError"),
            ("contract.statement", "action_revoke", [self.statement.ids, "No."], "UserError"),
            ("contract.statement", "_calculate", [self.statement.ids], "AccessError"),
            ("contract.statement", "_cron_prepare", [[]], "AccessError"),
            ("contract.execution", "_get_figures", [[], []], "AccessError"),
            ("ir.attachment", "unlink", [self.statement.pdf_id.ids], "UserError"),
            ("ir.attachment", "write", [self.statement.pdf_id.ids, {"datas": "eHg="}], "UserError"),
        ):
            with self.subTest(model=model, method=method):
                self.assertRpcRefused(error, self.admin, model, method, *args, context=forged)
        self.env.invalidate_all()
        self.assertTrue(self.statement.is_intact)
        self.assertEqual(self._row(self.statement).period_collected, 1_000)

    def test_defaults_file_nothing(self):
        context = {"default_state": "approved", "default_content_hash": "x"}
        values = {"kind": "year", "day": "2001-01-01"}
        self.assertRpcRefused(
            "AccessError", self.users["clerk"], "contract.statement", "create", [values], context=context
        )
