"""Two invoices of one reservation line, whatever makes the second; an order cancelled beside others; tax numbers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestTwoInvoices(ReservationCommon):
    def setUp(self):
        super().setUp()
        self.order = self._delivered(10)
        self.document = self._approved(self.order)
        self.draft = self._issue(self.document)

    def _second(self, quantity=10, **values):
        """An invoice by hand of the same order line, as the accountant's client sends it."""
        line = {
            "product_id": self.product.id,
            "quantity": quantity,
            "price_unit": 100,
            "tax_ids": [Command.clear()],
            "sale_line_ids": [Command.set(self.order.order_line.ids)],
            **values,
        }
        return (
            self.env["account.move"]
            .with_user(self.users["accountant"])
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner.id,
                    "invoice_date": "2026-01-05",
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )

    def assertSecondRefused(self, move, *words):
        with self.assertRefused(UserError, *words), self.env.cr.savepoint():
            move.action_post()
        self.env.invalidate_all()
        self.assertEqual((move.state, self.draft.state), ("draft", "draft"))

    def test_one_by_hand_of_the_same_order_line_is_not_posted_before_it(self):
        self.assertSecondRefused(self._second(), self.document.name, "issue from there")
        self.draft.action_post()
        self.assertEqual(self.document.state, "issued")

    def test_one_that_names_the_reservation_line_itself_is_not_posted(self):
        for quantity in (10, 1):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                move = self._second(quantity, reservation_line_id=self.document.line_ids.id)
                self.draft.action_post()
                move.action_post()
        self.assertStanding(self.order, reserved=10, posted=0)

    def test_a_copy_stands_for_nothing(self):
        copy = self.draft.with_user(self.users["accountant"]).copy()
        self.assertFalse(copy.sudo().line_ids.reservation_line_id)
        self.assertFalse(copy.line_ids.sale_line_ids)

    def test_a_red_letter_and_the_invoice_that_replaces_it_stand_for_the_reservation(self):
        self.draft.action_post()
        self._red_letter(self.draft)
        self.assertStanding(self.order, posted=0, available=10)
        self.assertEqual(self.document.state, "reversed")


@tagged("post_install", "-at_install")
class TestSharedReservation(ReservationCommon):
    def _shared(self):
        orders = self._delivered(4) + self._delivered(6)
        lines = [{"order_line_id": line.id, "quantity": line.product_uom_qty} for line in orders.order_line]
        document = self.env["invoice.reservation"].create(
            {"partner_id": self.partner.id, "line_ids": [Command.create(vals) for vals in lines]}
        )
        return orders, document

    def _cancel(self, order):
        order._action_cancel()

    def test_an_order_cancelled_beside_another_stops_the_issue_until_its_lines_are_out(self):
        orders, document = self._shared()
        document.with_user(self.users["clerk"]).action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        self._cancel(orders[0])
        self.assertEqual(document.state, "approved")
        self.assertIn(orders[0].name, document.message_ids[0].body)
        with self.assertRefused(UserError, orders[0].name, "confirmed orders"), self.env.cr.savepoint():
            self._issue(document)
        document.with_user(self.users["supervisor"]).action_revoke("An order was cancelled.")
        document.with_user(self.users["clerk"]).action_draft()
        document.line_ids.filtered(lambda line: line.order_id == orders[0]).unlink()
        document.with_user(self.users["clerk"]).action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        self.assertEqual(self._issue(document).amount_total, 600)

    def test_the_last_order_cancelled_cancels_the_reservation(self):
        orders, document = self._shared()
        self._cancel(orders)
        self.assertEqual(document.state, "cancelled")


@tagged("post_install", "-at_install")
class TestTaxNumbers(ReservationCommon):
    def assertProblem(self, number, country, expected):
        problem = self.env["invoice.tax.number"]._get_problem(number, country)
        self.assertEqual(bool(problem), expected, f"{country} {number}: {problem}")

    def test_numbers_of_many_countries(self):
        for country, good, bad in (
            ("JP", "T5835678256246", "T5835678256247"),
            ("JP", "5835678256246", "5835678256247"),
            (None, "T5835678256246", "T5835678256247"),
            ("TW", "00501503", "00501504"),
            ("CN", "91110000600037341L", "91110000600037342L"),
            ("DE", "DE136695976", "DE136695978"),
            ("AU", "83 914 571 673", "99 999 999 999"),
            ("BR", "16.727.230/0001-97", "16.727.230.0001-98"),
            ("GR", "EL094259216", "EL123456781"),
        ):
            self.assertProblem(good, country, False)
            self.assertProblem(bad, country, True)

    def test_whatever_is_entered_ends_in_a_sentence_or_passes(self):
        numbers = self.env["invoice.tax.number"]
        countries = self.env["res.country"].search([]).mapped("code")

        @settings(max_examples=60, deadline=None, derandomize=True)
        @given(st.text(alphabet="0123456789ABCDEFTXZ-./ ", max_size=22))
        def try_number(number):
            for country in (*countries, None):
                self.assertIn(type(numbers._get_problem(number, country)), (bool, str))

        try_number()
