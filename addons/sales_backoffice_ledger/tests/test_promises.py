"""Promises to pay: noted in two taps, judged by the money, never edited."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestPromises(LedgerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._open_invoice(1_000.0, on=cls._day(40))

    def _promise(self, amount=500.0, made=10, promised=5, user=None, **values):
        """A promise made and promised for so many days ago."""
        values = {
            "partner_id": self.partner.id,
            "move_id": self.invoice.id,
            "amount": amount,
            "date_made": self._day(made),
            "date_promised": self._day(promised),
        } | values
        promise = self.env["receivable.promise"].with_user(user or self.env.user).create(values)
        promise.invalidate_recordset()
        return promise

    def _pay_on(self, amount, days_ago, invoice=None):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=(invoice or self.invoice).ids
        )
        register.create({"amount": amount, "payment_date": self._day(days_ago)})._create_payments()
        self.env.invalidate_all()

    def _enter(self, row, user="seller"):
        action = row.with_user(self.users[user]).action_promise()
        return (
            self.env[action["res_model"]]
            .with_user(self.users[user])
            .with_context(**action["context"])
            .create({})
        )

    def test_two_taps_note_a_promise(self):
        row = self._receivables()
        self._enter(row).action_in_a_week()
        promise = self.invoice.receivable_promise_ids
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 1_000,
                    "date_promised": date.today() + timedelta(days=7),
                    "user_id": self.users["seller"].id,
                    "channel": "phone",
                    "state": "open",
                }
            ],
        )
        row = self._receivables()
        self.assertEqual((row.promise_id, row.promised_amount, row.promise_state), (promise, 1_000, "open"))

    def test_three_days_and_the_end_of_the_month(self):
        self._enter(self._receivables()).action_in_three_days()
        self._enter(self._receivables()).action_at_month_end()
        first, last = self.invoice.receivable_promise_ids.sorted("id")
        self.assertEqual(first.date_promised, date.today() + timedelta(days=3))
        self.assertEqual((last.date_promised + timedelta(days=1)).day, 1)
        self.assertEqual(self._receivables().promise_id, last, "the last word counts")

    def test_kept_broken_and_in_part(self):
        promise = self._promise()
        self.assertEqual(promise.state, "broken")
        self._pay_on(200.0, 7)
        self.assertEqual((promise.state, promise.collected), ("partial", 200))
        self._pay_on(300.0, 5)
        self.assertEqual((promise.state, promise.collected), ("kept", 500))

    def test_money_that_came_too_late_or_before_does_not_count(self):
        promise = self._promise()
        self._pay_on(100.0, 20)
        self._pay_on(100.0, 1)
        self.assertEqual((promise.state, promise.collected), ("broken", 0))

    def test_until_its_day_is_over_it_is_open(self):
        self.assertEqual(self._promise(promised=0).state, "open")

    def test_a_credit_note_is_no_money(self):
        promise = self._promise(promised=0)
        refund = self.invoice._reverse_moves([{"invoice_date": self._day(0)}], cancel=True)
        self.env.invalidate_all()
        self.assertEqual((refund.state, self.invoice.amount_residual), ("posted", 0))
        self.assertEqual((promise.state, promise.collected), ("open", 0))

    def test_undone_matching_breaks_it_again(self):
        promise = self._promise()
        self._pay_on(500.0, 7)
        self.invoice.line_ids.filtered("matched_credit_ids").remove_move_reconcile()
        self.env.invalidate_all()
        self.assertEqual(promise.state, "broken")

    def test_without_an_invoice_any_money_of_the_customer_counts(self):
        promise = self._promise(move_id=False)
        self._pay_on(500.0, 6, self._open_invoice(500.0, on=self._day(30)))
        self.assertEqual(promise.state, "kept")

    def test_promises_are_found_by_what_became_of_them(self):
        broken, still_open = self._promise(), self._promise(promised=0)
        promises = self.env["receivable.promise"]
        self.assertEqual(promises.search([("state", "=", "broken")]) & (broken | still_open), broken)
        self.assertEqual(promises.search([("state", "!=", "broken")]) & (broken | still_open), still_open)

    def test_a_promise_stays_as_it_was_given(self):
        promise = self._promise()
        for values in ({"amount": 1.0}, {"date_promised": self._day(0)}, {"user_id": self.users["clerk"].id}):
            with self.subTest(values=values), self.assertRaises(UserError):
                promise.write(values)
        promise.note = "Spoke to the boss."
        with self.assertRaises(AccessError):
            promise.with_user(self.users["clerk"]).unlink()

    def test_who_noted_it_is_who_did(self):
        promise = self._promise(made=0, promised=0, user=self.users["clerk"], user_id=self.users["seller"].id)
        self.assertEqual(promise.user_id, self.users["clerk"])

    def test_no_promise_for_yesterday(self):
        with self.assertRaises(ValidationError):
            self._promise(made=5, promised=6)

    def test_no_promise_on_the_document_of_another(self):
        other = self._create_customer("Harbour Labels")
        with self.assertRaises(ValidationError):
            self._promise(partner_id=other.id)

    def test_a_salesperson_notes_for_the_own_customers_only(self):
        self._promise(made=0, promised=0, user=self.users["seller"])
        with self.assertRaises(AccessError):
            self._promise(made=0, promised=0, user=self.users["other_seller"])

    def test_no_promise_is_noted_after_the_money_came(self):
        self._pay_on(500.0, 3)
        for made, promised in ((5, 2), (5, 0), (-1, -2)):
            with self.subTest(made=made), self.assertRefused(ValidationError, "on the day it is made"):
                self._promise(made=made, promised=promised, user=self.users["seller"])
        with self.assertRefused(ValidationError, "on the day it is made"):
            self.env["receivable.promise"].with_user(self.users["seller"]).with_context(
                default_date_made=self._day(5)
            ).create({"partner_id": self.partner.id, "amount": 1.0, "date_promised": self._day(0)})

    def test_a_broken_word_is_not_put_out_of_sight(self):
        promise = self._promise()
        for role in ("seller", "clerk"):
            with self.subTest(role=role), self.assertRefused(UserError, "stays in sight"):
                promise.with_user(self.users[role]).action_archive()
        promise.with_user(self.users["supervisor"]).action_archive()
        self.assertFalse(promise.active)

    def test_an_invoice_asks_for_a_promise(self):
        action = self.invoice.action_promise_payment()
        entry = self.env[action["res_model"]].with_context(**action["context"]).create({})
        self.assertEqual((entry.amount, entry.move_id), (1_000, self.invoice))

    def test_the_entry_warns_of_a_broken_word(self):
        self._promise()
        self.assertEqual(self._enter(self._receivables()).last_promise_state, "broken")

    def test_a_delivery_without_invoice_is_promised_by_its_order(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order)
        row = self._receivables().filtered(lambda row: row.kind == "delivery")
        self._enter(row).action_in_a_week()
        row = self._receivables().filtered(lambda row: row.kind == "delivery")
        self.assertEqual((row.promise_id.order_id, row.promise_id.move_id), (order, self.env["account.move"]))
