"""Issuing by Odoo's path, official numbers, hand-over, red letters."""

from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestIssuing(ReservationCommon):
    def test_the_draft_is_odoos_own_with_our_quantity_and_words(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        order = self._create_order(1_000)
        order.order_line.tax_ids = tax
        order.action_confirm()
        self._deliver(order)
        document = self._reserve(order, 4)
        document.line_ids.item_name = "Copying paper"
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        move = self._issue(document)
        line = move.invoice_line_ids
        self.assertRecordValues(
            line,
            [
                {
                    "quantity": 4,
                    "name": "Copying paper",
                    "tax_ids": tax.ids,
                    "sale_line_ids": order.order_line.ids,
                }
            ],
        )
        self.assertEqual((move.amount_total, document.amount_total), (452, 452))
        self.assertEqual((document.state, move.tax_invoice_kind, move.state), ("issuing", "special", "draft"))
        self.assertStanding(order, reserved=4, drafted=0, available=6)

    def test_posting_closes_the_reservation(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        self.assertEqual(document.state, "issued")
        self.assertStanding(order, posted=4, reserved=0, available=6)

    def test_a_deleted_or_cancelled_draft_leaves_it_approved(self):
        order = self._delivered(10)
        document = self._approved(order, 4)
        self._issue(document).unlink()
        self.assertRecordValues(document, [{"state": "approved", "move_id": False}])
        self._issue(document).button_cancel()
        self.assertRecordValues(document, [{"state": "approved", "move_id": False}])
        self.assertStanding(order, reserved=4, available=6)
        document.action_cancel()
        self.assertStanding(order, reserved=0, available=10)

    def test_a_posted_invoice_set_back_is_being_issued_again(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        document.move_id.button_draft()
        self.assertEqual(document.state, "issuing")
        document.move_id.action_post()
        self.assertEqual(document.state, "issued")
        self.assertStanding(order, posted=4, reserved=0)

    def test_only_what_is_approved_and_unchanged_is_issued(self):
        order = self._delivered(10)
        document = self._reserve(order, submit=True)
        with self.assertRaises(UserError):
            self._issue(document)
        document.with_user(self.users["supervisor"]).action_approve()
        order.order_line.price_unit = 90
        with self.assertRefused(UserError, "changed since the approval"):
            self._issue(document)

    def test_a_clerk_does_not_issue(self):
        document = self._approved(self._delivered(10))
        with self.assertRaises(AccessError):
            document.with_user(self.users["clerk"]).action_issue()

    def test_goods_that_came_back_are_not_issued(self):
        order = self._delivered(10)
        document = self._approved(order)
        self._return(order.picking_ids, 3)
        with self.assertRefused(UserError, "7 of 10 can be invoiced now"):
            self._issue(document)

    def test_a_hold_that_lowers_what_can_be_invoiced_counts_whatever_the_basis(self):
        for basis in ("delivery", "order"):
            order = self._delivered(10)
            document = self._approved(order, basis=basis)
            order.order_line.qty_to_invoice = 3  # as the review of deliveries leaves it
            with self.assertRefused(UserError, "3 of 10 can be invoiced now"):
                self._issue(document)

    def test_several_reservations_share_an_invoice_when_asked(self):
        documents = self._approved(self._delivered(10), 4) + self._approved(self._delivered(5))
        moves = self._issue(documents, together=True)
        self.assertEqual((len(moves), moves.amount_total), (1, 900))
        self.assertEqual(moves.reservation_ids, documents)
        moves.action_post()
        self.assertEqual(documents.mapped("state"), ["issued", "issued"])

    def test_two_reservations_of_one_order_get_an_invoice_each(self):
        order = self._delivered(10)
        documents = self._approved(order, 4) + self._approved(order, 6)
        moves = self._issue(documents, post=True)
        self.assertEqual(sorted(moves.mapped("amount_total")), [400, 600])
        self.assertStanding(order, posted=10, available=0)

    def test_reservations_of_several_orders_in_one(self):
        first, second = self._delivered(3), self._delivered(2)
        document = self._reserve(first)
        document.line_ids = [Command.create({"order_line_id": second.order_line.id, "quantity": 2})]
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        move = self._issue(document, post=True)
        self.assertEqual((len(move), move.amount_total), (1, 500))

    def test_invoice_first_is_issued_before_delivery(self):
        order = self._confirmed_order(1_000)
        document = self._issued(order, 4, basis="order")
        self.assertEqual(document.state, "issued")
        self._deliver(order)
        self.assertStanding(order, posted=4, available=6)

    def test_an_ordinary_invoice_does_not_take_what_is_reserved(self):
        order = self._delivered(10)
        document = self._reserve(order, 4)
        move = self._invoice(order, post=False)
        with self.assertRefused(UserError, document.name, "issue from there"), self.env.cr.savepoint():
            move.action_post()
        move.invoice_line_ids.quantity = 6
        move.action_post()
        self.assertStanding(order, posted=6, reserved=4, available=0)


@tagged("post_install", "-at_install")
class TestOfficialNumber(ReservationCommon):
    def test_numbers_have_a_form(self):
        move = self._issued(self._delivered(10)).move_id
        for vals, word in (
            ({"tax_invoice_number": "12345678"}, "needs its code"),
            ({"tax_invoice_number": "1234567"}, "20 digits, or 8"),
            ({"tax_invoice_number": "1234567x"}, "digits only"),
            ({"tax_invoice_code": "32001", "tax_invoice_number": "12345678"}, "10 or 12"),
        ):
            with self.assertRefused(ValidationError, word), self.env.cr.savepoint():
                move.write(vals)
        move.write({"tax_invoice_code": "3200 123456", "tax_invoice_number": "１２３４５６７８"})
        self.assertEqual(move.tax_invoice_display, "3200123456 12345678")

    def test_a_number_is_on_one_invoice_of_the_company(self):
        first, second = (self._issued(self._delivered(1)).move_id for _count in range(2))
        first.tax_invoice_number = number = self._number()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            second.tax_invoice_number = number
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestHandover(ReservationCommon):
    def _hand_over(self, documents, user="clerk", **values):
        values = {"method": "courier", "recipient": "Mrs Sun", "sent_on": date.today(), **values}
        values["reservation_ids"] = documents.ids
        return self.env["invoice.handover"].with_user(self.users[user]).create(values).action_confirm()

    def test_handed_over_then_signed(self):
        document = self._issued(self._delivered(10))
        with self.assertRefused(UserError, "official invoice number"):
            self._hand_over(document)
        document.move_id.tax_invoice_number = self._number()
        self._hand_over(document)
        self.assertRecordValues(document, [{"state": "delivered", "handover_recipient": "Mrs Sun"}])
        self._hand_over(document, signed_on=date.today())
        self.assertEqual((document.state, document.handover_signed_on), ("signed", date.today()))

    def test_dates_make_sense(self):
        document = self._issued(self._delivered(10))
        document.move_id.tax_invoice_number = self._number()
        with self.assertRefused(UserError, "before it was handed over"):
            self._hand_over(document, signed_on=date.today() - timedelta(days=1))
        with self.assertRefused(UserError, "to come"):
            self._hand_over(document, sent_on=date.today() + timedelta(days=1))

    def test_a_reader_hands_nothing_over(self):
        document = self._issued(self._delivered(10))
        with self.assertRaises(AccessError):
            self._hand_over(document, user="auditor")


@tagged("post_install", "-at_install")
class TestRedLetter(ReservationCommon):
    def test_a_red_letter_returns_the_quantity(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        document.move_id.tax_invoice_number = number = self._number()
        refund = self._red_letter(document.move_id)
        self.assertEqual(document.state, "reversed")
        self.assertStanding(order, posted=0, available=10)
        self.assertIn(refund.name, document.tax_invoice_chain)
        self.assertIn(number, refund.tax_invoice_chain)

    def test_a_part_returns_a_part(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        self._red_letter(document.move_id, quantity=1)
        self.assertEqual(document.state, "issued")
        self.assertStanding(order, posted=3, available=7)

    def test_a_price_allowance_returns_nothing(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        self._red_letter(document.move_id, price_share=0.1)
        self.assertEqual(document.state, "issued")
        self.assertStanding(order, posted=4, available=6)

    def test_a_red_letter_taken_back_restores_it(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        refund = self._red_letter(document.move_id)
        refund.button_draft()
        self.assertEqual(document.state, "issued")
        self.assertStanding(order, posted=4, available=6)

    def test_the_invoice_that_replaces_one_stands_for_the_same_reservation(self):
        order = self._delivered(10)
        document = self._issued(order, 4)
        old = document.move_id
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=old.ids
        )
        action = wizard.create({"journal_id": old.journal_id.id, "reason": "Wrong title"}).modify_moves()
        new = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(document.state, "reversed")
        self.assertStanding(order, posted=0, drafted=4, available=6)
        new.invoice_date = date.today()
        new.action_post()
        self.assertRecordValues(document, [{"state": "issued", "move_id": new.id}])
        self.assertStanding(order, posted=4, available=6)
