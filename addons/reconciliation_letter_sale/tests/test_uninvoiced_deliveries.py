"""Delivered and not invoiced at a cut-off, by cases and against a slow recomputation of random histories."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import FIRST, DeliveryCommon

LATER = FIRST + timedelta(days=20)


@tagged("post_install", "-at_install")
class TestDeliveries(DeliveryCommon):
    def test_delivered_and_not_invoiced(self):
        order = self._order()
        self._deliver(order, 6)
        self.assertEqual(self._amount(), 600.0)
        self.assertEqual(self._amount(FIRST - timedelta(days=1)), 0.0)

    def test_a_partial_invoice_covers_the_oldest(self):
        order = self._order()
        self._deliver(order, 4)
        second = self._deliver(order, 6, LATER)
        self._bill(order, 7)
        row = self._uninvoiced(LATER)
        self.assertEqual(
            [(r.res_id, r.res_model, r.amount) for r in row], [(second.id, "stock.picking", 300.0)]
        )
        self.assertEqual(self._amount(), 0.0, "seven invoiced, four delivered by then")

    def test_an_invoice_after_the_cut_off_does_not_count(self):
        order = self._order()
        self._deliver(order, 10)
        self._bill(order, 10, LATER)
        self.assertEqual((self._amount(), self._amount(LATER)), (1000.0, 0.0))

    def test_a_draft_invoice_does_not_count(self):
        order = self._order()
        self._deliver(order, 10)
        self._bill(order, 10, post=False)
        self.assertEqual(self._amount(), 1000.0)

    def test_a_return_before_its_credit_note(self):
        order = self._order()
        picking = self._deliver(order, 10)
        self._bill(order, 10)
        self._return(picking, 2, LATER)
        self.assertEqual((self._amount(), self._amount(LATER)), (0.0, -200.0))
        self._bill(order, 2, LATER, "out_refund")
        self.assertEqual(self._amount(LATER), 0.0)

    def test_an_exchange_is_no_return(self):
        order = self._order()
        picking = self._deliver(order, 10)
        self._return(picking, 2, to_refund=False)
        self.assertEqual(self._amount(), 1000.0)

    def test_a_price_credit_note_opens_nothing(self):
        order = self._order()
        self._deliver(order, 10)
        self._bill(order, 10)
        self._bill(order, 10, LATER, "out_refund", price=5.0)
        self.assertEqual(self._amount(LATER), 0.0)

    def test_an_invoice_ahead_of_its_delivery_is_no_credit(self):
        order = self._order()
        self._bill(order, 10)
        self.assertEqual(self._amount(), 0.0)
        self._deliver(order, 4)
        self.assertEqual(self._amount(), 0.0)

    def test_other_customers_and_companies_stay_out(self):
        order = self._order(partner=self._create_partner("Somebody Else"))
        self._deliver(order, 10)
        self.assertEqual(self._amount(), 0.0)
        self.assertIn(
            order.partner_id.id,
            {row.partner_id for row in self._uninvoiced(partners=self.env["res.partner"].search([]))},
        )

    def test_a_contact_counts_for_its_company(self):
        contact = self.env["res.partner"].create({"name": "Store", "parent_id": self.customer.id})
        self._deliver(self._order(partner=contact), 3)
        self.assertEqual(self._amount(), 300.0)

    def test_the_letter_carries_the_deliveries(self):
        self._deliver(self._order(), 6)
        letter = self._create_letter()
        self.assertEqual((letter.closing, letter.uninvoiced), (600.0, 600.0))
        self.assertEqual(letter.line_ids.mapped("kind"), ["uninvoiced"])

    def test_the_number_of_statements_does_not_grow(self):
        partners = [self._create_partner(f"P{number}") for number in range(3)]
        for partner in partners:
            self._deliver(self._order(partner=partner), 2)
        snapshot = self.env["reconciliation.snapshot"]

        def statements(found):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            snapshot._get_uninvoiced("receivable", found, FIRST, self.company)
            return self.cr.sql_log_count - before

        one = statements(partners[0])
        self.assertLessEqual(statements(self.env["res.partner"].union(*partners)), one)

    def test_the_letter_goes_to_the_salesperson_of_the_order(self):
        self.customer.user_id = False
        self._order(user_id=self.salesperson.id).date_order = "2026-10-05"
        letter = self.env["reconciliation.letter"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "cutoff": date(2026, 10, 31),
                "period_start": FIRST,
            }
        )
        letter._fill_in_salesperson()
        self.assertEqual(letter.user_id, self.salesperson)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["deliver", "deliver", "invoice", "return", "exchange", "credit", "price", "draft"]),
        st.integers(1, 6),
        st.integers(0, 9),
    ),
    min_size=2,
    max_size=6,
)


@tagged("post_install", "-at_install")
class TestDeliveryProperty(DeliveryCommon):
    def _play(self, order, steps):
        """Do what can be done of ``steps``; the days of deliveries and returns never run backwards."""
        day = 0
        for action, quantity, offset in steps:
            on = FIRST + timedelta(days=offset)
            day = max(day, offset)
            sent = order.picking_ids.filtered(
                lambda p: p.state == "done" and p.picking_type_code == "outgoing"
            )
            if action == "deliver" and order.order_line.qty_delivered + quantity <= 20:
                self._deliver(order, quantity, FIRST + timedelta(days=day))
            elif action in ("return", "exchange") and sent:
                moved = sent[:1].move_ids
                back = sum(moved.returned_move_ids.mapped("quantity"))
                if back + quantity <= moved.quantity:
                    self._return(sent[:1], quantity, FIRST + timedelta(days=day), action == "return")
            elif action in ("invoice", "draft"):
                self._bill(order, quantity, on, post=action == "invoice")
            elif action in ("credit", "price"):
                self._bill(order, quantity, on, "out_refund", price=100.0 if action == "credit" else 3.0)

    def _recompute(self, order, on):
        """Add up one record after the other."""
        delivered = invoiced = returned = 0.0
        for move in order.order_line.move_ids:
            if move.state != "done" or move.date.date() > on:
                continue
            if move.location_dest_id.usage == "customer":
                delivered += move.quantity
            elif move.to_refund:
                delivered -= move.quantity
                returned += move.quantity
        for line in order.order_line.invoice_lines:
            if line.parent_state != "posted" or line.date > on:
                continue
            if line.move_id.move_type == "out_invoice":
                invoiced += line.quantity
            elif line.price_unit >= 50:
                invoiced -= line.quantity
        left = delivered - max(invoiced, 0.0)  # a credit note without invoice opens nothing beyond what moved
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
