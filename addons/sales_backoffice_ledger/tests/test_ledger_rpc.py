"""What a client can send: no context widens a ledger, no call approves or edits what it may not."""

from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import LedgerCommon

FORGED = {
    "flow_token": True,
    "uid": 1,
    "su": True,
    "active_test": False,
    "import_file": True,
    "install_mode": True,
}
LEDGERS = ("sales.ledger.entry", "sales.ledger.balance", "sales.receivable.line")


@tagged("post_install", "-at_install")
class TestLedgersOverRpc(LedgerCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._create_customer("Foreign Customer", user_id=cls.users["other_seller"].id)
        cls.invoice = cls._open_invoice(100.0)
        cls.foreign_invoice = cls._open_invoice(200.0, partner=cls.foreign)
        cls.explanation = (
            cls.env["sales.ledger.explanation"]
            .with_user(cls.users["clerk"])
            .create({"account_id": cls.receivable_account.id, "amount": 10.0, "reason": "Rounded by hand."})
        )

    def test_no_context_shows_the_customers_of_others(self):
        context = FORGED | {"ledger_partners": self.foreign.ids}
        for model in LEDGERS:
            with self.subTest(model=model):
                rows = self._rpc(
                    self.users["seller"], model, "search_read", [], ["partner_id"], context=context
                )
                self.assertEqual(rows, [])

    def test_a_period_is_never_a_statement(self):
        for value in ("2026-01-01'; SELECT 1; --", "1 OR 1=1", {"a": 1}, 20260101):
            for model in LEDGERS:
                with self.subTest(model=model, value=value):
                    self.assertRpcRefused(
                        "UserError",
                        self.users["clerk"],
                        model,
                        "search_count",
                        [],
                        context={"ledger_to": value},
                    )

    def test_groups_and_pages_of_a_past_day(self):
        context = {"ledger_to": self._day(0), "ledger_from": self._day(30), "ledger_by": "contract"}
        for model, measure in (("sales.ledger.entry", "invoiced"), ("sales.receivable.line", "amount")):
            groups = self._rpc(
                self.users["clerk"],
                model,
                "formatted_read_group",
                [("partner_id", "in", (self.partner | self.foreign).ids)],
                ["partner_id"],
                [
                    f"{measure}:sum",
                    f"{'invoiced_currency' if measure == 'invoiced' else 'amount_currency'}:sum_currency",
                ],
                context=context,
            )
            self.assertEqual(sorted(group[f"{measure}:sum"] for group in groups), [100, 200])

    def test_no_call_approves_the_own_explanation(self):
        for user in ("clerk", "seller"):
            for method, args in (("write", [{"state": "approved"}]), ("write", [{"approved_by_id": 1}])):
                self.assertRpcRefused(
                    "AccessError",
                    self.users[user],
                    "sales.ledger.explanation",
                    method,
                    self.explanation.ids,
                    *args,
                    context=FORGED,
                )
        self.assertRpcRefused(
            "UserError",
            self.users["clerk"],
            "sales.ledger.explanation",
            "action_approve",
            self.explanation.ids,
            context=FORGED,
        )
        self.assertEqual(self.explanation.state, "draft")

    def test_no_promise_for_the_customers_of_others(self):
        values = {
            "partner_id": self.foreign.id,
            "move_id": self.foreign_invoice.id,
            "amount": 1.0,
            "date_promised": str(date.today() + timedelta(days=1)),
        }
        self.assertRpcRefused(
            "AccessError", self.users["seller"], "receivable.promise", "create", [values], context=FORGED
        )

    # --- who only looks, who does not belong here ---------------------------------

    MODELS = (*LEDGERS, "sales.ledger.tieout", "receivable.promise", "sales.ledger.explanation")

    def test_the_auditor_reads_everything_and_writes_nothing(self):
        for name in self.MODELS:
            model = self.env[name].with_user(self.users["auditor"])
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                model.search_read([], ["id"], limit=3)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
        entry = self.env["receivable.promise.entry"].with_user(self.users["auditor"])
        with self.assertRefused(AccessError):
            entry.create({"partner_id": self.partner.id, "amount": 1.0, "currency_id": 1})
        for method in ("action_approve", "action_withdraw"):
            with self.subTest(method=method):
                self.assertRpcRefused(
                    ("AccessError" if method == "action_withdraw" else "UserError"),
                    self.users["auditor"],
                    "sales.ledger.explanation",
                    method,
                    self.explanation.ids,
                )

    def test_a_customer_on_the_portal_reaches_nothing(self):
        portal = new_test_user(self.env, "ledger_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.partner
        for name in self.MODELS:
            with self.subTest(model=name), self.assertRefused(AccessError):
                self.env[name].with_user(portal).search([])

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Second Trader"})
        stranger = new_test_user(
            self.env,
            "ledger_stranger",
            groups="backoffice_base.group_accountant",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for name in self.MODELS:
            with self.subTest(model=name):
                self.assertFalse(self.env[name].with_user(stranger).search([]))
                forced = (
                    self.env[name]
                    .with_user(stranger)
                    .with_context(ledger_partners=self.partner.ids, active_test=False)
                )
                self.assertFalse(forced.search([]))

    def test_an_import_approves_nothing_and_makes_no_promise_of_the_past(self):
        result = (
            self.env["sales.ledger.explanation"]
            .with_user(self.users["accountant"])
            .load([".id", "state"], [[str(self.explanation.id), "Approved"]])
        )
        self.assertFalse(result["ids"])
        result = (
            self.env["receivable.promise"]
            .with_user(self.users["seller"])
            .load(
                ["partner_id/.id", "amount", "date_made", "date_promised"],
                [[str(self.partner.id), "5", self._day(9), self._day(3)]],
            )
        )
        self.assertFalse(result["ids"])
