"""Down payments come off the invoices of reservations: as Odoo would, never too much, never forgotten."""

from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..rules import deduction
from .common import ReservationCommon

LINE = (
    "name",
    "display_type",
    "quantity",
    "price_unit",
    "price_subtotal",
    "price_total",
    "account_id",
    "tax_ids",
)
CENTS = st.integers(0, 10_000)
CALM = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class DownPaymentCommon(ReservationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        taxes = cls.env["account.tax"]
        cls.tax13 = taxes.create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        cls.tax9 = taxes.create(
            {
                "name": "9 % incl.",
                "amount": 9.0,
                "type_tax_use": "sale",
                "price_include_override": "tax_included",
            }
        )

    def _advanced(self, amount, lines=((10, 100.0),), taxes=(), post=True):
        """A delivered order with a down payment invoice of ``amount``."""
        order = self._create_order(lines=lines)
        for line, tax in zip(order.order_line, taxes, strict=False):
            line.tax_ids = tax
        order.action_confirm()
        self._advance(order, amount, post)
        self._deliver(order)
        return order

    def _advance(self, order, amount, post=True):
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": amount}
        )
        invoice = wizard._create_invoices(order)
        if post:
            invoice.action_post()
        return invoice

    def _approved_whole(self, order, **values):
        """An approved reservation of all lines of ``order``."""
        action = order.with_user(self.users["clerk"]).action_reserve_invoice()
        document = self.env["invoice.reservation"].with_user(self.users["clerk"]).browse(action["res_id"])
        document.write(values)
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        return document

    def _open(self, order):
        self.env.invalidate_all()
        return round(sum(self.env["invoice.down.payment"]._get_open(order).values()), 2)

    def _lines(self, move):
        return [{name: line[name] for name in LINE} for line in move.invoice_line_ids.sorted("sequence")]

    def _deducted(self, move):
        return round(-sum(move.invoice_line_ids.filtered("is_downpayment").mapped("price_total")), 2)


