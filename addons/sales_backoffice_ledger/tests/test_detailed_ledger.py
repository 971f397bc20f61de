"""The detailed ledger: one row per event, and what is open after it."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestDetailedLedger(LedgerCommon):
    def _amounts(self, entries):
        return [
            (entry.kind, entry.ordered, entry.delivered, entry.invoiced, entry.collected) for entry in entries
        ]

    def test_an_order_goes_its_way(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order, 6)
        invoice = self._invoice(order)
        self._pay(invoice, 450.0)
        entries = self._entries()
        self.assertEqual(
            self._amounts(entries),
            [
                ("ordered", 1_000, 0, 0, 0),
                ("delivered", 0, 600, 0, 0),
                ("invoice", 0, 0, 600, 0),
                ("payment", 0, 0, 0, 450),
            ],
        )
        self.assertBalances(entries, 400, 0, 150)
        self.assertEqual(entries[1].picking_id, order.picking_ids.filtered(lambda p: p.state == "done"))
        self.assertEqual((entries[1].quantity, entries[1].product_id), (6, self.product))
        self.assertEqual((entries[2].move_id, entries[2].order_id), (invoice, order))

    def test_the_parts_of_a_line_add_up_to_the_cent(self):
        order = self._confirmed_order(lines=[(3, 33.333)])
        order.order_line.price_unit = 100 / 3
        for _part in range(3):
            self._deliver(order, 1)
        entries = self._entries()
        self.assertAlmostEqual(sum(entries.mapped("delivered")), order.amount_total, 2)
        self.assertBalances(entries, 0, order.amount_total, 0)

    def test_a_return_lowers_what_was_delivered(self):
        order = self._confirmed_order(1_000.0)
        self._return(self._deliver(order), 2)
        entries = self._entries()
        self.assertEqual(entries.mapped("kind"), ["ordered", "delivered", "returned"])
        self.assertEqual((entries[2].delivered, entries[2].quantity), (-200, -2))
        self.assertBalances(entries, 200, 800, 0)

    def test_a_return_that_is_not_credited_does_not_count(self):
        order = self._confirmed_order(1_000.0)
        self._return(self._deliver(order), 2, to_refund=False)
        self.assertBalances(self._entries(), 0, 1_000, 0)

    def test_of_a_cancelled_order_only_what_left_the_house_counts(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order, 3)
        order.action_cancel()
        self.assertBalances(self._entries(), 0, 300, 0)

    def test_a_lowered_quantity_lowers_the_order(self):
        order = self._confirmed_order(1_000.0)
        order.order_line.product_uom_qty = 7
        self.assertBalances(self._entries(), 700, 0, 0)

    def test_quotations_do_not_count(self):
        self._create_order(1_000.0)
        self.assertFalse(self._entries())

    def test_a_price_only_credit_note_leaves_nothing_uninvoiced(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order)
        refund = self._invoice(order)._reverse_moves([{"invoice_date": self._day(0)}])
        refund.invoice_line_ids.price_unit = 5
        refund.action_post()
        entries = self._entries()
        self.assertEqual(entries.filtered(lambda entry: entry.kind == "credit_note").invoiced, -50)
        self.assertBalances(entries, 0, 0, 950)

    def test_an_invoice_without_an_order_is_no_advance(self):
        self._open_invoice(500.0)
        self.assertBalances(self._entries(), 0, 0, 500)

    def test_a_down_payment_waits_for_its_goods(self):
        order = self._confirmed_order(1_000.0)
        self._deposit(order, 300.0)
        self.assertBalances(self._entries(), 1_000, -300, 300)
        self._deliver(order)
        self._invoice(order)
        self.assertBalances(self._entries(), 0, 0, 1_000)

    def test_taxes_are_in(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        order = self._create_order(1_000.0)
        order.order_line.tax_ids = tax
        order.action_confirm()
        self._deliver(order, 5)
        self._invoice(order)
        self.assertBalances(self._entries(), 565, 0, 565)

    def test_a_service_delivered_by_hand_counts_from_the_day_of_the_order(self):
        freight = self._create_product("Freight", type="service")
        order = self._create_order(100.0)
        order.order_line.product_id = freight
        order.action_confirm()
        order.order_line.qty_delivered = 1
        entries = self._entries()
        self.assertEqual(entries.mapped("kind"), ["ordered", "delivered"])
        self.assertBalances(entries, 0, 100, 0)

    def test_what_lowers_a_receivable_is_told_apart(self):
        invoice = self._open_invoice(1_000.0)
        self._entry(50.0, "asset_current")
        self._entry(-30.0, "expense%")
        self._entry(700.0, "equity_unaffected")
        payment = self._pay(invoice, 400.0)
        kinds = {entry.kind: entry.collected for entry in self._entries() if entry.collected}
        self.assertEqual(kinds, {"entry": -50, "writeoff": 30, "opening_entry": -700, "payment": 400})
        self.assertBalances(self._entries(), 0, 0, 1_000 + 50 - 30 + 700 - 400)
        paid = self._entries().filtered("payment_id")
        self.assertEqual(paid.payment_id, payment)

    def test_a_write_off_with_a_payment_stands_beside_it(self):
        invoice = self._open_invoice(1_000.0)
        account = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create(
            {
                "amount": 990.0,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": account.id,
            }
        )._create_payments()
        kinds = {entry.kind: entry.collected for entry in self._entries() if entry.collected}
        self.assertEqual(kinds, {"payment": 990, "writeoff": 10})
        self.assertBalances(self._entries(), 0, 0, 0)

    def test_a_period_opens_with_what_came_before(self):
        order = self._confirmed_order(1_000.0)
        order.date_order = self._day(60)
        self._deliver(order, on=self._day(50))
        self._invoice(order, on=self._day(40))
        entries = self._entries(ledger_from=self._day(45))
        self.assertEqual(entries.mapped("kind"), ["opening", "invoice"])
        self.assertEqual(
            (entries[0].open_orders_balance, entries[0].uninvoiced_balance, entries[0].receivable_balance),
            (0, 1_000, 0),
        )
        self.assertEqual(sum(entries.mapped("invoiced")), 1_000)
        self.assertBalances(entries, 0, 0, 1_000)

    def test_a_past_day_knows_nothing_later(self):
        self._open_invoice(100.0, on=self._day(10))
        self._open_invoice(200.0)
        self.assertBalances(self._entries(ledger_to=self._day(1)), 0, 0, 100)

    def test_bad_periods_are_refused_with_a_sentence(self):
        for context in (
            {"ledger_to": "2026-13-40"},
            {"ledger_to": "x'; DROP TABLE res_partner; --"},
            {"ledger_to": ["2026-01-01"]},
            {"ledger_from": "2026-02-01", "ledger_to": "2026-01-01"},
            {"ledger_by": "company"},
            {"ledger_partners": ["1"]},
            {"ledger_partners": "1"},
            {"ledger_partners": [True]},
        ):
            with self.subTest(context=context), self.assertRaises(UserError):
                self._entries(**context)

    def test_one_customer_reads_the_same_alone(self):
        other = self._create_customer("Harbour Labels")
        self._open_invoice(70.0, partner=other)
        order = self._confirmed_order(1_000.0)
        self._deliver(order)
        self._pay(self._invoice(order), 10.0)
        fields = ["kind", "ordered", "delivered", "invoiced", "collected", "receivable_balance"]
        self.assertEqual(
            self._entries().read(fields), self._entries(ledger_partners=self.partner.ids).read(fields)
        )

    def test_a_foreign_order_leaves_nothing_behind(self):
        foreign = self.env.ref("base.EUR" if self.company.currency_id.name != "EUR" else "base.USD")
        foreign.active = True
        foreign.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            [
                {"currency_id": foreign.id, "name": day, "rate": rate, "company_id": self.company.id}
                for day, rate in (("2020-01-01", 0.5), (self._day(5), 0.8))
            ]
        )
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        order = self._create_order(1_000.0, pricelist_id=pricelist.id, date_order=self._day(20))
        order.action_confirm()
        order.date_order = self._day(20)
        self._deliver(order)
        invoice = self._invoice(order)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": self._day(0)})._create_payments()
        entries = self._entries()
        self.assertBalances(entries, 0, 0, 0)
        self.assertEqual(sum(entries.mapped("invoiced_currency")), 1_000)
        self.assertEqual(sum(entries.mapped("collected_currency")), 1_000)
        self.assertNotIn("writeoff", entries.mapped("kind"), "an exchange difference is no gift")

    def test_every_row_leads_to_its_document(self):
        order = self._confirmed_order(1_000.0)
        picking = self._deliver(order)
        invoice = self._invoice(order)
        actions = [entry.action_open_document() for entry in self._entries()]
        self.assertEqual(
            [(action["res_model"], action["res_id"]) for action in actions],
            [("sale.order", order.id), ("stock.picking", picking.id), ("account.move", invoice.id)],
        )


@tagged("post_install", "-at_install")
class TestContractsInTheLedger(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls._create_contract(), cls._create_contract()
        cls.orders = cls.env["sale.order"]
        for contract, amount in ((cls.first, 100.0), (cls.second, 200.0), (None, 400.0)):
            order = cls._create_order(amount)
            if contract:
                cls._call_off(contract, order)
            order.action_confirm()
            cls._deliver(order)
            cls.orders |= order
        cls.invoice = cls.orders._create_invoices()
        cls.invoice.invoice_date = cls._day(0)
        cls.invoice.action_post()

    def _sums(self, name):
        found = {}
        for entry in self._entries():
            found[entry.contract_id] = round(found.get(entry.contract_id, 0) + entry[name], 2)
        return found

    def test_an_invoice_of_several_contracts_is_split_by_its_lines(self):
        none = self.env["sale.contract"]
        self.assertEqual(len(self.invoice), 1)
        self.assertEqual(self._sums("invoiced"), {self.first: 100, self.second: 200, none: 400})

    def test_a_receipt_follows_the_invoice_in_proportion(self):
        self._pay(self.invoice, 100.0)
        collected = self._sums("collected")
        self.assertEqual(sum(collected.values()), 100)
        self.assertEqual([collected[self.first], collected[self.second]], [14.29, 28.57])

    def test_a_receipt_nobody_allocated_belongs_to_no_contract(self):
        payment = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": 50.0, "payment_type": "inbound"}
        )
        payment.action_post()
        none = self.env["sale.contract"]
        self.assertEqual(self._sums("collected"), {self.first: 0, self.second: 0, none: 50})

    def test_balances_run_per_contract_when_asked(self):
        self._pay(self.invoice, 700.0)
        entries = self._entries(ledger_by="contract")
        for contract in (self.first, self.second):
            self.assertBalances(
                entries.filtered(lambda entry, contract=contract: entry.contract_id == contract), 0, 0, 0
            )

    def test_a_contract_opens_its_ledger(self):
        action = self.first.action_open_sales_ledger()
        entries = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        self.assertEqual(entries.contract_id, self.first)

    def test_the_invoice_line_names_its_order(self):
        rows = self._entries().filtered(lambda entry: entry.kind == "invoice")
        self.assertEqual(rows.order_id, self.orders)
        self.assertEqual({Command.set(rows.move_id.ids)[2][0]}, {self.invoice.id})
