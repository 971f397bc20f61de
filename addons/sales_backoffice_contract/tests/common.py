"""The cast and the builders of the contract tests; other addons import ``ContractCommon``."""

import base64
from datetime import date, timedelta

from odoo.fields import Command

from odoo.addons.sales_backoffice.tests.common import CreditCommon

SCAN = base64.b64encode(b"%PDF-1.4 signed and sealed")


class ContractCommon(CreditCommon):
    """A customer with plenty of credit, a framework of 1,000 at 100 with 5 % tolerance, and every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.base_limit = 1_000_000_000.0
        cls.kg = cls.env.ref("uom.product_uom_kgm")
        cls.ton = cls.env.ref("uom.product_uom_ton")
        cls.gram = cls.env.ref("uom.product_uom_gram")
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.company.write({"contract_scan_required": True, "contract_signatory": "Wang Ta-ming"})

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _create_contract(cls, lines=((1000.0, 100.0),), by="seller", **values):
        """A draft contract; each line is (quantity, price) or a dictionary."""
        line_values = [
            {"quantity": line[0], "price_unit": line[1]} if isinstance(line, tuple) else line
            for line in lines
        ]
        values = {
            "kind": "framework",
            "partner_id": cls.partner.id,
            "valid_from": date.today() - timedelta(days=30),
            "valid_to": date.today() + timedelta(days=335),
            "line_ids": [
                Command.create({"product_id": cls.product.id, "tolerance": 0.05, **line})
                for line in line_values
            ],
            **values,
        }
        return cls.env["sale.contract"].with_user(cls.users[by]).create(values)

    @classmethod
    def _approved_contract(cls, *args, decider="general_manager", **values):
        contract = cls._create_contract(*args, **values)
        contract.action_submit()
        contract.with_user(cls.users[decider]).action_approve()
        return contract

    @classmethod
    def _active_contract(cls, *args, **values):
        contract = cls._approved_contract(*args, **values)
        contract._do_sign(date.today(), [("signed.pdf", SCAN)])
        return contract

    @classmethod
    def _call_off(cls, contract, *quantities, confirm=True, **values):
        """An order of so much of each line of the contract, confirmed unless told otherwise."""
        lines = [
            Command.create(
                {
                    "product_id": line.product_id.id,
                    "contract_line_id": line.id,
                    "product_uom_id": line.product_uom_id.id,
                    "product_uom_qty": quantity,
                }
            )
            for line, quantity in zip(contract.line_ids, quantities, strict=False)
            if quantity
        ]
        values = {
            "partner_id": contract.partner_id.id,
            "contract_id": contract.id,
            "order_line": lines,
            **values,
        }
        order = cls.env["sale.order"].create(values)
        if confirm:
            order.action_confirm()
        return order

    # --- assertions -------------------------------------------------------------

    def assertCalled(self, line, called, planned=0.0):
        """So much of the contract line is called off and planned, freshly read."""
        line = line.with_env(self.env)
        self.env.flush_all()
        line.invalidate_recordset()
        self.assertEqual((line.called_quantity, line.planned_quantity), (called, planned))

    def assertNoMoreForMoreContracts(self, contracts):
        """What is told of many contracts takes no more statements than of two."""
        contracts = contracts.with_env(self.env)
        for name in ("timeline", "missing_count"):
            _warm, many, two = (
                self._count_queries(lambda some=some, name=name: some.mapped(name))
                for some in (contracts, contracts, contracts[:2])
            )
            self.assertLessEqual(many, two, name)

    def assertOverCalled(self, *words):
        from ..services.call_off import CallOffRefused

        return self.assertRefused(CallOffRefused, *words)

    def assertRefusedAndKept(self, line, work, *words):
        """``work`` is refused with these words, and takes nothing."""
        before = line.with_env(self.env).called_quantity
        with self.assertOverCalled(*words), self.env.cr.savepoint():
            work()
        self.env.invalidate_all()
        self.assertEqual(line.with_env(self.env).called_quantity, before)
