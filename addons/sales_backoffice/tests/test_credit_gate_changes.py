"""A confirmed order takes more credit only through the gate, whichever field and whichever record is written."""

from odoo.fields import Command
from odoo.tests import tagged

from .test_credit_gate import SmallLimit


class ConfirmedOrder(SmallLimit):
    """An order of 800, eight at 100, is confirmed; 200 are available."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirmed_order(800.0)
        cls.line = cls.order.order_line


@tagged("post_install", "-at_install")
class TestRaises(ConfirmedOrder):
    def assertHeldBothWays(self, values, *words):
        """Changing the line so is held through its order, directly, and by a salesperson."""
        with self.assertRefusedForCredit(self.order.name, *words):
            self.order.write({"order_line": [Command.update(self.line.id, values)]})
        with self.assertRefusedForCredit(self.order.name, *words):
            self.line.write(values)
        with self.assertRefusedForCredit(self.order.name, *words):
            self.line.with_user(self.users["seller"]).write(values)

    def test_a_higher_quantity(self):
        self.assertHeldBothWays({"product_uom_qty": 11}, "100.00")
        self.line.product_uom_qty = 10
        self.assertFigures(ordered=1_000, available=0)

    def test_a_higher_price(self):
        self.assertHeldBothWays({"price_unit": 126.0}, "8.00")
        self.line.price_unit = 125.0
        self.assertFigures(ordered=1_000)

    def test_a_removed_discount(self):
        self.line.write({"price_unit": 160.0, "discount": 50.0})
        self.assertFigures(ordered=640)
        self.assertHeldBothWays({"discount": 0.0}, "280.00")

    def test_a_tax(self):
        tax = self.env["account.tax"].create({"name": "30 %", "amount": 30.0, "type_tax_use": "sale"})
        self.assertHeldBothWays({"tax_ids": [Command.set(tax.ids)]}, "40.00")

    def test_a_larger_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.line.write(
            {"price_unit": self.product.list_price, "technical_price_unit": self.product.list_price}
        )
        self.assertHeldBothWays({"product_uom_id": dozen.id, "price_unit": 1_200.0}, "8,600.00")

    def test_two_small_raises_add_up(self):
        self.line.product_uom_qty = 9
        self.assertHeldBothWays({"product_uom_qty": 11})

    def test_an_added_line(self):
        line = {"product_id": self.product.id, "product_uom_qty": 3, "price_unit": 100.0}
        with self.assertRefusedForCredit("100.00"):
            self.order.order_line = [Command.create(line)]
        with self.assertRefusedForCredit("100.00"):
            self.env["sale.order.line"].create({**line, "order_id": self.order.id})
        self.order.order_line = [Command.create({**line, "product_uom_qty": 2})]
        self.assertFigures(ordered=1_000)

    def test_lines_added_in_one_go_count_together(self):
        line = {
            "product_id": self.product.id,
            "product_uom_qty": 1,
            "price_unit": 150.0,
            "order_id": self.order.id,
        }
        with self.assertRefusedForCredit("100.00"):
            self.env["sale.order.line"].create([line, dict(line)])

    def test_a_line_moved_from_another_order(self):
        other = self._create_order(300.0)
        with self.assertRefusedForCredit(self.order.name):
            other.order_line.order_id = self.order
        with self.assertRefusedForCredit(self.order.name):
            self.order.order_line = [Command.link(other.order_line.id)]
        self.assertEqual(other.amount_total, 300)

    def test_a_line_moved_between_customers_with_the_order_write_of_the_giver(self):
        giver = self._confirmed_order(300.0, partner=self._create_customer("Giver"))
        move = Command.update(giver.order_line.id, {"order_id": self.order.id})
        with self.assertRefusedForCredit(self.order.name):
            giver.write({"order_line": [move]})

    def test_a_deposit_product_priced_up(self):
        discount = self._create_product("Discount", type="service", list_price=0.0)
        line = {"product_id": discount.id, "product_uom_qty": 1, "price_unit": -600.0}
        self.order.order_line = [Command.create(line)]
        self.order.order_line = [Command.create(line | {"product_id": self.product.id, "price_unit": 700.0})]
        self.assertFigures(ordered=900)
        with self.assertRefusedForCredit("500.00"):
            self.order.order_line.filtered(lambda line: line.product_id == discount).price_unit = 0.0

    def test_services_reported_beyond_the_order(self):
        service = self._create_product("Cutting", type="service")
        order = self._confirmed_order(lines=[(1, 100.0)])
        line = self.env["sale.order.line"].create(
            {"order_id": order.id, "product_id": service.id, "product_uom_qty": 1, "price_unit": 100.0}
        )
        with self.assertRefusedForCredit(order.name):
            line.qty_delivered = 2
        self.assertEqual(line.qty_delivered, 0)

    def test_prices_recomputed_from_the_list(self):
        self.product.list_price = 200.0
        with self.assertRefusedForCredit("600.00"):
            self.order.with_user(self.users["seller"]).action_update_prices()
        self.assertEqual(self.line.price_unit, 100)

    def test_taxes_recomputed_from_the_product(self):
        tax = self.env["account.tax"].create({"name": "30 %", "amount": 30.0, "type_tax_use": "sale"})
        self.product.taxes_id = tax
        with self.assertRefusedForCredit("40.00"):
            self.order.with_user(self.users["seller"]).action_update_taxes()

    def test_a_locked_or_unlocked_order_makes_no_difference(self):
        self.order.action_lock()
        self.order.action_unlock()
        self.assertHeldBothWays({"product_uom_qty": 11})

    def test_raising_is_not_checked_where_the_checkpoint_is_off(self):
        self.company.credit_check_increase = False
        self.line.product_uom_qty = 11
        self.assertFigures(ordered=1_100, available=-100)


@tagged("post_install", "-at_install")
class TestLowering(ConfirmedOrder):
    """Whoever is over the limit may always owe less."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.base_limit = 500.0

    def test_a_lower_quantity_price_or_discount_passes(self):
        self.line.product_uom_qty = 7
        self.line.price_unit = 90.0
        self.line.discount = 10.0
        self.assertFigures(ordered=567)  # 7 × 90 × 0.9

    def test_raising_again_is_held(self):
        self.line.product_uom_qty = 7
        with self.assertRefusedForCredit():
            self.line.product_uom_qty = 8

    def test_a_raise_paid_by_a_cut_in_the_same_save_passes(self):
        extra = {"product_id": self.product.id, "product_uom_qty": 3, "price_unit": 100.0}
        self.order.order_line = [Command.create(extra), Command.update(self.line.id, {"product_uom_qty": 5})]
        self.assertEqual(self.order.amount_total, 800)

    def test_what_costs_nothing_passes(self):
        self.order.write({"client_order_ref": "PO 7", "note": "Ring twice"})
        self.line.name = "Offset paper, white"
        self.order.order_line = [Command.create({"display_type": "line_note", "name": "Ring twice"})]
        self.assertEqual(len(self.order.order_line), 2)

    def test_cancelling_passes(self):
        self.order._action_cancel()
        self.assertFigures(ordered=0)


