"""What happened and what is missing, for one contract and for many at the same cost."""

from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestTimeline(ContractCommon):
    def _steps(self, contract):
        self.env.flush_all()
        self.env.invalidate_all()
        events = contract._get_timeline_events()[contract.id]
        return [event.step for event in sorted(events, key=lambda event: event.moment)]

    def test_every_step_has_its_document(self):
        contract = self._active_contract(lines=[(10.0, 100.0)])
        order = self._call_off(contract, 10.0)
        picking = self._deliver(order)
        # what counts as a receipt is the delivery add-on's to say where it is installed
        self.patch(type(picking), "_get_with_receipt", lambda pickings: pickings)
        invoice = self._invoice(order)
        self._pay(invoice, 400.0)
        found = set(self._steps(contract))
        self.assertEqual(
            found,
            {"drafted", "reviewed", "signed", "ordered", "delivered", "receipt", "invoiced", "collected"},
        )
        links = {
            event.step: event.link for event in contract._get_timeline_events()[contract.id] if event.record
        }
        self.assertEqual(links["ordered"], f"/odoo/sale.order/{order.id}")
        self.assertEqual(links["delivered"], f"/odoo/stock.picking/{picking.id}")
        self.assertEqual(links["invoiced"], f"/odoo/account.move/{invoice.id}")
        scan = contract.scan_ids
        self.assertEqual(
            links["signed"], f"/web/content/sale.contract.scan/{scan.id}/file?filename_field=file_name"
        )
        self.assertIn(order.name, str(contract.timeline))
        self.assertIn("400.00", str(contract.timeline))

    def test_a_quotation_did_not_happen(self):
        contract = self._active_contract()
        self._call_off(contract, 10.0, confirm=False)
        self.assertNotIn("ordered", self._steps(contract))

    def test_the_reader_needs_no_rights_on_the_documents(self):
        contract = self._active_contract(lines=[(10.0, 100.0)])
        order = self._call_off(contract, 10.0)
        self._deliver(order)
        self._pay(self._invoice(order), 1000.0)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("Collected", str(contract.with_user(self.users["seller"]).timeline))

    def test_amendments_and_the_end_are_told(self):
        contract = self._active_contract()
        contract.with_user(self.users["supervisor"])._close("terminated", "Insolvent")
        self.assertEqual(self._steps(contract)[-1], "closed")


@tagged("post_install", "-at_install")
class TestMissingSteps(ContractCommon):
    def _codes(self, contract):
        self.env.flush_all()
        self.env.invalidate_all()
        return sorted(step.code for step in contract._get_missing_steps()[contract.id])

    def test_the_papers(self):
        contract = self._approved_contract(lines=[(10.0, 100.0)])
        self.assertEqual(self._codes(contract), ["no_scan", "not_signed"])
        self.assertEqual(self._codes(self._create_contract()), [])

    def test_the_deposit(self):
        contract = self._active_contract(lines=[(10.0, 100.0)], deposit_kind="percent", deposit_percent=0.3)
        order = self._call_off(contract, 10.0)
        self.assertIn("no_deposit", self._codes(contract))
        invoice = self._deposit(order, 300.0)
        self.assertEqual(contract.deposit_received, 0.0)
        self._pay(invoice, 100.0)
        self.env.invalidate_all()
        self.assertEqual((contract.deposit_amount, contract.deposit_received), (300.0, 100.0))
        self.assertIn("no_deposit", self._codes(contract))
        self._pay(invoice, 200.0)
        self.assertNotIn("no_deposit", self._codes(contract))

    def test_from_the_order_to_the_money(self):
        contract = self._active_contract(lines=[(10.0, 100.0)])
        self.assertEqual(self._codes(contract), ["not_called"])
        order = self._call_off(contract, 10.0)
        self.assertEqual(self._codes(contract), ["not_delivered"])
        self._deliver(order)
        self.assertEqual(self._codes(contract), ["no_receipt", "not_invoiced"])
        invoice = self._invoice(order)
        self.assertEqual(self._codes(contract), ["no_receipt", "not_collected"])
        invoice.invoice_date_due = date.today() - timedelta(days=1)
        self.assertEqual(self._codes(contract), ["no_receipt", "overdue"])
        self._pay(invoice, 1000.0)
        self.assertEqual(self._codes(contract), ["no_receipt"])
        self.assertFalse(contract._get_open_points())

    def test_less_within_the_tolerance_is_enough(self):
        line = {"quantity": 100.0, "price_unit": 100.0, "tolerance_under": 0.1}
        contract = self._active_contract(lines=[line])
        self._call_off(contract, 89.0)
        self.assertIn("not_called", self._codes(contract))
        self._call_off(contract, 1.0)
        self.assertNotIn("not_called", self._codes(contract))

    def test_an_ended_contract_with_quantities_left(self):
        contract = self._active_contract(valid_to=date.today())
        with freeze_time(date.today() + timedelta(days=1)):
            self.assertEqual(self._codes(contract), ["ended_open"])
            self.assertIn(contract, self.env["sale.contract"].search([("validity", "=", "over")]))
        self.env.invalidate_all()
        self.assertIn(contract, self.env["sale.contract"].search([("validity", "=", "ending")]))

    def test_filters_find_them(self):
        contract = self._active_contract()
        done = self._active_contract(lines=[(10.0, 100.0)])
        self._call_off(done, 10.0)
        contracts = self.env["sale.contract"].search([("has_remaining", "=", True)])
        self.assertEqual((contract in contracts, done in contracts), (True, False))
        contracts = self.env["sale.contract"].search([("has_missing", "=", True)])
        self.assertEqual((contract in contracts, done in contracts), (True, True))
        lines = self.env["sale.contract.line"].search([("has_remaining", "=", True)])
        self.assertEqual((contract.line_ids in lines, done.line_ids in lines), (True, False))

    def test_a_long_order_is_shown_against_the_stock(self):
        self.product.is_storable = True
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        self.env["stock.quant"]._update_available_quantity(self.product, warehouse.lot_stock_id, 250.0)
        line = self._active_contract().line_ids
        self.assertEqual((line.remaining_quantity, line.free_quantity), (1000.0, 250.0))


