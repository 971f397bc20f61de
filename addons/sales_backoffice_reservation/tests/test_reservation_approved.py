"""What is posted for a reservation is at most what was approved for it."""

from ast import literal_eval
from datetime import date

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReservationCommon


class ApprovedCommon(ReservationCommon):
    def _draft(self, quantity=4, order=None, **values):
        """The draft invoice of an approved reservation, as the accountant has it."""
        document = self._approved(order or self._delivered(10), quantity, **values)
        return self._issue(document).with_user(self.users["accountant"])

    def assertNotPosted(self, move, *words):
        with self.assertRefused(UserError, *words), self.env.cr.savepoint():
            move.action_post()
        self.assertEqual(move.state, "draft")


@tagged("post_install", "-at_install")
class TestApproved(ApprovedCommon):
    def test_a_raised_price_is_not_posted(self):
        move = self._draft()
        move.invoice_line_ids.price_unit = 125
        name = move.sudo().reservation_ids.name
        self.assertNotPosted(move, name, "4 Units", "400.00", "500.00", "correct the draft", "anew")
        move.invoice_line_ids.price_unit = 100
        move.action_post()
        self.assertEqual(move.sudo().reservation_ids.state, "issued")

    def test_a_raised_quantity_alone_is_not_posted(self):
        move = self._draft()
        move.invoice_line_ids.write({"quantity": 5, "price_unit": 80})
        self.assertEqual(move.amount_untaxed, 400)
        self.assertNotPosted(move, "approved for 4 Units", "says 5 Units")

    def test_less_of_either_is_posted(self):
        for vals in (
            {"price_unit": 90},
            {"quantity": 3},
            {"discount": 10},
            {"price_unit": 133.33, "quantity": 3},
        ):
            move = self._draft()
            move.invoice_line_ids.write(vals)
            move.action_post()
            self.assertEqual(move.state, "posted", vals)

    def test_a_cent_of_rounding_passes_and_two_do_not(self):
        move = self._draft()
        move.invoice_line_ids.price_unit = 100.005
        self.assertNotPosted(move, "400.02")
        move.invoice_line_ids.price_unit = 100.0025
        move.action_post()
        self.assertEqual(move.amount_untaxed, 400.01)

    def test_another_unit_is_converted(self):
        move = self._draft()
        dozen = self.env.ref("uom.product_uom_dozen")
        line = move.invoice_line_ids
        line.write({"product_uom_id": dozen.id, "quantity": 0.5, "price_unit": 100})
        self.assertNotPosted(move, "says 6 Units")
        line.write({"quantity": 0.25, "price_unit": 1_200})
        move.action_post()
        self.assertEqual(move.amount_untaxed, 300)

    def test_a_unit_that_cannot_be_converted_is_refused(self):
        move = self._draft()
        move.invoice_line_ids.write(
            {"product_uom_id": self.env.ref("uom.product_uom_kgm").id, "price_unit": 1}
        )
        self.assertNotPosted(move, "says 4 kg")

    def test_a_part_of_a_dozen_at_a_crooked_price_is_posted(self):
        order = self._create_order(lines=[(12, 100.0)])
        order.order_line.write(
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "price_unit": 100.01}
        )
        order.action_confirm()
        self._deliver(order)
        move = self._draft(9, order, product_uom_id=self.env.ref("uom.product_uom_unit").id)
        move.action_post()
        self.assertEqual(move.amount_untaxed, 75.01)

    def test_taxes_in_the_price_and_beside_it(self):
        for included in (False, "tax_included"):
            tax = self.env["account.tax"].create(
                {
                    "name": f"13 % {included}",
                    "amount": 13.0,
                    "type_tax_use": "sale",
                    "price_include_override": included,
                }
            )
            order = self._create_order(lines=[(3, 33.33), (7, 11.11)])
            order.order_line.tax_ids = tax
            order.action_confirm()
            self._deliver(order)
            move = self._draft(3, order)
            price = move.invoice_line_ids.price_unit
            move.invoice_line_ids.price_unit = price + 0.02
            self.assertNotPosted(move, "before taxes")
            move.invoice_line_ids.price_unit = price
            move.action_post()
            self.assertEqual(move.state, "posted")

    def test_an_included_tax_taken_off_the_draft_raises_the_net(self):
        tax = self.env["account.tax"].create(
            {"name": "9 %", "amount": 9.0, "type_tax_use": "sale", "price_include_override": "tax_included"}
        )
        order = self._create_order(1_000)
        order.order_line.tax_ids = tax
        order.action_confirm()
        self._deliver(order)
        move = self._draft(4, order)
        move.invoice_line_ids.tax_ids = False
        self.assertNotPosted(move, "366.97", "400.00")

    def test_one_line_made_two_counts_as_one(self):
        move = self._draft()
        vals = move.sudo().invoice_line_ids.with_context(include_business_fields=True).copy_data()[0]
        move.write({"invoice_line_ids": [Command.create({**vals, "quantity": 1})]})
        self.assertNotPosted(move, "says 5 Units")

    def test_a_line_of_no_reservation_is_nobodys_approval(self):
        move = self._draft()
        move.write(
            {"invoice_line_ids": [Command.create({"name": "Freight", "price_unit": 30, "quantity": 1})]}
        )
        move.action_post()
        self.assertEqual(move.amount_untaxed, 430)

    def test_of_several_reservations_each_has_its_own_measure(self):
        documents = self._approved(self._delivered(10), 4) + self._approved(self._delivered(5))
        move = self._issue(documents, together=True).with_user(self.users["accountant"])
        first, second = (
            move.invoice_line_ids.filtered(
                lambda line, document=document: line.sudo().reservation_line_id in document.sudo().line_ids
            )
            for document in documents
        )
        (first.price_unit, second.price_unit) = (110, 90)
        self.assertLess(move.amount_untaxed, 900)
        self.assertNotPosted(move, documents[0].name, "440.00")
        first.price_unit = 100
        move.action_post()
        self.assertEqual(documents.mapped("state"), ["issued", "issued"])

    def test_asking_about_many_lines_takes_no_more_statements(self):
        counts = []
        for number in (2, 8):
            documents = self.env["invoice.reservation"]
            for _count in range(number):
                documents += self._approved(self._delivered(1))
            move = self._issue(documents, together=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["invoice.approved.amount"]._check_not_exceeded(move)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
class TestApprovedMeanwhile(ApprovedCommon):
    def test_a_price_the_order_got_while_the_draft_was_there(self):
        order = self._delivered(10)
        move = self._draft(4, order)
        order.order_line.price_unit = 150
        move.invoice_line_ids.price_unit = 150
        self.assertNotPosted(move, "400.00", "600.00")
        document = move.sudo().reservation_ids
        move.unlink()
        again = self._issue(document).with_user(self.users["accountant"])
        self.assertNotPosted(again, "400.00", "600.00")

    def test_what_was_free_stays_free(self):
        order = self._create_order(lines=[(10, 0.0)])
        order.action_confirm()
        self._deliver(order)
        move = self._draft(4, order)
        order.order_line.price_unit = 50
        move.invoice_line_ids.price_unit = 50
        self.assertNotPosted(move, "200.00")

    def test_down_payments_make_no_room(self):
        order = self._confirmed_order(1_000)
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": 300.0}
        )
        wizard._create_invoices(order).action_post()
        self._deliver(order)
        move = self._draft(4, order)
        self.assertEqual(move.amount_untaxed, 100)
        goods = move.invoice_line_ids.filtered("reservation_line_id")
        goods.price_unit = 120
        self.assertNotPosted(move, "400.00", "480.00")
        goods.price_unit = 100
        move.action_post()
        self.assertEqual((move.state, move.amount_untaxed), ("posted", 100))

    def test_a_foreign_currency_is_compared_in_that_of_the_invoice(self):
        currency = self.env["res.currency"].create({"name": "XRE", "symbol": "X", "rate_ids": [
            Command.create({"name": "2020-01-01", "rate": 2.0, "company_id": self.company.id})
        ]})  # fmt: skip
        pricelist = self.env["product.pricelist"].create({"name": "X", "currency_id": currency.id})
        order = self._create_order(1_000, pricelist_id=pricelist.id)
        order.order_line.price_unit = 100
        order.action_confirm()
        self._deliver(order)
        move = self._draft(4, order)
        self.assertEqual(move.currency_id, currency)
        move.invoice_line_ids.price_unit = 101
        self.assertNotPosted(move, "404.00")
        move.currency_id = self.company.currency_id
        move.invoice_line_ids.price_unit = 51
        self.assertNotPosted(move, "200.00", "204.00")
        move.invoice_line_ids.price_unit = 50
        move.action_post()
        self.assertEqual(move.amount_untaxed, 200)

    def test_a_credit_note_is_no_invoice(self):
        move = self._draft()
        move.action_post()
        refund = move.sudo()._reverse_moves([{"invoice_date": date.today()}])
        refund.invoice_line_ids.write({"quantity": 5, "price_unit": 100})
        refund.action_post()
        self.assertEqual(refund.state, "posted")


