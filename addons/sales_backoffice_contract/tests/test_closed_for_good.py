"""What was ended stays ended: nothing that is changed afterwards opens a contract again."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import ContractCommon

CHANGES = (
    {"quantity": 5000.0},
    {"valid_to": "2099-12-31"},
    {"valid_from": "2001-01-01"},
    {"active": True},
    {"amount_cap": 0.0},
)


@tagged("post_install", "-at_install")
class TestClosedForGood(ContractCommon):
    def assertStaysClosed(self, contract, state, *words):
        """Whoever changes whatever, by whatever way: it takes no order."""
        for user in ("seller", "supervisor", "general_manager"):
            mine = contract.with_user(self.users[user])
            for changes in CHANGES:
                self._try(lambda mine=mine, changes=changes: self._change(mine, changes))
            self._try(lambda mine=mine: mine.write({"state": "active"}))
            self._try(lambda mine=mine: mine.with_context(flow_token=True).write({"state": "active"}))
            self._try(lambda mine=mine: mine.copy({"state": "active"}))
            self._try(lambda mine=mine: mine.load([".id", "state"], [[str(mine.id), "active"]]))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(contract.state, state)
        with self.assertOverCalled(*words), self.env.cr.savepoint():
            self._call_off(contract, 1.0)

    def _change(self, contract, changes):
        for name, value in changes.items():
            (contract.line_ids if name == "quantity" else contract).write({name: value})

    def _try(self, work):
        """Refused or not: what counts is what comes of it."""
        try:
            with self.env.cr.savepoint():
                work()
                self.env.flush_all()
        except (UserError, AccessError):
            self.env.invalidate_all()

    def test_terminated(self):
        contract = self._active_contract()
        contract.with_user(self.users["supervisor"]).action_terminate("Insolvent.")
        self.assertStaysClosed(contract, "terminated", "only an active contract takes orders")

    def test_suspended_and_fulfilled_by_decision(self):
        for button, state in (("action_suspend", "suspended"), ("action_fulfil", "fulfilled")):
            contract = self._active_contract()
            getattr(contract.with_user(self.users["supervisor"]), button)("Enough.")
            self.assertStaysClosed(contract, state, "only an active contract takes orders")

    def test_filed(self):
        contract = self._active_contract()
        contract.with_user(self.users["supervisor"]).action_terminate("Insolvent.")
        contract.with_user(self.users["supervisor"]).action_file()
        self.assertStaysClosed(contract, "filed", "only an active contract takes orders")

    def test_expired(self):
        contract = self._active_contract(valid_to=date.today())
        with freeze_time(date.today() + timedelta(days=1)):
            self.assertEqual(contract.validity, "over")
            self.assertStaysClosed(contract, "active", "ended on")
            self.assertEqual(
                (contract.validity, contract.valid_to), ("over", date.today() - timedelta(days=1))
            )

    def test_raising_an_order_of_a_terminated_contract(self):
        contract = self._active_contract()
        order = self._call_off(contract, 10.0)
        contract.with_user(self.users["supervisor"]).action_terminate("Insolvent.")
        with self.assertOverCalled("only an active contract takes orders"), self.env.cr.savepoint():
            order.order_line.product_uom_qty = 20.0
        order.order_line.product_uom_qty = 5.0  # less is always possible
        self.assertEqual(contract.state, "terminated")

    def test_an_order_cancelled_and_brought_back(self):
        contract = self._active_contract(lines=[(10.0, 100.0)])
        order = self._call_off(contract, 10.0)
        contract.with_user(self.users["supervisor"]).action_terminate("Insolvent.")
        order._action_cancel()
        order.action_draft()
        with self.assertOverCalled("only an active contract takes orders"), self.env.cr.savepoint():
            order.action_confirm()
