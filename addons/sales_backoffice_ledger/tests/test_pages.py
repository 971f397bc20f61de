"""A page of a ledger costs its statement once, and says how many rows there are."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from ..services import ledger, open_receivables, tieout_figures
from .common import LedgerCommon

STATEMENTS = {
    "sales.ledger.entry": (ledger, "entries", ("kind", "date", "invoiced", "receivable_balance")),
    "sales.ledger.balance": (ledger, "balances", ("month_name", "invoiced", "receivable_closing")),
    "sales.ledger.tieout": (tieout_figures, "tieout", ("general", "status")),
    "sales.receivable.line": (open_receivables, "receivable_lines", ("kind", "date_due", "amount", "age")),
}


@tagged("post_install", "-at_install")
class TestPages(LedgerCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.partner
        for number in range(3):
            cls.customers |= cls._create_customer(f"Customer {number}")
        for customer in cls.customers:
            cls._open_invoice(100.0, partner=customer, on=cls._day(40))
            cls._open_invoice(50.0, partner=customer)

    def _page(self, model, limit=3, offset=0, user="accountant", **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        names = STATEMENTS[model][2]
        return (
            self.env[model]
            .with_user(self.users[user])
            .web_search_read(
                [("partner_id", "in", self.customers.ids)],
                {name: {} for name in names},
                limit=limit,
                offset=offset,
                **kwargs,
            )
        )

    def test_a_full_page_runs_its_statement_once(self):
        for model, (module, function, _names) in STATEMENTS.items():
            statement = getattr(module, function)
            with self.subTest(model=model), patch.object(module, function, side_effect=statement) as run:
                page = self._page(model)
                self.assertEqual(run.call_count, 1)
                self.assertEqual(len(page["records"]), 3)

    def test_pages_say_what_searching_and_counting_say(self):
        for model, (_module, _function, names) in STATEMENTS.items():
            records = self.env[model].with_user(self.users["accountant"])
            domain = [("partner_id", "in", self.customers.ids)]
            count = records.search_count(domain)
            self.assertGreater(count, 3)
            seen = []
            for offset in range(0, count, 3):
                page = self._page(model, offset=offset)
                with self.subTest(model=model, offset=offset):
                    self.assertEqual(page["length"], count)
                    self.assertEqual(set(page["records"][0]), {"id", *names})
                seen += [row["id"] for row in page["records"]]
            self.assertEqual(seen, records.search(domain).ids)

    def test_the_count_stops_where_the_client_wants_it_to(self):
        self.assertEqual(self._page("sales.ledger.entry", count_limit=5)["length"], 5)
        self.assertEqual(self._page("sales.ledger.entry", limit=None)["length"], 16)

    def test_an_empty_page_is_empty(self):
        page = self.env["sales.ledger.entry"].web_search_read([("id", "=", 0)], {"kind": {}}, limit=80)
        self.assertEqual(page, {"length": 0, "records": []})

    def test_the_own_customers_only_are_counted(self):
        self.customers[1:].user_id = self.users["other_seller"]
        self.assertEqual(self._page("sales.ledger.entry", user="seller")["length"], 4)

    def test_the_count_is_nothing_to_search_or_group_by(self):
        described = self._rpc(self.users["clerk"], "sales.ledger.entry", "fields_get", context={})
        self.assertNotIn("row_total", described)
        rows = self._rpc(
            self.users["clerk"],
            "sales.ledger.entry",
            "search_read",
            [],
            ["row_total"],
            context={"ledger_page": True},
        )
        self.assertFalse(any(row["row_total"] for row in rows))