@tagged("post_install", "-at_install")
class TestApprovedAttacks(ApprovedCommon):
    def test_a_billing_user_raises_nothing_by_rpc(self):
        move = self._draft()
        line = move.invoice_line_ids
        for vals in ({"price_unit": 101}, {"quantity": 5}, {"discount": -5}):
            with self.assertRefused(UserError, "was approved for"), self.env.cr.savepoint():
                move.write({"invoice_line_ids": [Command.update(line.id, vals)]})
                move.with_context(default_reservation_line_id=False, check_move_validity=False).action_post()
            with self.assertRefused(UserError, "was approved for"), self.env.cr.savepoint():
                line.write(vals)
                move.write({"state": "posted"})

    def test_a_line_does_not_leave_its_reservation(self):
        line = self._draft().invoice_line_ids
        other = self._approved(self._delivered(100)).line_ids
        for target in (False, other.id):
            with self.assertRefused(AccessError, "when it is issued"), self.env.cr.savepoint():
                line.write({"reservation_line_id": target})
            with self.assertRefused(AccessError, "when it is issued"), self.env.cr.savepoint():
                vals = {"reservation_line_id": target}
                line.move_id.write({"invoice_line_ids": [Command.update(line.id, vals)]})

    def test_a_posted_line_is_not_raised_either(self):
        move = self._draft()
        move.action_post()
        for vals in ({"price_unit": 150}, {"quantity": 5}):
            with self.assertRefused(UserError, "was approved for"), self.env.cr.savepoint():
                move.invoice_line_ids.write(vals)
        self.assertEqual(move.amount_untaxed, 400)


@tagged("post_install", "-at_install")
class TestNumberMissing(ApprovedCommon):
    def test_posted_invoices_of_reservations_without_a_number_are_found(self):
        missing, numbered = (self._issued(self._delivered(1)).move_id for _count in range(2))
        numbered.tax_invoice_number = self._number()
        draft, direct = self._draft(1), self._invoice(self._delivered(1))
        moves = self.env["account.move"].with_user(self.users["accountant"])
        view = moves.get_view(self.env.ref("account.view_account_invoice_filter").id, "search")
        (node,) = etree.fromstring(view["arch"]).xpath("//filter[@name='tax_invoice_missing']")
        found = moves.search(literal_eval(node.get("domain")))
        self.assertEqual(found & (missing | numbered | draft | direct).with_env(moves.env), missing)
