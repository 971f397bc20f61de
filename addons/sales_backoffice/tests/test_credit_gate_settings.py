"""How strictly, in which company, at which checkpoint, and what the gate costs."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_credit_gate import SmallLimit


@tagged("post_install", "-at_install")
class TestModes(SmallLimit):
    def test_off_lets_everything_pass(self):
        self.profile.amount_mode = "off"
        self.assertEqual(self._create_order(5_000.0).credit_state, "ok")
        self.assertEqual(self._confirmed_order(5_000.0).state, "sale")

    def test_warn_lets_pass_and_leaves_a_note(self):
        self.profile.amount_mode = "warn"
        order = self._create_order(1_100.0)
        self.assertEqual(order.credit_state, "warn")
        order.action_confirm()
        notes = " ".join(order.message_ids.mapped("body"))
        self.assertIn("would exceed its credit limit", notes)
        self.assertIn("100.00", notes)

    def test_hold_names_who_can_release(self):
        self.assertHeld(self._create_order(lines=[(1, 1_300.0)]), "from Accountant")
        order = self._create_order(lines=[(1, 1_300.01)])
        self.assertEqual(order.credit_state, "held")
        self.assertHeld(order, "from General Manager")
        self.assertTrue(order.credit_can_request)

    def test_hard_cannot_be_released_whoever_agreed_before(self):
        order = self._create_order(1_100.0)
        self._approved_release(order=order)
        self.profile.amount_mode = "hard"
        self.assertHeld(order, "cannot be released")
        order.invalidate_recordset()
        self.assertFalse(order.credit_can_request)

    def test_a_hard_ceiling_of_the_group_wins_over_a_warning(self):
        group = self.env["credit.group"].create({"name": "Sun group"})
        self.partner.credit_group_id = group
        self.profile.amount_mode = "warn"
        self._create_profile(group_id=group.id, base_limit=500.0, amount_mode="hard")
        self.assertHeld(self._create_order(1_100.0), "Sun group", "cannot be released")

    def test_overdue_money_has_a_mode_of_its_own(self):
        self._open_invoice(50.0, on=self._days_ago(60))
        self.assertHeld(self._create_order(10.0), "overdue")
        self.profile.overdue_mode = "off"
        self.assertEqual(self._confirmed_order(10.0).state, "sale")

    def test_overdue_money_holds_whatever_the_amount_mode(self):
        self._open_invoice(50.0, on=self._days_ago(60))
        self.profile.amount_mode = "off"
        self.assertHeld(self._create_order(10.0), "overdue")

    def test_a_rounding_residue_does_not_hold(self):
        self._open_invoice(0.05, on=self._days_ago(60))
        self.profile.overdue_tolerance = 0.05
        self.assertEqual(self._confirmed_order(10.0).state, "sale")
        self.profile.overdue_tolerance = 0.04
        self.assertHeld(self._create_order(10.0), "overdue")

    def test_a_quotation_of_nothing_passes_a_customer_over_the_limit(self):
        self._open_invoice(2_000.0)
        self.assertHeld(self._create_order(10.0))

    def test_an_exemption_is_a_decision_not_a_limit_of_nothing(self):
        order = self._create_order(5_000.0)
        self._approved_release("exemption")
        order.invalidate_recordset()
        self.assertEqual(order.credit_state, "exempt")
        order.action_confirm()

    def test_a_limit_that_starts_tomorrow_is_none_today(self):
        self.profile.valid_from = self._days_ago(-1)
        self.assertHeld(self._create_order(10.0), "not valid today")


@tagged("post_install", "-at_install")
class TestSwitches(SmallLimit):
    def test_a_company_without_credit_control(self):
        self.company.credit_control = False
        order = self._confirmed_order(5_000.0)
        order.order_line.product_uom_qty = 60
        self._deliver(order)
        self.assertEqual((order.state, order.credit_state), ("sale", "none"))

    def test_confirmation_can_be_left_to_the_delivery(self):
        self.company.credit_check_confirm = False
        order = self._confirmed_order(5_000.0)
        with self.assertRefusedForCredit(order.name):
            self._deliver(order)

    def test_each_checkpoint_has_its_switch(self):
        self.company.credit_check_confirm = False
        order = self._confirmed_order(5_000.0)
        order._action_cancel()
        order.action_draft()
        self.assertHeld(order)
        self.company.credit_check_reopen = False
        order.action_confirm()
        with self.assertRefusedForCredit(order.name):
            order.order_line.product_uom_qty = 51
        self.company.credit_check_increase = False
        order.order_line.product_uom_qty = 51

    def test_prepaid_orders_pass_where_customers_need_a_profile(self):
        self.company.credit_missing_profile = "hold"
        stranger = self._create_customer("Stranger")
        order = self._create_order(800.0, partner=stranger)
        self.assertHeld(order, "Stranger has no credit profile")
        self._create_transaction(800.0, order)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_request_is_possible_where_control_was_switched_off_meanwhile(self):
        order = self._create_order(1_100.0)
        self.company.credit_control = False
        release = self._create_release(order=order)
        self.assertEqual((release.state, release.shortfall), ("submitted", 0.0))


@tagged("post_install", "-at_install")
class TestCompanies(SmallLimit):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other company"})
        cls.env.user.company_ids |= cls.other

    def test_the_profile_of_another_company_does_not_matter(self):
        self._create_profile(self.partner, company_id=self.other.id, base_limit=0.0)
        self._open_invoice(300.0)
        self.assertEqual(self._confirmed_order(700.0).state, "sale")
        self.assertHeld(self._create_order(1.0))

    def test_documents_of_another_company_use_no_credit_here(self):
        self.other.credit_control = False
        self._create_order(900.0, company_id=self.other.id).action_confirm()
        self.assertFigures(exposure=0, available=1_000)

    def test_a_ceiling_over_all_companies_counts_them_all(self):
        group = self.env["credit.group"].create({"name": "Sun group"})
        self.partner.credit_group_id = group
        self._create_profile(group_id=group.id, company_id=False, base_limit=1_000.0)
        self._create_order(900.0, company_id=self.other.id).action_confirm()
        self.assertHeld(self._create_order(200.0), "Sun group", "100.00")

    def test_the_present_company_of_the_user_is_not_asked(self):
        order = self._create_order(1_100.0)
        self.assertHeld(order.with_company(self.other), "100.00")

    def test_a_branch_trades_on_the_credit_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        self._create_order(800.0, company_id=branch.id).action_confirm()
        self.assertFigures(ordered=800)
        self.assertHeld(self._create_order(300.0), "100.00")


@tagged("post_install", "-at_install")
class TestCurrencies(SmallLimit):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money = cls.env["res.currency"].create({"name": "DRM", "symbol": "D"})
        cls.pricelist = cls.env["product.pricelist"].create({"name": "DRM", "currency_id": cls.money.id})

    def _rate(self, rate):
        values = {
            "currency_id": self.money.id,
            "rate": rate,
            "name": "2020-01-01",
            "company_id": self.company.id,
        }
        self.env["res.currency.rate"].create(values)

    def test_an_order_is_converted_once(self):
        self._rate(0.5)  # one of ours buys half a DRM
        order = self._create_order(500.0, pricelist_id=self.pricelist.id)
        order.action_confirm()
        self.assertFigures(ordered=1_000)
        self.assertHeld(self._create_order(0.01, lines=[(1, 0.01)]))

    def test_an_order_without_exchange_rate_is_held_and_says_why(self):
        order = self._create_order(10.0, pricelist_id=self.pricelist.id)
        self.assertHeld(order, "no exchange rate", "USD")
        self._rate(2.0)
        order.action_confirm()
        self.assertFigures(ordered=5)

    def test_a_document_without_exchange_rate_holds_every_order(self):
        self._open_invoice(10.0, currency_id=self.money.id)
        self.assertHeld(self._create_order(1.0), "no exchange rate")
        self.assertFigures(credit_status="missing_rate")

    def test_several_companies_and_currencies_are_added_not_overwritten(self):
        self._rate(0.5)
        self._open_invoice(300.0)
        self._open_invoice(100.0, currency_id=self.money.id)
        self.assertFigures(receivable=500)


@tagged("post_install", "-at_install")
class TestCost(SmallLimit):
    """Queries the gate adds, counted by confirming with control on and off."""

    def _count_confirming(self, number, control):
        self.company.credit_control = control
        partners = self.env["res.partner"]
        for index in range(number):
            partner = self._create_customer(f"Customer {number} {control} {index}")
            self._create_profile(partner)
            partners |= partner
        service = self._create_product("Cutting", type="service")
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [Command.create({"product_id": service.id, "price_unit": 100.0})],
                }
                for partner in partners
            ]
        )
        return self._count_queries(orders.action_confirm)

    def test_checking_ten_orders_costs_what_checking_one_costs(self):
        self._count_confirming(1, True)  # warm up
        one = self._count_confirming(1, True) - self._count_confirming(1, False)
        ten = self._count_confirming(10, True) - self._count_confirming(10, False)
        self.assertLessEqual(one, 16)
        self.assertLessEqual(ten, one + 1)

    def test_reading_fifty_profiles_costs_what_reading_one_costs(self):
        profiles = self.profile.browse()
        for index in range(50):
            profiles |= self._create_profile(self._create_customer(f"Customer {index}"))
        counts = [
            self._count_queries(lambda some=some: some.sudo().mapped("available"))
            for some in (profiles[:1], profiles[:1], profiles)
        ]
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 6)

    def test_showing_fifty_quotations_costs_what_showing_one_costs(self):
        counts = []
        for number in (1, 1, 50):
            orders = self.env["sale.order"].create([{"partner_id": self.partner.id}] * number)
            counts.append(self._count_queries(lambda orders=orders: orders.mapped("credit_state")))
        self.assertLessEqual(counts[2], counts[1] + 1)

    def test_an_open_backlog_does_not_make_the_check_dearer(self):
        self.profile.base_limit = 1_000_000.0
        first = self._create_order(100.0)
        counts = []
        for _round in range(2):
            counts.append(
                self._count_queries(
                    lambda: self.env["credit.gate"]._enforce([first._prepare_credit_request()])
                )
            )
            for _index in range(20):
                self._confirmed_order(100.0)
        self.assertEqual(counts[0], counts[1])

    def test_writing_what_costs_nothing_asks_nothing(self):
        order = self._confirmed_order(100.0)
        self.profile.base_limit = 0.0
        try:
            order.note = "Ring twice"
            order.order_line.customer_lead = 3
        except UserError:
            self.fail("a note is not a raise")
