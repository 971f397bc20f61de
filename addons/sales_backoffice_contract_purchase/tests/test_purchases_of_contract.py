"""From the order to the mill and back: what was bought for a contract is told with it."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice_contract.tests.common import ContractCommon


@tagged("post_install", "-at_install")
class TestPurchasesOfContract(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls.env["res.partner"].create({"name": "Mountain Mill", "is_company": True})
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        routes = warehouse.buy_pull_id.route_id | warehouse.mto_pull_id.route_id
        routes.active = True
        cls.made_to_order = cls._create_product(
            "Paper bought to order",
            is_storable=True,
            route_ids=[Command.set(routes.ids)],
            seller_ids=[Command.create({"partner_id": cls.mill.id, "price": 60.0})],
        )

    def _ordered(self, quantity=10.0, **values):
        contract = self._active_contract(
            lines=[{"product_id": self.made_to_order.id, "quantity": 100.0, "price_unit": 100.0}], **values
        )
        order = self._call_off(contract, quantity)
        return contract, order._get_purchase_orders()

    def _receive(self, purchase):
        for picking in purchase.picking_ids:
            picking.move_ids.quantity = purchase.order_line.product_qty
            picking.move_ids.picked = True
            picking.button_validate()

    def _events(self, contract, *steps):
        self.env.flush_all()
        self.env.invalidate_all()
        events = contract._get_timeline_events()[contract.id]
        return [event for event in sorted(events, key=lambda event: event.moment) if event.step in steps]

    def _codes(self, contract):
        self.env.flush_all()
        self.env.invalidate_all()
        return {step.code for step in contract._get_missing_steps()[contract.id]}

    def test_ordered_at_the_mill_and_received_each_with_its_document(self):
        contract, purchase = self._ordered()
        self.assertEqual(len(purchase), 1)
        self.assertFalse(
            self._events(contract, "purchased", "produced")
        )  # a request for quotation binds nobody
        purchase.button_confirm()
        self.assertEqual(
            [(event.step, event.link) for event in self._events(contract, "purchased", "produced")],
            [("purchased", f"/odoo/purchase.order/{purchase.id}")],
        )
        self.assertIn("not_received", self._codes(contract))
        self._receive(purchase)
        receipt = purchase.picking_ids
        self.assertEqual(
            [(event.step, event.link) for event in self._events(contract, "purchased", "produced")],
            [
                ("purchased", f"/odoo/purchase.order/{purchase.id}"),
                ("produced", f"/odoo/stock.picking/{receipt.id}"),
            ],
        )
        self.assertNotIn("not_received", self._codes(contract))
        self.assertIn("Mountain Mill", str(contract.timeline))

    def test_the_filter_finds_what_waits_for_the_mill(self):
        contract, purchase = self._ordered(100.0)

        def waits():
            """Whether the purchase alone makes the contract one with missing steps."""
            self.env.flush_all()
            self.env.invalidate_all()
            standing = self.env["contract.standing"]
            rows = self.env.execute_query(standing._select_not_received())
            found = contract.search([("has_missing", "=", True), ("id", "=", contract.id)])
            self.assertEqual(bool(found), contract.has_missing)
            return contract.id in {row[0] for row in rows}

        self.assertFalse(waits())
        purchase.button_confirm()
        self.assertTrue(waits())
        self.assertIn("not_received", self._codes(contract))
        self._receive(purchase)
        self.assertFalse(waits())

    def test_a_cancelled_purchase_is_not_told(self):
        contract, purchase = self._ordered()
        purchase.button_confirm()
        purchase.button_cancel()
        self.assertFalse(self._events(contract, "purchased", "produced"))
        self.assertNotIn("not_received", self._codes(contract))

    def test_the_salesperson_needs_no_rights_on_purchases(self):
        contract, purchase = self._ordered()
        purchase.button_confirm()
        self._receive(purchase)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.env["purchase.order"].with_user(self.users["seller"]).has_access("read"))
        self.assertIn("Received from Mountain Mill", str(contract.with_user(self.users["seller"]).timeline))

    def test_another_contract_is_told_nothing(self):
        _contract, purchase = self._ordered()
        purchase.button_confirm()
        other = self._active_contract()
        self.assertFalse(self._events(other, "purchased", "produced"))

    def test_the_cost_does_not_grow_with_the_number_of_contracts(self):
        contracts = self.env["sale.contract"]
        for _number in range(5):
            contract, purchase = self._ordered()
            purchase.button_confirm()
            self._receive(purchase)
            contracts |= contract
        self.assertNoMoreForMoreContracts(contracts)
