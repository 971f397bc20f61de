"""Receivables by contract: what is open, since when, by whom, and what was promised."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..rules.ageing import key_of
from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestReceivables(LedgerCommon):
    def test_an_open_invoice_ages_from_the_credit_term(self):
        invoice = self._open_invoice(1_000.0, on=self._day(45))
        row = self._receivables()
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "invoice",
                    "move_id": invoice.id,
                    "residual": 1_000,
                    "uninvoiced": 0,
                    "amount": 1_000,
                    "days_overdue": 15,
                    "age": "1_30",
                    "overdue_amount": 1_000,
                    "salesperson_id": self.users["seller"].id,
                }
            ],
        )

    def test_a_delivery_without_an_invoice_ages_as_well(self):
        order = self._confirmed_order(1_000.0)
        picking = self._deliver(order, 4, on=self._day(95))
        row = self._receivables()
        self.assertEqual((row.kind, row.picking_id, row.order_id), ("delivery", picking, order))
        self.assertEqual((row.residual, row.uninvoiced, row.days_overdue, row.age), (0, 400, 65, "61_90"))
        self.assertEqual((row.delivery_names, row.order_names), (picking.name, order.name))

    def test_the_buckets_are_those_of_the_rule(self):
        for days in (29, 30, 31, 60, 61, 90, 91, 120, 121, 200):
            self._open_invoice(10.0, on=self._day(days))
        for row in self._receivables():
            late = (date.today() - row.date_due).days
            self.assertEqual(row.age, key_of(late), late)

    def test_part_of_an_invoice_stays(self):
        invoice = self._open_invoice(1_000.0)
        self._pay(invoice, 300.0)
        self.assertEqual(self._receivables().residual, 700)

    def test_an_unallocated_payment_stands_beside(self):
        self._open_invoice(1_000.0)
        self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": 50.0, "payment_type": "inbound"}
        ).action_post()
        rows = self._receivables()
        self.assertEqual(sorted(rows.mapped("residual")), [-50, 1_000])
        self.assertEqual(rows.filtered(lambda row: row.residual < 0).age, "unallocated")

    def test_each_instalment_is_a_row(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now, half later",
                "line_ids": [
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 60)
                ],
            }
        )
        self.profile.term_rule = "due_date"
        self._open_invoice(1_000.0, on=self._day(30), invoice_payment_term_id=term.id)
        rows = self._receivables()
        self.assertEqual(rows.mapped("residual"), [500, 500])
        self.assertEqual(rows.mapped("days_overdue"), [30, 0])

    def test_without_a_profile_the_own_due_date_counts(self):
        other = self._create_customer("Harbour Labels")
        self._open_invoice(100.0, on=self._day(20), partner=other, invoice_date_due=self._day(5))
        rows = self.env["sales.receivable.line"].search([("partner_id", "=", other.id)])
        self.assertEqual(rows.days_overdue, 5)

    def test_a_dispute_shows_and_still_ages(self):
        self.profile.exclude_disputed = True
        invoice = self._open_invoice(1_000.0, on=self._day(45))
        dispute = (
            self.env["credit.dispute"]
            .with_user(self.users["clerk"])
            .create({"move_id": invoice.id, "note": "Wet reams."})
        )
        self.assertFalse(self._receivables().is_disputed)
        dispute.action_submit()
        dispute.with_user(self.users["general_manager"]).action_approve()
        row = self._receivables()
        self.assertEqual((row.is_disputed, row.dispute_id, row.days_overdue), (True, dispute, 15))

    def test_a_past_day_shows_what_was_open_then(self):
        order = self._create_order(1_000.0)
        order.action_confirm()
        order.date_order = self._day(60)
        self._deliver(order, 5, on=self._day(50))
        invoice = self._invoice(order, on=self._day(40))
        self._pay_on(invoice, 200.0, 20)
        seen = [
            (round(sum(rows.mapped("residual")), 2), round(sum(rows.mapped("uninvoiced")), 2))
            for rows in (self._receivables(ledger_to=self._day(days)) for days in (55, 45, 30, 10, 0))
        ]
        self.assertEqual(seen, [(0, 0), (0, 500), (500, 0), (300, 0), (300, 0)])

    def _pay_on(self, invoice, amount, days_ago):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": amount, "payment_date": self._day(days_ago)})._create_payments()

    def test_figures_equal_those_of_credit_control(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order)
        self._invoice(order, quantity=4)
        rows = self._receivables()
        self.assertFigures(receivable=sum(rows.mapped("residual")), delivered=sum(rows.mapped("uninvoiced")))

    def test_every_row_leads_to_its_document(self):
        order = self._confirmed_order(1_000.0)
        picking = self._deliver(order)
        action = self._receivables().action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("stock.picking", picking.id))


@tagged("post_install", "-at_install")
class TestReceivablesByContract(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._create_contract(assistant_id=cls.users["clerk"].id)
        cls.second = cls._create_contract()

    def _joint_invoice(self, *amounts):
        orders = self.env["sale.order"]
        for contract, amount in zip((self.first, self.second, None), amounts, strict=False):
            order = self._create_order(amount)
            if contract:
                self._call_off(contract, order)
            order.action_confirm()
            self._deliver(order)
            orders |= order
        invoice = orders._create_invoices()
        invoice.invoice_date = self._day(0)
        invoice.action_post()
        return invoice

    def test_an_invoice_of_several_contracts_is_split_and_adds_up(self):
        invoice = self._joint_invoice(100.0, 200.0, 400.0)
        self._pay(invoice, 100.0)
        rows = self._receivables()
        found = {row.contract_id: row.residual for row in rows}
        self.assertEqual(round(sum(found.values()), 2), 600)
        self.assertEqual((found[self.first], found[self.second]), (85.71, 171.43))
        self.assertEqual(
            rows.filtered(lambda row: row.contract_id == self.first).assistant_id, self.users["clerk"]
        )

    def test_the_rows_name_their_orders_and_deliveries(self):
        invoice = self._joint_invoice(100.0, 200.0)
        orders = invoice.line_ids.sale_line_ids.order_id
        for row in self._receivables():
            order = orders.filtered(lambda order, row=row: order.contract_id == row.contract_id)
            self.assertEqual((row.order_names, row.delivery_names), (order.name, order.picking_ids.name))

    def test_an_uninvoiced_delivery_belongs_to_the_contract_of_its_order(self):
        order = self._call_off(self.first, self._create_order(300.0))
        order.action_confirm()
        self._deliver(order)
        self.assertEqual(self._receivables().contract_id, self.first)

    def test_contract_and_customer_lead_to_their_receivables(self):
        self._joint_invoice(100.0, 200.0)
        for record, count in ((self.first, 1), (self.partner, 2)):
            action = record.action_open_receivables()
            rows = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
            self.assertEqual(len(rows), count)


@tagged("post_install", "-at_install")
class TestSightOfLedgers(LedgerCommon):
    MODELS = ("sales.ledger.entry", "sales.ledger.balance", "sales.receivable.line", "receivable.promise")
    READ_ALL = ("clerk", "supervisor", "sales_manager", "accountant", "general_manager", "auditor")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._create_customer("Foreign Customer", user_id=cls.users["other_seller"].id)
        for partner in (cls.partner, cls.foreign):
            invoice = cls._open_invoice(100.0, partner=partner)
            cls.env["receivable.promise"].create(
                {
                    "partner_id": partner.id,
                    "move_id": invoice.id,
                    "amount": 100.0,
                    "date_promised": date.today() + timedelta(days=3),
                }
            )
        cls.env.flush_all()

    def _see(self, role, model):
        rows = self.env[model].with_user(self.users[role]).search([])
        return rows.sudo().partner_id & (self.partner | self.foreign)

    def test_a_salesperson_sees_the_own_customers_only(self):
        for model in self.MODELS:
            with self.subTest(model=model):
                self.assertEqual(self._see("seller", model), self.partner)

    def test_the_office_sees_all(self):
        for role in self.READ_ALL:
            for model in (*self.MODELS, "sales.ledger.tieout"):
                with self.subTest(role=role, model=model):
                    self.assertEqual(self._see(role, model), self.partner | self.foreign)

    def test_the_context_cannot_widen_the_view(self):
        rows = (
            self.env["sales.ledger.entry"]
            .with_user(self.users["seller"])
            .with_context(ledger_partners=self.foreign.ids)
            .search([])
        )
        self.assertFalse(rows)

    def test_a_foreign_row_is_not_read_by_its_id(self):
        row = self.env["sales.receivable.line"].search([("partner_id", "=", self.foreign.id)])
        with self.assertRaises(AccessError):
            row.with_user(self.users["seller"]).read(["amount"])

    def test_the_tie_out_is_for_the_office(self):
        with self.assertRaises(AccessError):
            self.env["sales.ledger.tieout"].with_user(self.users["seller"]).search([])

    def test_the_warehouse_has_no_business_here(self):
        for model in (*self.MODELS, "sales.ledger.tieout", "sales.ledger.explanation"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.users["warehouse"]).search([])

    def test_the_auditor_changes_nothing(self):
        promises = self.env["receivable.promise"].with_user(self.users["auditor"])
        with self.assertRaises(AccessError):
            promises.search([], limit=1).write({"note": "x"})

    def test_each_company_its_own(self):
        other = self.env["res.company"].create({"name": "Second Company"})
        user = self.users["accountant"]
        user.company_ids |= other
        rows = self.env["sales.ledger.entry"].with_user(user)
        self.assertTrue(rows.with_context(allowed_company_ids=self.company.ids).search([]))
        self.assertFalse(rows.with_context(allowed_company_ids=other.ids).search([]))

    def test_the_number_of_queries_does_not_grow(self):
        def count(model, fields):
            return self._count_queries(lambda: self.env[model].search([]).read(fields))

        models = {
            "sales.ledger.entry": ["document_name", "ordered", "receivable_balance"],
            "sales.ledger.balance": ["partner_id", "receivable_closing"],
            "sales.ledger.tieout": ["partner_id", "unexplained"],
            "sales.receivable.line": ["document_name", "delivery_names", "amount", "promise_state"],
        }
        for model, names in models.items():
            count(model, names)  # what stays in the registry's caches
        few = {model: count(model, names) for model, names in models.items()}
        for number in range(12):
            self._open_invoice(10.0 + number)
        self.assertEqual({model: count(model, names) for model, names in models.items()}, few)