@tagged("post_install", "-at_install")
class TestDownPayments(DownPaymentCommon):
    def test_a_whole_order_is_invoiced_as_odoos_own_wizard_would(self):
        cases = ([], [self.tax13, self.tax13], [self.tax13, self.tax9], [self.tax9, self.env["account.tax"]])
        for taxes in cases:
            lines = ((3, 33.33), (7, 11.11))
            ours, theirs = (self._advanced(50.0, lines, taxes) for _count in range(2))
            move = self._issue(self._approved_whole(ours))
            wizard = self.env["sale.advance.payment.inv"].create({"sale_order_ids": theirs.ids})
            expected = self._lines(wizard._create_invoices(theirs))
            actual = self._lines(move)
            for mine, odoos in zip(actual, expected, strict=True):
                if mine["display_type"] == "product":
                    mine["name"] = odoos["name"] = ""  # the customer's words; the number of the down payment
            self.assertEqual(actual, expected)
            self.assertEqual(self._open(ours), 0)
            self.assertEqual(move.amount_total, round(ours.amount_total - 50.0, 2))

    def test_each_part_deducts_up_to_its_amount_and_the_rest_waits(self):
        order = self._advanced(500.0)
        self.assertEqual(self._open(order), 500)
        first = self._issue(self._approved(order, 2), post=True)
        self.assertEqual((first.amount_total, self._deducted(first), self._open(order)), (0, 200, 300))
        self.assertIn("300.00", str(first.message_ids.mapped("body")))
        second = self._issue(self._approved(order, 7), post=True)
        self.assertEqual((second.amount_total, self._deducted(second), self._open(order)), (400, 300, 0))
        third = self._issue(self._approved(order, 1), post=True)
        self.assertEqual((third.amount_total, self._deducted(third)), (100, 0))
        advance = order.order_line.filtered(lambda line: line.is_downpayment and not line.display_type)
        self.assertEqual((advance.qty_invoiced, order.invoice_status), (0, "invoiced"))
        self.assertEqual(sum(order.invoice_ids.mapped("amount_total")), 1_000)

    def test_no_part_is_negative_whatever_taxes_round_to(self):
        order = self._advanced(77.77, ((3, 33.33), (7, 11.11)), [self.tax13, self.tax9])
        total = 0.0
        for part in (1, 1, 1):
            move = self._issue(self._approved(order, part), post=True)
            self.assertGreaterEqual(move.amount_total, 0.0)
            total += move.amount_total
        last = self._issue(self._approved_whole(order), post=True)
        self.assertAlmostEqual(total + last.amount_total + 77.77, order.amount_total, 1)
        self.assertEqual(self._open(order), 0)

    def test_goods_of_the_same_taxes_are_deducted_first(self):
        order = self._advanced(218.0, ((1, 100.0), (1, 100.0)), [self.tax13, self.tax9])
        parts = self.env["invoice.down.payment"]._get_open(order)
        of_taxes = {line.tax_ids: amount for line, amount in parts.items()}
        document = self._reserve(order, 0.5, submit=True)
        document.with_user(self.users["supervisor"]).action_approve()
        move = self._issue(document)
        deducted = move.invoice_line_ids.filtered("is_downpayment")
        self.assertEqual(deducted.filtered("price_unit").tax_ids, self.tax13)
        self.assertEqual(self._deducted(move), 56.5)
        self.assertGreater(of_taxes[self.tax13], 56.5)

    def test_odoos_own_invoice_deducts_only_the_rest(self):
        order = self._advanced(500.0, taxes=[self.tax13])
        self._issue(self._approved(order, 2), post=True)
        self.assertEqual(self._open(order), 274)
        wizard = self.env["sale.advance.payment.inv"].create({"sale_order_ids": order.ids})
        move = wizard._create_invoices(order)
        self.assertEqual((self._deducted(move), move.amount_total), (274, 8 * 113 - 274))
        move.invoice_date = date.today()
        move.action_post()
        self.assertEqual((self._open(order), order.invoice_status), (0, "invoiced"))

    def test_two_drafts_do_not_deduct_the_same_money(self):
        order = self._advanced(500.0)
        moves = self._issue(self._approved(order, 4) + self._approved(order, 6))
        self.assertEqual(sorted(map(self._deducted, moves)), [100, 400])
        moves.filtered(lambda move: self._deducted(move) == 400).unlink()
        self.assertEqual(self._open(order), 400)

    def test_orders_on_one_invoice_deduct_their_own(self):
        first, second = self._advanced(300.0), self._advanced(50.0, ((1, 100.0),))
        move = self._issue(self._approved(first, 2) + self._approved(second), together=True)
        self.assertEqual((len(move), self._deducted(move), move.amount_total), (1, 250, 50))
        self.assertEqual((self._open(first), self._open(second)), (100, 0))

    def test_not_deducting_is_a_choice_that_stays_visible(self):
        order = self._advanced(500.0)
        document = self._approved(order, 4, deduct_down_payments=False)
        self.assertEqual(document.down_payment_open, 500)
        move = self._issue(document, post=True)
        self.assertEqual((self._deducted(move), move.amount_total, self._open(order)), (0, 400, 500))
        self.assertIn("500.00", str(move.message_ids.mapped("body")))
        with self.assertRaises(UserError):
            document.deduct_down_payments = True
        other = self._issue(self._approved(order, 6))
        self.assertEqual(self._deducted(other), 500)

    def test_those_who_deduct_and_those_who_do_not_get_an_invoice_each(self):
        order = self._advanced(500.0)
        documents = self._approved(order, 4, deduct_down_payments=False) + self._approved(order, 6)
        moves = self._issue(documents, together=True)
        self.assertEqual(sorted(map(self._deducted, moves)), [0, 500])

    def test_a_down_payment_not_posted_is_not_deducted_yet(self):
        order = self._advanced(500.0, post=False)
        move = self._issue(self._approved(order, 4))
        self.assertEqual((self._deducted(move), self._open(order)), (0, 0))
        (order.invoice_ids - move).action_post()
        self.assertEqual(self._open(order), 500)

    def test_two_down_payments(self):
        order = self._advanced(300.0)
        self._advance(order, 400.0)
        move = self._issue(self._approved(order, 5), post=True)
        self.assertEqual((self._deducted(move), self._open(order)), (500, 200))

    def test_too_much_is_not_posted(self):
        order = self._advanced(300.0)
        move = self._issue(self._approved(order))
        move.invoice_line_ids.filtered(lambda line: line.is_downpayment and line.price_unit).price_unit = 400
        with self.assertRefused(UserError, "more than the down payment"):
            move.action_post()

    def test_a_red_letter_makes_it_open_again_and_its_own_returns_it(self):
        order = self._advanced(500.0, taxes=[self.tax13])
        document = self._issued(order, 2)
        self._red_letter(document.move_id)
        self.assertEqual((document.state, self._open(order)), ("reversed", 500))
        again = self._issue(self._approved(order), post=True)
        self.assertEqual((self._deducted(again), again.amount_total), (500, 630))
        advance = order.invoice_ids.filtered(lambda move: move._is_downpayment() and move.amount_total == 500)
        other = self._advanced(500.0)
        self._red_letter(other.invoice_ids)
        self.assertEqual(self._open(other), 0)
        self.assertEqual(len(advance), 1)

    def test_a_partial_red_letter_gives_back_what_it_reverses(self):
        order = self._advanced(500.0)
        document = self._issued(order)
        refund = document.move_id._reverse_moves([{"invoice_date": date.today()}])
        goods = refund.invoice_line_ids.filtered(lambda line: line.reservation_line_id)
        (refund.invoice_line_ids - goods).unlink()
        goods.quantity = 3
        refund.action_post()
        self.assertEqual(self._open(order), 0)
        self.assertStanding(order, posted=7, available=3)

    def test_an_allowance_by_the_replacing_invoice(self):
        order = self._advanced(500.0)
        document = self._issued(order)
        old = document.move_id
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=old.ids
        )
        action = wizard.create({"journal_id": old.journal_id.id}).modify_moves()
        new = self.env["account.move"].browse(action["res_id"])
        self.assertEqual((self._deducted(new), self._open(order)), (500, 0))
        new.invoice_date = date.today()
        new.action_post()
        self.assertEqual((document.state, document.move_id, self._open(order)), ("issued", new, 0))

    def test_a_foreign_currency(self):
        euro = self.env.ref("base.EUR" if self.company.currency_id.name != "EUR" else "base.USD")
        euro.active = True
        self.env["res.currency.rate"].create({"currency_id": euro.id, "name": "2020-01-01", "rate": 0.5})
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": euro.id})
        order = self._create_order(pricelist_id=pricelist.id)
        order.order_line.write({"price_unit": 100.0, "tax_ids": [Command.set(self.tax13.ids)]})
        order.action_confirm()
        self._advance(order, 300.0)
        self._deliver(order)
        move = self._issue(self._approved(order, 2), post=True)
        self.assertEqual((move.currency_id, self._deducted(move), move.amount_total), (euro, 226, 0))
        self.assertEqual(self._open(order), 74)


