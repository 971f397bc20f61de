"""Whatever happens to a customer, the ledgers equal a slow recomputation, tie out, and agree with credit control."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests import test_credit_property as credit

from ..services import open_receivables
from ..services.horizon import read_horizon
from .common import BALANCES, LedgerCommon
from .ledger_steps import LedgerSteps
from .recomputation import LedgerRecomputation

STEPS = (*credit.STEPS, "unreconcile", "write_off", "bad_debt", "pay_all", "repost", "void")
CHAIN = (
    "raise_price",
    "deposit",
    "post_draft",
    "deliver_part",
    "deliver",
    "give_back",
    "pay_unallocated",
    "invoice_draft",
    "post_draft",
    "repost",
    "pay",
    "unreconcile",
    "repost",
    "write_off",
    "credit_note",
    "bad_debt",
)
NUMBERS = (st.integers(1, 9), st.integers(0, 80))
ORDERS = ("order", "order_taxed", "order_foreign")
HISTORY = st.tuples(
    st.lists(st.tuples(st.sampled_from(ORDERS), *NUMBERS), min_size=1, max_size=3),
    st.lists(st.tuples(st.sampled_from((*STEPS, *STEPS[:3], *STEPS[:3])), *NUMBERS), min_size=8, max_size=18),
)

# the steps of credit control's histories, without its tests
STEP_METHODS = {
    name: method
    for name, method in vars(credit.TestFiguresEqualRecomputation).items()
    if name.startswith("_do_")
}


@tagged("post_install", "-at_install")
class TestLedgersEqualRecomputation(LedgerSteps, LedgerRecomputation, LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        cls.foreign = cls.env.ref("base.EUR" if cls.company.currency_id.name != "EUR" else "base.USD")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        today = date.today()
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": cls.foreign.id,
                    "name": today - timedelta(days=days),
                    "rate": rate,
                    "company_id": cls.company.id,
                }
                for days, rate in ((900, 0.73), (40, 0.81), (7, 0.69))
            ]
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": cls.foreign.id}
        )
        cls.contracts = cls._create_contract() | cls._create_contract()

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        phases=[
            Phase.explicit,
            Phase.generate,
        ],  # shrinking takes many minutes; add Phase.shrink to hunt a failure
        suppress_health_check=list(HealthCheck),
    )
    @given(history=HISTORY)
    @example(history=([("order", 5, 0), ("order_taxed", 4, 0)], [(step, 4, 40) for step in CHAIN]))
    @example(history=([("order_foreign", 5, 30)], [(step, 5, 40) for step in CHAIN]))
    @example(
        history=(
            [("order_foreign", 5, 0), ("order", 3, 0)],
            [
                ("deliver", 1, 40),
                ("invoice", 1, 50),
                ("pay_all", 1, 0),
                ("unreconcile", 1, 0),
                ("repost", 1, 30),
                ("void", 1, 0),
                ("cancel", 1, 0),
            ],
        )
    )
    @example(
        history=(
            [("order_taxed", 5, 0)],
            [("deliver", 1, 40), ("invoice", 1, 30), ("allowance", 3, 0), ("pay", 4, 0), ("give_back", 1, 0)],
        )
    )
    def _try_histories(self, history):
        savepoint = self.env.cr.savepoint()
        try:
            orders = self.env["sale.order"]
            for step, number, _days in history[0]:
                order = self._do_order(step, number)
                if number % 3:
                    self._call_off(self.contracts[number % 2], order)
                orders |= order
            for step, number, days in history[1]:
                order = orders[number % len(orders)]
                if getattr(self, f"_do_{step}")(order, number, days):
                    self.done[step] += 1
                    self._compare()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), set(STEPS), "the histories must have tried everything")

    # --- the comparisons ------------------------------------------------------------

    def _compare(self):
        entries = self._entries()
        expected = self._recompute_ledger()
        actual = {name: sum(entries.mapped(name)) for name in expected}
        for name, amount in expected.items():
            self.assertAlmostEqual(actual[name], amount, 1 if name in ("ordered", "delivered") else 2, name)
        self._compare_running(entries)
        self._compare_days(entries)
        self._compare_general(entries)
        self._compare_tieout(entries)
        self._compare_credit()

    def _compare_running(self, entries):
        sums = [0.0, 0.0, 0.0]
        for entry in entries:
            sums[0] += entry.ordered - entry.delivered
            sums[1] += entry.delivered - entry.invoiced
            sums[2] += entry.invoiced - entry.collected
            for name, amount in zip(BALANCES, sums, strict=True):
                self.assertAlmostEqual(entry[name], amount, 2)
        self.assertEqual(len(set(entries.ids)), len(entries))

    def _compare_days(self, entries):
        """On the evening of every day something happened, the running balances are what a slow reading says."""
        for day in sorted(set(entries.mapped("date"))):
            totals = self._recompute_ledger(until=day)
            expected = (
                totals["ordered"] - totals["delivered"],
                totals["delivered"] - totals["invoiced"],
                totals["invoiced"] - totals["collected"],
            )
            last = entries.filtered(lambda entry, day=day: entry.date <= day)[-1]
            for name, amount, places in zip(BALANCES, expected, (1, 1, 2), strict=True):
                self.assertAlmostEqual(last[name], amount, places, f"{name} of {day}")

    def _compare_general(self, entries):
        months = self._read("sales.ledger.balance", order="contract_id, month")
        for name in ("ordered", "delivered", "invoiced", "collected"):
            self.assertAlmostEqual(sum(months.mapped(name)), sum(entries.mapped(name)), 2)
        for rows in months.grouped("contract_id").values():
            for earlier, later in zip(rows, rows[1:], strict=False):
                for name in ("open_orders", "uninvoiced", "receivable"):
                    self.assertAlmostEqual(earlier[f"{name}_closing"], later[f"{name}_opening"], 2)

    def _compare_tieout(self, entries):
        rows = self._tieout([("partner_id", "=", self.partner.id)])
        residual = sum(
            self.env["account.move.line"]
            .search(
                [
                    ("partner_id", "=", self.partner.id),
                    ("account_id", "=", self.receivable_account.id),
                    ("parent_state", "=", "posted"),
                ]
            )
            .mapped("balance")
        )
        self.assertAlmostEqual(sum(rows.mapped("unexplained")), 0, 2)
        self.assertAlmostEqual(sum(rows.mapped("general")), residual, 2)
        self.assertAlmostEqual(sum(rows.mapped("ledger")), residual, 2)
        self.assertAlmostEqual(
            sum(entries.mapped(lambda entry: entry.invoiced - entry.collected)), residual, 2
        )

    def _compare_credit(self):
        lines = self._receivables()
        profile = self.profile.sudo()
        profile.invalidate_recordset()
        converted = {"residual": 0.0, "uninvoiced": 0.0}
        for currency, rows in lines.grouped("currency_id").items():
            for name in converted:
                kinds = ("delivery",) if name == "uninvoiced" else ("invoice", "payment", "credit")
                amount = sum(
                    rows.filtered(lambda row, kinds=kinds: row.kind in kinds).mapped("amount_currency")
                )
                converted[name] += currency._convert(amount, profile.currency_id, self.company, date.today())
        self.assertAlmostEqual(converted["residual"], profile.receivable, 2)
        self.assertAlmostEqual(converted["uninvoiced"], profile.delivered, 2)
        self.assertEqual(len(set(lines.ids)), len(lines))
        self._compare_past(lines)

    def _compare_past(self, lines):
        """What was open on the evening of today is what is open now (drafts apart: nobody knows which there were)."""
        if self.env["account.move"].search_count(
            [("state", "=", "draft"), ("move_type", "=", "out_invoice")]
        ):
            return
        horizon = read_horizon(self.env["sales.receivable.line"])._replace(is_past=True)
        past = self.env.execute_query_dict(open_receivables.receivable_lines(horizon))
        mine = [row for row in past if row["partner_id"] == self.partner.id]
        for name in ("residual", "uninvoiced", "amount_currency"):
            self.assertAlmostEqual(float(sum(row[name] for row in mine)), sum(lines.mapped(name)), 2)


for _name, _method in STEP_METHODS.items():
    setattr(TestLedgersEqualRecomputation, _name, _method)
