"""From the order through the workshop: what was made for a contract is told with it."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice_contract.tests.common import ContractCommon


@tagged("post_install", "-at_install")
class TestProductionsOfContract(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        routes = warehouse.manufacture_pull_id.route_id | warehouse.mto_pull_id.route_id
        routes.active = True
        cls.roll = cls._create_product("Roll", is_storable=True)
        cls.sheets = cls._create_product(
            "Sheets cut to order", is_storable=True, route_ids=[Command.set(routes.ids)]
        )
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.sheets.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": cls.roll.id, "product_qty": 1.0})],
            }
        )
        cls.env["stock.quant"]._update_available_quantity(cls.roll, warehouse.lot_stock_id, 1000.0)

    def _ordered(self, quantity=10.0, **values):
        lines = [{"product_id": self.sheets.id, "quantity": 100.0, "price_unit": 100.0}]
        contract = self._active_contract(lines=lines, **values)
        order = self._call_off(contract, quantity)
        return contract, order.sudo().mrp_production_ids

    def _produce(self, production, quantity=None):
        production.qty_producing = quantity or production.product_qty
        production._set_qty_producing()
        action = production.button_mark_done()
        if isinstance(action, dict):
            wizard = self.env[action["res_model"]].with_context(**action["context"]).create({})
            wizard.action_backorder()

    def _events(self, contract):
        self.env.flush_all()
        self.env.invalidate_all()
        events = contract._get_timeline_events()[contract.id]
        return [event for event in events if event.step == "produced"]

    def _waiting(self, contract):
        """What is missing; the filter agrees."""
        self.env.flush_all()
        self.env.invalidate_all()
        steps = contract._get_missing_steps()[contract.id]
        waiting = [step for step in steps if step.code == "not_produced"]
        rows = self.env.execute_query(self.env["contract.standing"]._select_not_produced())
        self.assertEqual(contract.id in {row[0] for row in rows}, bool(waiting))
        found = contract.search([("has_missing", "=", True), ("id", "=", contract.id)])
        self.assertEqual(bool(found), bool(steps))
        return waiting

    def test_produced_with_its_document(self):
        contract, production = self._ordered()
        self.assertEqual(len(production), 1)
        self.assertFalse(self._events(contract))
        (step,) = self._waiting(contract)
        self.assertEqual(step.link, f"/odoo/mrp.production/{production.id}")
        self.assertIn(f"{production.name}: 10 ", step.text)
        self._produce(production)
        (event,) = self._events(contract)
        self.assertEqual(event.link, f"/odoo/mrp.production/{production.id}")
        self.assertFalse(self._waiting(contract))
        self.assertIn("of Sheets cut to order", str(contract.timeline))

    def test_a_part_that_is_finished(self):
        contract, production = self._ordered()
        self._produce(production, 4.0)
        (event,) = self._events(contract)
        self.assertIn("Produced 4 ", event.text)
        (step,) = self._waiting(contract)
        self.assertIn(": 6 ", step.text)

    def test_found_by_the_order_line_alone(self):
        contract, production = self._ordered()
        production.reference_ids = False
        self.assertEqual(len(self._waiting(contract)), 1)

    def test_a_cancelled_production_is_not_told(self):
        contract, production = self._ordered()
        production.action_cancel()
        self.assertFalse(self._events(contract) or self._waiting(contract))

    def test_a_closed_contract_waits_for_nothing(self):
        contract, _production = self._ordered()
        contract.with_user(self.users["supervisor"]).action_terminate("The customer wants no more.")
        self.assertFalse(self._waiting(contract))

    def test_who_reads_the_contract_needs_no_rights_on_manufacturing(self):
        contract, production = self._ordered()
        self._produce(production)
        self.env.flush_all()
        self.env.invalidate_all()
        for name in ("accountant", "auditor"):
            mine = contract.with_user(self.users[name])
            self.assertFalse(mine.env["mrp.production"].has_access("write"))
            self.assertIn("Produced 10", str(mine.timeline))
        self.assertFalse(
            contract.with_user(self.users["accountant"]).env["mrp.production"].has_access("read")
        )

    def test_another_contract_is_told_nothing(self):
        self._ordered()
        other = self._active_contract()
        self.assertFalse(self._events(other) or self._waiting(other))

    def test_the_cost_does_not_grow_with_the_number_of_contracts(self):
        contracts = self.env["sale.contract"]
        for _number in range(5):
            contract, production = self._ordered()
            self._produce(production)
            contracts |= contract
        self.assertNoMoreForMoreContracts(contracts)
