"""Whatever happens to contracts, the figures equal a slow recomputation, now and as they stood on every earlier day."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import tagged

from .common import ExecutionCommon
from .recomputation import Recomputation

COMPARED = (
    "amount_ordered",
    "amount_delivered",
    "amount_returned",
    "amount_invoiced",
    "amount_draft",
    "amount_collected",
    "amount_offset",
    "amount_receivable",
    "amount_due",
    "amount_overdue",
    "amount_late",
    "amount_uninvoiced",
    "amount_uncollected",
    "amount_remaining",
    "amount_deposit",
)
# what bears a date of its own, so that an earlier day still reads the same
DATED = (
    "order",
    "order_taxed",
    "order_foreign",
    "deliver",
    "deliver_part",
    "give_back",
    "invoice",
    "invoice_together",
    "credit_note",
    "allowance",
    "pay",
    "pay_all",
    "deposit",
)
UNDATED = ("invoice_draft", "post_draft", "unreconcile", "cancel")
NUMBERS = (st.integers(1, 9), st.integers(0, 3))
HISTORY = st.lists(
    st.tuples(st.sampled_from((*DATED, *UNDATED, *DATED[3:7], *DATED[10:12])), *NUMBERS),
    min_size=8,
    max_size=18,
)
CHAIN = (
    "order_taxed",
    "order",
    "deposit",
    "pay",
    "deliver_part",
    "deliver",
    "give_back",
    "invoice_together",
    "pay",
    "credit_note",
    "deliver",
    "invoice_draft",
    "post_draft",
    "pay_all",
    "unreconcile",
)


@tagged("post_install", "-at_install")
class TestFiguresEqualRecomputation(Recomputation, ExecutionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        cls.foreign = cls.env.ref("base.EUR" if cls.company.currency_id.name != "EUR" else "base.USD")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        for days, rate in ((4000, 0.73), (40, 0.81), (20, 0.69)):
            cls.env["res.currency.rate"].create(
                {
                    "currency_id": cls.foreign.id,
                    "name": cls._days_ago(days),
                    "rate": rate,
                    "company_id": cls.company.id,
                }
            )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": cls.foreign.id}
        )
        cls.company.account_use_credit_limit = False
        cls.contracts = cls._create_contract(lines=((900, 33.33), (900, 7.77))) + cls._create_contract(
            lines=((900, 12.34), (900, 9.99))
        )

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],  # add Phase.shrink to hunt a failure
        suppress_health_check=list(HealthCheck),
    )
    @given(history=HISTORY)
    @example(history=[(step, 1 + index % 7, 1) for index, step in enumerate(CHAIN)])
    @example(
        history=[
            ("order_foreign", 5, 2),
            ("deliver", 1, 2),
            ("invoice", 1, 2),
            ("pay", 3, 2),
            ("allowance", 1, 2),
        ]
    )
    @example(history=[(step, 2, 1) for step in ("order", "deliver", *CHAIN[-4:])])
    def _try_histories(self, history):
        savepoint = self.env.cr.savepoint()
        try:
            self.orders, self.day, remembered = self.env["sale.order"], self._days_ago(60), []
            for step, number, days in history:
                self.day += timedelta(days=days)
                if not getattr(self, f"_do_{step}")(number):
                    continue
                self.done[step] += 1
                self._compare(self.day)
                if step in UNDATED:
                    remembered.clear()
                    continue
                remembered = [(day, row) for day, row in remembered if day < self.day]
                remembered.append((self.day, self._snapshot(self.day)))
            self._compare(self._today())
            for day, row in remembered:
                self.assertEqual(self._snapshot(day), row, f"as of {day} it read otherwise then")
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), {*DATED, *UNDATED}, "the histories must have tried everything")

    def _snapshot(self, at):
        figures = self.env["contract.execution"]._get_figures(self.contracts, at, tz="UTC")
        return {
            (contract.id, name): round(float(figures[contract.id][name] or 0.0), 2)
            for contract in self.contracts
            for name in COMPARED
            if name != "amount_draft"
        }

    def _compare(self, at):
        executions, self._complete = self.env["contract.execution"], {}
        figures = executions._get_figures(self.contracts, at, tz="UTC")
        lines = executions._get_line_figures(self.contracts, at, tz="UTC")
        for contract in self.contracts:
            row, slow = figures[contract.id], self._recompute(contract, at)
            for name in COMPARED:
                self.assertAlmostEqual(
                    float(row[name] or 0.0), slow[name], 2, f"{name} of {contract.name} at {at}"
                )
            for name in ("amount_ordered", "amount_delivered"):
                total = sum(lines[line.id][name] for line in contract.line_ids)
                self.assertAlmostEqual(float(total), slow[name], 2, f"lines: {name}")

    # --- a history: each step returns whether there was something to do -----------

    def _pick(self, number):
        return self.orders[number % len(self.orders)] if self.orders else self.orders

    def _do_order(self, number, taxed=False, **values):
        contract = self.contracts[number % 2]
        order = self._call_off(number, number + 2, contract=contract, confirm=False, **values)
        order.order_line.tax_ids = self.tax if taxed else False
        order.action_confirm()
        order.date_order = fields.Datetime.to_datetime(self.day) + timedelta(hours=6)
        self.orders |= order
        return order

    def _do_order_taxed(self, number):
        return self._do_order(number, taxed=True)

    def _do_order_foreign(self, number):
        contract = self.contracts[number % 2]
        order = self._do_order(number)
        # as if agreed in another currency before the contract was linked
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET currency_id = %s, pricelist_id = %s WHERE id = %s",
            [self.foreign.id, self.pricelist.id, order.id],
        )
        self.env.cr.execute(
            "UPDATE sale_order_line SET currency_id = %s WHERE order_id = %s", [self.foreign.id, order.id]
        )
        self.env.invalidate_all()
        return contract

    def _do_deliver(self, number, quantity=None):
        order = self._pick(number)
        if order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")):
            return self._deliver(order, quantity, on=self.day)
        return False

    def _do_deliver_part(self, number):
        return self._do_deliver(number, quantity=1)

    def _do_give_back(self, number):
        done = self._pick(number).picking_ids.filtered(
            lambda picking: picking.state == "done" and picking.picking_type_code == "outgoing"
        )
        if done and not done[:1].return_ids:
            back = self._return(done[:1], 1)
            back.move_ids.date = fields.Datetime.to_datetime(self.day) + timedelta(hours=13)
            return back
        return False

    def _do_invoice(self, number, orders=None, post=True):
        orders = orders or self._pick(number)
        orders = orders.filtered(lambda order: order.invoice_status == "to invoice")
        if not orders:
            return False
        invoices = orders._create_invoices(final=True)
        for invoice in invoices:
            if invoice.amount_total <= 0 or invoice.move_type != "out_invoice":
                continue
            invoice.invoice_date = self.day
            if post:
                invoice.action_post()
        return invoices

    def _do_invoice_together(self, number):
        orders = self.orders.filtered(lambda order: order.currency_id == self.company.currency_id)
        return self._do_invoice(number, orders=orders) if orders else False

    def _do_invoice_draft(self, number):
        return self._do_invoice(number, post=False)

    def _do_post_draft(self, number):
        drafts = self.orders.invoice_ids.filtered(
            lambda move: move.state == "draft" and move.amount_total > 0
        )
        for draft in drafts:
            draft.invoice_date = self.day
        drafts.action_post()
        return drafts

    def _open_bills(self, number):
        return self._pick(number).invoice_ids.filtered(
            lambda move: (
                move.state == "posted" and move.move_type == "out_invoice" and move.amount_residual > 0
            )
        )

    def _do_credit_note(self, number, price_share=1.0):
        invoice = self._open_bills(number)[:1]
        if not invoice or invoice.reversal_move_ids:
            return False
        return self._credit(invoice, price_share=price_share, on=self.day)

    def _do_allowance(self, number):
        return self._do_credit_note(number, price_share=0.1)

    def _do_pay(self, number):
        invoice = self._open_bills(number)[:1]
        return invoice and self._pay_on(invoice, min(invoice.amount_residual, number * 11.11), self.day)

    def _do_pay_all(self, number):
        invoice = self._open_bills(number)[:1]
        return invoice and self._pay_on(invoice, invoice.amount_residual, self.day)

    def _do_deposit(self, number):
        order = self._pick(number)
        if not order or order.state != "sale" or order.order_line.filtered("is_downpayment"):
            return False
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": 7.77}
        )
        invoice = wizard._create_invoices(order)
        invoice.invoice_date = self.day
        invoice.action_post()
        return invoice

    def _do_unreconcile(self, number):
        paid = self._pick(number).invoice_ids.filtered(lambda move: move.line_ids.matched_credit_ids)
        paid[:1].line_ids.remove_move_reconcile()
        return paid

    def _do_cancel(self, number):
        order = self._pick(number)
        if order.state != "sale":
            return False
        order._action_cancel()
        return True