@tagged("post_install", "-at_install")
class TestDeductionRule(DownPaymentCommon):
    @CALM
    @given(room=CENTS, parts=st.lists(st.tuples(CENTS, st.booleans()), max_size=5))
    def test_never_more_than_the_room_nor_than_is_open_and_nothing_left_for_nothing(self, room, parts):
        found = deduction.allot(room, [(key, amount, fits) for key, (amount, fits) in enumerate(parts)])
        self.assertEqual(sum(found.values()), min(room, sum(amount for amount, _fits in parts)))
        self.assertTrue(all(0 < amount <= parts[key][0] for key, amount in found.items()))

    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        advance=st.integers(1, 1_130).map(float),
        parts=st.lists(st.integers(1, 5), min_size=1, max_size=4),
        taxed=st.booleans(),
    )
    @example(advance=999.99, parts=[1, 1, 1, 7], taxed=True)
    @example(advance=3.0, parts=[3, 3, 3, 1], taxed=False)
    def _try_parts(self, advance, parts, taxed):
        savepoint = self.env.cr.savepoint()
        try:
            order = self._advanced(min(advance, 1_000.0), taxes=[self.tax13] if taxed else [])
            invoiced = 0.0
            for part in parts:
                part = min(part, 10 - invoiced)
                if not part:
                    break
                before = self._open(order)
                move = self._issue(self._approved(order, part), post=True)
                goods = part * (113 if taxed else 100)
                self.assertAlmostEqual(self._deducted(move), min(before, goods), 2)
                self.assertAlmostEqual(move.amount_total, goods - min(before, goods), 2)
                self.assertAlmostEqual(self._open(order), before - self._deducted(move), 2)
                invoiced += part
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_any_parts_of_any_down_payment(self):
        self._try_parts()
