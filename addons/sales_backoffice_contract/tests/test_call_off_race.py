"""Two real connections at once. These tests commit: the database they run on is thrown away afterwards."""

import uuid
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import ROUNDS, CommittedCase

from ..services.call_off import CallOffRefused, ContractCallOff
from .common import SCAN


@tagged("post_install", "-at_install")
class TestCallOffRace(CommittedCase):
    """Without writing the contract's row first, both orders of every round pass: each reads the sum of before."""

    def _prepare(self, *quantities, **values):
        """Return an active contract of 1,000 and quotations of so much of it."""

        def work(env):
            env["ir.config_parameter"].set_param("sale.async_emails", "False")
            # without credit profile, whose guard would part the two as well
            partner = env["res.partner"].create({"name": f"Race {uuid.uuid4().hex[:6]}", "is_company": True})
            product = env["product.product"].create(
                {"name": "Raced paper", "type": "consu", "taxes_id": [Command.clear()], "list_price": 1.0}
            )
            line = {"product_id": product.id, "quantity": 1000.0, "price_unit": 1.0}
            contract = env["sale.contract"].create(
                {
                    "kind": "framework",
                    "partner_id": partner.id,
                    "valid_to": date.today() + timedelta(days=30),
                    "line_ids": [Command.create(line)],
                    **values,
                }
            )
            contract._write_by_flow({"state": "approved", "approval_hash": contract._get_fingerprint()})
            contract._do_sign(date.today(), [("signed.pdf", SCAN)])
            order_line = {"product_id": product.id, "contract_line_id": contract.line_ids.id}
            orders = env["sale.order"].create(
                [
                    {
                        "partner_id": partner.id,
                        "contract_id": contract.id,
                        "order_line": [Command.create({**order_line, "product_uom_qty": quantity})],
                    }
                    for quantity in quantities
                ]
            )
            return contract.id, orders.ids

        return self.committed(work)

    def _called(self, contract_id):
        return self.committed(lambda env: env["sale.contract"].browse(contract_id).line_ids.called_quantity)

    def _confirm(self, order_id):
        return lambda env: env["sale.order"].browse(order_id).action_confirm()

    def _raise_to(self, order_id, quantity):
        values = {"product_uom_qty": quantity}
        return lambda env: env["sale.order"].browse(order_id).order_line.write(values)

    def assertOneRefused(self, refusals):
        refused = [refusal for refusal in refusals if refusal]
        self.assertEqual([type(refusal) for refusal in refused], [CallOffRefused])

    def test_of_two_call_offs_at_once_exactly_one_passes(self):
        for _round in range(ROUNDS):
            contract_id, order_ids = self._prepare(800.0, 800.0)
            self.assertOneRefused(self.race(*map(self._confirm, order_ids)))
            self.assertEqual(self._called(contract_id), 800.0)

    def test_without_the_guard_both_pass(self):
        """Proof that the guard, and nothing else, is what holds."""
        self.patch(ContractCallOff, "_claim", lambda self, contracts: None)
        contract_id, order_ids = self._prepare(800.0, 800.0)
        self.assertEqual(self.race(*map(self._confirm, order_ids)), [None, None])
        self.assertEqual(self._called(contract_id), 1600.0)

    def test_a_call_off_and_a_raise_at_once_do_not_both_pass(self):
        for _round in range(ROUNDS):
            contract_id, (small, big) = self._prepare(100.0, 800.0)
            self.committed(self._confirm(small))
            refusals = self.race(self._confirm(big), self._raise_to(small, 900.0))
            self.assertOneRefused(refusals)
            self.assertLessEqual(self._called(contract_id), 1000.0)

    def test_the_amount_cap_holds_as_well(self):
        contract_id, order_ids = self._prepare(400.0, 400.0, amount_cap=500.0)
        self.assertOneRefused(self.race(*map(self._confirm, order_ids)))
        self.assertEqual(self._called(contract_id), 400.0)

    def test_a_contract_terminated_at_the_same_time_takes_the_order_before_or_not_at_all(self):
        contract_id, (order_id,) = self._prepare(800.0)

        def terminate(env):
            env["sale.contract"].browse(contract_id)._close("terminated", "Insolvent")

        refusals = self.race(self._confirm(order_id), terminate)

        def look(env):
            return env["sale.contract"].browse(contract_id).state, env["sale.order"].browse(order_id).state

        expected = "draft" if refusals[0] else "sale"
        self.assertEqual(self.committed(look), ("terminated", expected))

    def test_other_contracts_are_not_held_up(self):
        prepared = [self._prepare(800.0) for _contract in range(2)]
        refusals = self.race(*(self._confirm(order_ids[0]) for _contract, order_ids in prepared))
        self.assertEqual(refusals, [None, None])
