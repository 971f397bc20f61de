"""Whatever happens to a customer's orders, the figures equal a slow recomputation in plain Python."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import CreditCommon
from .recomputation import Recomputation

ORDERS = ("order", "order_taxed", "order_foreign")
STEPS = (
    "deliver",
    "deliver_part",
    "invoice",
    "invoice_draft",
    "post_draft",
    "pay",
    "give_back",
    "credit_note",
    "allowance",
    "pay_unallocated",
    "deposit",
    "cancel",
    "raise_price",
)
# one history in which every step but the last two finds something to do
CHAIN = (
    "raise_price",
    "deposit",
    "post_draft",
    "deliver_part",
    "deliver",
    "give_back",
    "pay_unallocated",
    "invoice_draft",
    "post_draft",
    "pay",
    "credit_note",
)
NUMBERS = (st.integers(1, 9), st.integers(0, 80))
HISTORY = st.tuples(
    st.lists(st.tuples(st.sampled_from(ORDERS), *NUMBERS), min_size=1, max_size=2),
    # deliveries and invoices come more often: most other steps need them first
    st.lists(st.tuples(st.sampled_from((*STEPS, *STEPS[:3], *STEPS[:3])), *NUMBERS), min_size=8, max_size=20),
)


@tagged("post_install", "-at_install")
class TestFiguresEqualRecomputation(Recomputation, CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.credit_control = False  # histories are random: nothing may stand in their way
        cls.tax = cls.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        cls.foreign = cls.env.ref("base.EUR" if cls.company.currency_id.name != "EUR" else "base.USD")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.foreign.id, "name": "2020-01-01", "rate": 0.73, "company_id": cls.company.id}
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": cls.foreign.id}
        )
        cls.profile.base_limit = 10_000_000.0

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        phases=[
            Phase.explicit,
            Phase.generate,
        ],  # shrinking an Odoo history takes many minutes; add Phase.shrink to hunt a failure
        suppress_health_check=list(HealthCheck),
    )
    @given(history=HISTORY)
    @example(history=([("order", 5, 0)], [(step, 1, 40) for step in CHAIN]))
    @example(history=([("order_taxed", 5, 0)], [("deliver", 1, 40), ("invoice", 1, 9), ("allowance", 1, 0)]))
    @example(
        history=(
            [("order_foreign", 5, 0)],
            [("deliver_part", 1, 40), ("invoice_draft", 1, 9), ("cancel", 1, 0)],
        )
    )
    def _try_histories(self, history):
        savepoint = self.env.cr.savepoint()
        try:
            orders = self.env["sale.order"]
            for step, number, _days in history[0]:
                orders |= self._do_order(step, number)
            for step, number, days in history[1]:
                order = orders[number % len(orders)]
                if getattr(self, f"_do_{step}")(order, number, days):
                    self.done[step] += 1
                    self._compare()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), set(STEPS), "the histories must have tried everything")

    # --- a history: each step returns whether there was something to do -----------

    def _do_order(self, step, number):
        values = {"pricelist_id": self.pricelist.id} if step == "order_foreign" else {}
        order = self._create_order(lines=[(number, 33.33), (number + 2, 7.77)], **values)
        if step == "order_taxed":
            order.order_line.tax_ids = self.tax
        order.action_confirm()
        return order

    def _do_deliver(self, order, number, days, quantity=None):
        if order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")):
            return self._deliver(order, quantity, on=date.today() - timedelta(days=days))
        return False

    def _do_deliver_part(self, order, number, days):
        return self._do_deliver(order, number, days, quantity=1)

    def _do_give_back(self, order, number, days):
        done = order.picking_ids.filtered(
            lambda picking: picking.state == "done" and picking.picking_type_code == "outgoing"
        )
        if done and not done[:1].return_ids and order.order_line.filtered("qty_delivered"):
            return self._return(done[:1], 1)
        return False

    def _do_invoice(self, order, number, days, post=True):
        if order.invoice_status == "to invoice":
            return self._invoice(order, on=date.today() - timedelta(days=days), post=post)
        return False

    def _do_invoice_draft(self, order, number, days):
        return self._do_invoice(order, number, days, post=False)

    def _do_post_draft(self, order, number, days):
        drafts = order.invoice_ids.filtered(lambda move: move.state == "draft")
        drafts.filtered(lambda move: not move.invoice_date).invoice_date = date.today()
        drafts.action_post()
        return drafts

    def _do_credit_note(self, order, number, days, price_share=1.0):
        invoice = order.invoice_ids.filtered(lambda m: m.state == "posted" and m.move_type == "out_invoice")[
            :1
        ]
        if not invoice or order.invoice_ids.filtered(lambda move: move.move_type == "out_refund"):
            return False
        refund = invoice._reverse_moves([{"invoice_date": date.today()}])
        for line in refund.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            line.price_unit *= price_share
        refund.action_post()
        return refund

    def _do_allowance(self, order, number, days):
        return self._do_credit_note(order, number, days, price_share=0.1)

    def _do_pay(self, order, number, days):
        open_invoices = order.invoice_ids.filtered(
            lambda move: (
                move.state == "posted" and move.move_type == "out_invoice" and move.amount_residual > 0
            )
        )
        if open_invoices:
            invoice = open_invoices[0]
            return self._pay(invoice, min(invoice.amount_residual, number * 11.11))
        return False

    def _do_pay_unallocated(self, order, number, days):
        payment = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": number * 9.99, "payment_type": "inbound"}
        )
        payment.action_post()
        return payment

    def _do_deposit(self, order, number, days):
        if (
            order.state == "sale"
            and not order.order_line.filtered("is_downpayment")
            and order.amount_total > 0
        ):
            wizard = self.env["sale.advance.payment.inv"].with_context(
                active_model="sale.order", active_ids=order.ids
            )
            wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
            return order
        return False

    def _do_cancel(self, order, number, days):
        order.action_cancel()
        return order

    def _do_raise_price(self, order, number, days):
        line = order.order_line.filtered(lambda line: not line.is_downpayment and not line.qty_invoiced)[:1]
        if line and order.state == "sale":
            line.price_unit += number
            return line
        return False

    def _compare(self):
        self.env.flush_all()
        self.env.invalidate_all()
        expected = self._recompute()
        self.assertFigures(**expected)
        orders = self.env["sale.order"].search([("partner_invoice_id", "child_of", self.partner.id)])
        self.assertStoredQuantities(orders.order_line)