@tagged("post_install", "-at_install")
class TestQueries(ContractCommon):
    """The cost does not grow with the number of contracts or lines, and is nothing without contract."""

    def _documents(self, count):
        contracts = self.env["sale.contract"]
        for _number in range(count):
            contract = self._active_contract(
                lines=[(10.0, 100.0), (20.0, 100.0)], by="general_manager", decider="sales_manager"
            )
            order = self._call_off(contract, 10.0, 5.0)
            self._deliver(order)
            self._pay(self._invoice(order), 500.0)
            contracts |= contract
        return contracts

    def test_figures_timeline_and_missing_steps_of_many(self):
        contracts = self._documents(6).with_env(self.env)
        for name in (
            "timeline",
            "missing_count",
            "called_amount",
            "order_count",
            "deposit_received",
            "has_remaining",
        ):
            with self.subTest(field=name):
                contracts[:2].mapped(name)  # warm
                few = self._count_queries(lambda name=name: contracts[:2].mapped(name))
                many = self._count_queries(lambda name=name: contracts.mapped(name))
                self.assertLessEqual(many, few, name)

    def _many_lines(self, count):
        products = self.env["product.product"].union(
            *(self._create_product(f"Paper {n}") for n in range(count))
        )
        lines = [{"product_id": product.id, "quantity": 100.0, "price_unit": 1.0} for product in products]
        return self._active_contract(lines=lines)

    def _guard_queries(self, lines):
        contract = self._many_lines(lines)
        order = self._call_off(contract, *[10.0] * lines, confirm=False)
        order.order_line.mapped("product_id.type")
        before = {order: order._get_no_call_off()}
        order.write({"state": "sale"})
        order.order_line.contract_line_id.mapped("contract_id.commercial_partner_id")
        self.env["contract.call.off"]._enforce(before)  # warm
        return self._count_warm(lambda: self.env["contract.call.off"]._enforce(before))

    def _count_warm(self, work):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def test_the_guard_costs_the_same_for_any_number_of_lines(self):
        self.assertEqual(self._guard_queries(1), self._guard_queries(30))
        self.assertLessEqual(self._guard_queries(30), 2)

    def test_the_guard_costs_the_same_for_any_number_of_contracts(self):
        orders = self.env["sale.order"].browse(self._documents(4).order_ids.ids)
        guard, counts = self.env["contract.call.off"], []
        for some in (orders, orders[:1], orders):  # the first one warms up
            counts.append(
                self._count_queries(
                    lambda some=some: guard._enforce({order: order._get_no_call_off() for order in some})
                )
            )
        self.assertEqual(counts[1], counts[2])

    def test_an_order_without_contract_costs_nothing_more(self):
        order = self._create_order(lines=[(1.0, 100.0)] * 30)
        before = order._get_call_offs()
        order.order_line.mapped("contract_line_id")
        self.assertEqual(self._count_warm(lambda: self.env["contract.call.off"]._enforce(before)), 0)
        self.assertEqual(self._count_warm(lambda: order._get_unjudged_calls()._get_call_offs()), 0)
        self.assertEqual(self._count_warm(lambda: order.order_line._compute_contract_line_id()), 0)
