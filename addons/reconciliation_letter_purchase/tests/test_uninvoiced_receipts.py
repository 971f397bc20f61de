"""Received and not invoiced at a cut-off, by cases and against a slow recomputation of random histories."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import FIRST, ReceiptCommon

LATER = FIRST + timedelta(days=20)


@tagged("post_install", "-at_install")
class TestReceipts(ReceiptCommon):
    def test_received_and_not_invoiced(self):
        order = self._order()
        picking = self._receive(order, 6)
        self.assertEqual(self._amount(FIRST - timedelta(days=1)), 0.0)
        self.assertEqual([(row.res_id, row.amount) for row in self._uninvoiced()], [(picking.id, 600.0)])

    def test_a_bill_after_the_cut_off_does_not_count(self):
        order = self._order()
        self._receive(order, 10)
        self._bill(order, 4)
        self._bill(order, 6, LATER)
        self.assertEqual((self._amount(), self._amount(LATER)), (600.0, 0.0))

    def test_a_return_before_its_credit_note(self):
        order = self._order()
        picking = self._receive(order, 10)
        self._bill(order, 10)
        self._return(picking, 2, LATER)
        self.assertEqual((self._amount(), self._amount(LATER)), (0.0, -200.0))
        self._bill(order, 2, LATER, "in_refund")
        self.assertEqual(self._amount(LATER), 0.0)

    def test_a_price_credit_note_opens_nothing(self):
        order = self._order()
        self._receive(order, 10)
        self._bill(order, 10)
        self._bill(order, 10, LATER, "in_refund", price=5.0)
        self.assertEqual(self._amount(LATER), 0.0)

    def test_a_bill_ahead_of_its_receipt_is_no_credit(self):
        self._bill(self._order(), 10)
        self.assertEqual(self._amount(), 0.0)

    def test_the_letter_carries_the_receipts(self):
        self._receive(self._order(), 6)
        letter = self._create_letter(kind="payable")
        self.assertEqual((letter.closing, letter.uninvoiced), (600.0, 600.0))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "receive", "bill", "return", "exchange", "credit", "price", "draft"]),
        st.integers(1, 6),
        st.integers(0, 9),
    ),
    min_size=2,
    max_size=6,
)


@tagged("post_install", "-at_install")
class TestReceiptProperty(ReceiptCommon):
    def _play(self, order, steps):
        day = 0
        for action, quantity, offset in steps:
            on = FIRST + timedelta(days=offset)
            day = max(day, offset)
            got = order.picking_ids.filtered(
                lambda p: p.state == "done" and p.picking_type_code == "incoming"
            )
            if action == "receive" and order.order_line.qty_received + quantity <= 20:
                self._receive(order, quantity, FIRST + timedelta(days=day))
            elif action in ("return", "exchange") and got:
                moved = got[:1].move_ids
                back = sum(moved.returned_move_ids.mapped("quantity"))
                if back + quantity <= moved.quantity:
                    self._return(got[:1], quantity, FIRST + timedelta(days=day), action == "return")
            elif action in ("bill", "draft"):
                self._bill(order, quantity, on, post=action == "bill")
            elif action in ("credit", "price"):
                self._bill(order, quantity, on, "in_refund", price=100.0 if action == "credit" else 3.0)

    def _recompute(self, order, on):
        """Add up one record after the other."""
        received = billed = returned = 0.0
        for move in order.order_line.move_ids:
            if move.state != "done" or move.date.date() > on:
                continue
            if move.location_id.usage == "supplier":
                received += move.quantity
            elif move.to_refund:
                received -= move.quantity
                returned += move.quantity
        for line in order.order_line.invoice_lines:
            if line.parent_state != "posted" or line.date > on:
                continue
            if line.move_id.move_type == "in_invoice":
                billed += line.quantity
            elif line.price_unit >= 50:
                billed -= line.quantity
        left = received - max(billed, 0.0)  # a credit note without invoice opens nothing beyond what moved
        return 100.0 * (left if left >= 0 else -min(-left, returned))

    def test_random_histories(self):
        @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
        @given(STEPS)
        def check(steps):
            with self.cr.savepoint() as savepoint:
                order = self._order(20.0)
                self._play(order, steps)
                for offset in (0, 3, 6, 9):
                    on = FIRST + timedelta(days=offset)
                    self.assertAlmostEqual(self._amount(on), self._recompute(order, on), 2, f"{steps} {on}")
                savepoint.rollback()
            self.env.invalidate_all()

        check()