@tagged("post_install", "-at_install")
class TestWhoOwes(ConfirmedOrder):
    """The same amount, owed by somebody else, later, or in other money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.small = cls._create_customer("Small Shop")
        cls._create_profile(cls.small, base_limit=500.0)

    def test_another_customer(self):
        with self.assertRefusedForCredit("Small Shop", "300.00"):
            self.order.write({"partner_id": self.small.id, "partner_invoice_id": self.small.id})

    def test_another_invoice_address(self):
        with self.assertRefusedForCredit("Small Shop", "300.00"):
            self.order.partner_invoice_id = self.small

    def test_another_address_of_the_same_customer_passes(self):
        self.profile.base_limit = 500.0
        office = self.env["res.partner"].create(
            {"name": "Office", "parent_id": self.partner.id, "type": "invoice"}
        )
        self.order.partner_invoice_id = office
        self.assertFigures(ordered=800)

    def test_an_order_of_nobody_in_particular_moved_onto_a_full_customer(self):
        order = self._confirmed_order(300.0, partner=self._create_customer("Walk-in"))
        with self.assertRefusedForCredit("Rising Sun Printing", "100.00"):
            order.write({"partner_id": self.partner.id, "partner_invoice_id": self.partner.id})

    def test_two_orders_moved_at_once_count_together(self):
        walk_in = self._create_customer("Walk-in")
        orders = self._confirmed_order(150.0, partner=walk_in) + self._confirmed_order(150.0, partner=walk_in)
        with self.assertRefusedForCredit("100.00"):
            orders.write({"partner_invoice_id": self.partner.id})

    def test_a_longer_payment_term_of_a_customer_over_the_limit(self):
        terms = self.env["account.payment.term"].create(
            [
                {"name": f"{days} days", "line_ids": [Command.create({"value_amount": 100, "nb_days": days})]}
                for days in (30, 90)
            ]
        )
        self.order.payment_term_id = terms[0]
        self.profile.base_limit = 500.0
        with self.assertRefusedForCredit():
            self.order.payment_term_id = terms[1]
        self.order.payment_term_id = False

    def test_cash_before_delivery_taken_back_after_confirmation(self):
        cash = self.env["account.payment.term"].create({"name": "Cash first", "is_prepaid_term": True})
        order = self._confirmed_order(5_000.0, payment_term_id=cash.id)
        for term in (self.env.ref("account.account_payment_term_30days"), cash.browse()):
            with self.assertRefusedForCredit("4,800.00"):
                order.payment_term_id = term

    def test_dearer_money(self):
        dear = self.env["res.currency"].create({"name": "DRM", "symbol": "D", "active": True})
        self.env["res.currency.rate"].create(
            {"currency_id": dear.id, "rate": 0.5, "name": "2020-01-01", "company_id": self.company.id}
        )
        with self.assertRefusedForCredit("600.00"):
            self.order.with_user(self.users["seller"]).write({"currency_id": dear.id})

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Other company"})
        self._create_profile(self.partner, company_id=company.id, base_limit=100.0)
        self.env.user.company_ids |= company
        order = self._create_order(800.0)
        with self.assertRefusedForCredit("700.00"):
            order.write({"company_id": company.id, "state": "sale"})
