"""What each bucket counts: returns, credit notes, deposits, currencies, branches, bills."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestDeliveredAndOrdered(CreditCommon):
    def test_a_partial_invoice_leaves_the_rest_in_b(self):
        order = self._confirmed_order(10_000.0)
        self._deliver(order)
        self._invoice(order, quantity=30)
        self.assertFigures(receivable=3_000, delivered=7_000, ordered=0, exposure=10_000)

    def test_over_delivery_counts_beyond_the_order(self):
        order = self._confirmed_order(10_000.0)
        self._deliver(order, 120)
        self.assertFigures(delivered=12_000, ordered=0)

    def test_invoicing_before_delivery_leaves_only_the_rest_in_c(self):
        self.product.invoice_policy = "order"
        order = self._confirmed_order(10_000.0)
        self._invoice(order, quantity=40)
        self.assertFigures(receivable=4_000, delivered=0, ordered=6_000, exposure=10_000)

    def test_a_cancelled_order_still_owes_what_was_delivered(self):
        order = self._confirmed_order(10_000.0)
        self._deliver(order, 40)
        order.action_cancel()
        self.assertFigures(delivered=4_000, ordered=0)

    def test_a_quotation_counts_nothing(self):
        self._create_order(10_000.0)
        self.assertFigures(exposure=0)

    def test_an_invoice_in_another_unit_covers_the_ordered_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._confirmed_order(lines=[(24, 100.0)])
        self._deliver(order)
        invoice = self._invoice(order, post=False)
        invoice.invoice_line_ids.write({"product_uom_id": dozen.id, "quantity": 1, "price_unit": 1200.0})
        invoice.action_post()
        self.assertFigures(receivable=1_200, delivered=1_200, ordered=0)

    def test_goods_added_to_the_transfer_count_with_their_tax(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        extra = self._create_product("Board", list_price=50.0, taxes_id=[Command.set(tax.ids)])
        order = self._confirmed_order(1_000.0)
        picking = order.picking_ids
        picking.move_ids = [
            Command.create(
                {
                    "product_id": extra.id,
                    "product_uom_qty": 2,
                    "quantity": 2,
                    "picked": True,
                    "product_uom": extra.uom_id.id,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                }
            )
        ]
        self._deliver(order)
        self.assertFigures(delivered=1_000 + 2 * 50 * 1.13, ordered=0)

    def test_an_address_of_the_customer_counts_for_the_customer(self):
        office = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partner.id, "type": "invoice"}
        )
        order = self._create_order(5_000.0, partner_invoice_id=office.id)
        order.action_confirm()
        self._open_invoice(1_000.0, partner=office)
        self.assertFigures(receivable=1_000, ordered=5_000)


@tagged("post_install", "-at_install")
class TestReturnsAndCreditNotes(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirmed_order(10_000.0)
        cls.picking = cls._deliver(cls.order)

    def _credit_note(self, quantity, price, effect="auto", post=True):
        invoice = self.order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice")[:1]
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today(), "credit_note_effect": effect}])
        refund.invoice_line_ids.write({"quantity": quantity, "price_unit": price})
        if post:
            refund.action_post()
            receivables = (refund | invoice).line_ids.filtered(
                lambda line: line.account_type == "asset_receivable"
            )
            receivables.filtered(lambda line: not line.reconciled).reconcile()
        return refund

    def test_a_return_lowers_b(self):
        self._return(self.picking, 20)
        self.assertFigures(delivered=8_000, ordered=2_000)

    def test_a_return_that_is_not_refunded_changes_nothing(self):
        self._return(self.picking, 20, to_refund=False)
        self.assertFigures(delivered=10_000, ordered=0)

    def test_a_returned_and_credited_quantity_is_not_owed(self):
        self._invoice(self.order)
        self._return(self.picking, 20)
        self._credit_note(20, 100.0)
        self.assertFigures(receivable=8_000, delivered=0, ordered=2_000)

    def test_a_price_allowance_lowers_a_and_opens_nothing(self):
        self._invoice(self.order)
        self._credit_note(100, 5.0)
        self.assertFigures(receivable=9_500, delivered=0, exposure=9_500)

    def test_a_reversed_invoice_makes_the_delivery_uninvoiced_again(self):
        self._invoice(self.order)
        self._credit_note(100, 100.0)
        self.assertFigures(receivable=0, delivered=10_000)

    def test_the_credit_note_may_say_that_it_is_an_allowance(self):
        self._invoice(self.order)
        self._credit_note(100, 100.0, effect="price")
        self.assertFigures(receivable=0, delivered=0, exposure=0)

    def test_the_credit_note_may_say_that_it_is_a_reversal(self):
        self._invoice(self.order)
        self._credit_note(100, 5.0, effect="quantity")
        self.assertFigures(receivable=9_500, delivered=10_000)

    def test_a_draft_credit_note_changes_nothing(self):
        self._invoice(self.order)
        self._credit_note(100, 100.0, post=False)
        self.assertFigures(receivable=10_000, delivered=0, draft=0)


@tagged("post_install", "-at_install")
class TestMoneyReceived(CreditCommon):
    def _payment_without_entry(self, amount, **values):
        payment = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": amount, "payment_type": "inbound", **values}
        )
        payment.outstanding_account_id = False
        payment.action_post()
        return payment

    def _bank(self, **values):
        return self.env["account.journal"].create({"name": "Bills", "type": "bank", "code": "BIL", **values})

    def test_a_payment_lowers_a(self):
        self._pay(self._open_invoice(10_000.0), 4_000.0)
        self.assertFigures(receivable=6_000)

    def test_unallocated_money_lowers_a_unless_switched_off(self):
        invoice = self._open_invoice(10_000.0)
        other = self._open_invoice(4_000.0)
        payment = self._pay(other, 4_000.0)
        payment.move_id.line_ids.remove_move_reconcile()
        other.button_draft()
        other.button_cancel()
        self.assertEqual(invoice.amount_residual, 10_000)
        self.assertFigures(receivable=6_000, exposure=6_000)
        self.profile.net_credits = False
        self.assertFigures(receivable=10_000, exposure=10_000)
        self.profile.deduct_prepayments = True
        self.assertFigures(receivable=10_000, prepaid=4_000, exposure=6_000)

    def test_money_paid_ahead_gives_credit_even_without_a_limit(self):
        self.profile.base_limit = 0
        invoice = self._open_invoice(5_000.0)
        payment = self._pay(invoice, 5_000.0)
        payment.move_id.line_ids.remove_move_reconcile()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertFigures(available=5_000)
        self.assertEqual(self._confirmed_order(5_000.0).state, "sale")
        self.assertHeld(self._create_order(100.0))

    def test_a_commercial_bill_counts_until_it_matures_where_switched_on(self):
        bank = self._bank(is_commercial_bill=True)
        invoice = self._open_invoice(10_000.0)
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        payment = register.create({"journal_id": bank.id, "amount": 10_000.0})._create_payments()
        self.assertFigures(receivable=0, bills=10_000, exposure=0)
        self.profile.include_bills = True
        self.assertFigures(exposure=10_000)
        maturity = fields.Date.today() + timedelta(days=90)
        payment.bill_maturity_date = maturity
        documents = self.env["credit.exposure.line"].search([("profile_id", "=", self.profile.id)])
        self.assertRecordValues(documents, [{"bucket": "bill", "date_due": maturity, "is_overdue": False}])
        payment.bill_maturity_date = fields.Date.today()
        self.assertFigures(bills=0, exposure=0)

    def test_a_payment_without_entry_is_deducted_only_where_switched_on(self):
        bank = self._bank()
        self._open_invoice(10_000.0)
        payment = self._payment_without_entry(3_000.0, journal_id=bank.id)
        self.assertFalse(payment.move_id)
        self.assertFigures(receivable=10_000, prepaid=3_000, exposure=10_000)
        self.profile.deduct_prepayments = True
        self.assertFigures(exposure=7_000)

    def test_a_quotation_needs_what_its_deposit_leaves(self):
        self.profile.base_limit = 10_000
        order = self._create_order(10_000.0)
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard.create({"advance_payment_method": "fixed", "fixed_amount": 3_000.0}).create_invoices()
        deposit = order.invoice_ids
        self.assertEqual(order._get_credit_need(), 7_000)
        deposit.invoice_date = fields.Date.today()
        deposit.action_post()
        self.assertFigures(receivable=3_000, exposure=3_000)
        self.assertEqual((order._get_credit_need(), order.credit_state), (7_000, "ok"))
        deposit._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)
        self.assertEqual(order._get_credit_need(), 10_000)
        order.action_confirm()
        self.assertFigures(receivable=0, ordered=10_000, exposure=10_000)

    def test_a_deposit_is_not_counted_twice(self):
        order = self._confirmed_order(10_000.0)
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard.create({"advance_payment_method": "fixed", "fixed_amount": 3_000.0}).create_invoices()
        deposit = order.invoice_ids
        self.assertFigures(draft=3_000, ordered=7_000, exposure=10_000)
        deposit.invoice_date = fields.Date.today()
        deposit.action_post()
        self.assertFigures(receivable=3_000, draft=0, ordered=7_000, exposure=10_000)
        self._pay(deposit, 3_000.0)
        self.assertFigures(receivable=0, ordered=7_000, exposure=7_000)
        self._deliver(order)
        self.assertFigures(delivered=7_000, ordered=0)
        self._invoice(order)
        self.assertFigures(receivable=7_000, delivered=0, exposure=7_000)
