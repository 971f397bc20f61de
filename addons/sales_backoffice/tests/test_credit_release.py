"""超額放行單: who may let what go on, for how long, and what voids it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestReleaseOnce(CreditCommon):
    """A customer with 95 000 of 100 000 used, and an order of 10 000: 5 % over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_invoice(95_000.0)
        cls.order = cls._create_order(10_000.0)

    def test_a_released_order_goes_on_and_uses_the_release_up(self):
        self.assertHeld(self.order, "Sales Manager")
        release = self._approved_release(order=self.order, decider="sales_manager")
        self.assertEqual(self.order.credit_state, "released")
        self.order.action_confirm()
        self.assertEqual((self.order.state, release.state), ("sale", "used"))
        self.assertEqual(release.used_on, fields.Date.today())

    def test_the_request_keeps_the_figures_it_was_made_on(self):
        release = self._create_release(order=self.order)
        self.assertRecordValues(
            release,
            [
                {
                    "limit_then": 100_000.0,
                    "receivable": 95_000.0,
                    "exposure": 95_000.0,
                    "shortfall": 5_000.0,
                    "over_ratio": 0.05,
                }
            ],
        )
        self._open_invoice(1_000.0)
        self.assertEqual(release.receivable, 95_000)

    def test_the_decision_is_on_record_with_the_figures(self):
        release = self._approved_release(order=self.order, decider="sales_manager")
        decision = self.env["backoffice.approval.decision"].search(
            [("res_model", "=", "credit.release"), ("res_id", "=", release.id)]
        )
        self.assertRecordValues(
            decision, [{"decision": "approved", "user_id": self.users["sales_manager"].id}]
        )
        self.assertEqual(decision.snapshot["Shortfall"], 5_000)

    def test_figures_that_worsened_ask_for_a_higher_approver(self):
        release = self._create_release(order=self.order)
        self._open_invoice(20_000.0)  # 25 % over by now
        with self.assertRaises(UserError):
            release.with_user(self.users["sales_manager"]).action_approve()
        release.with_user(self.users["accountant"]).action_approve()
        self.assertEqual(release.state, "approved")

    def test_bands(self):
        for amount, allowed in [
            (15_000, "sales_manager"),
            (15_001, "accountant"),
            (35_000, "accountant"),
            (35_001, None),
        ]:
            release = self._create_release(order=self._create_order(lines=[(1, amount)]))
            group = self.env["res.groups"].browse(release.approval_group_id.id)
            expected = self.env.ref(f"backoffice_base.group_{allowed or 'general_manager'}")
            self.assertEqual(group, expected, amount)

    def test_the_requester_does_not_approve(self):
        release = self._create_release(order=self.order, by="sales_manager")
        with self.assertRaises(UserError):
            release.with_user(self.users["sales_manager"]).action_approve()

    def test_the_salesperson_of_the_customer_does_not_approve(self):
        self.users["seller"].group_ids += self.env.ref("backoffice_base.group_general_manager")
        release = self._create_release(order=self.order)
        with self.assertRaises(UserError):
            release.with_user(self.users["seller"]).action_approve()

    def test_a_salesperson_moved_away_after_the_request_does_not_approve_either(self):
        seller = self.users["seller"]
        seller.group_ids += self.env.ref("backoffice_base.group_general_manager")
        release = self._create_release(order=self.order)
        self.partner.user_id = self.order.user_id = self.users["other_seller"]
        with self.assertRaises(UserError):
            release.with_user(seller).action_approve()

    def test_only_who_grants_credit_moves_a_customer_out_of_its_group(self):
        self.partner.credit_group_id = self.env["credit.group"].create({"name": "Sun group"})
        self.users["seller"].group_ids += self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(UserError, "grants credit"):
            self.partner.with_user(self.users["seller"]).credit_group_id = False
        self.partner.with_user(self.users["accountant"]).credit_group_id = False

    def test_raising_the_order_voids_the_release(self):
        release = self._approved_release(order=self.order, decider="sales_manager")
        self.order.order_line.product_uom_qty = 101
        self.assertFalse(release.is_effective)
        self.assertHeld(self.order)

    def test_a_lower_order_may_still_use_it(self):
        self._approved_release(order=self.order, decider="sales_manager")
        self.order.order_line.product_uom_qty = 90
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_room_used_up_in_between_needs_a_higher_approver(self):
        self._approved_release(order=self.order, decider="sales_manager")  # 5 % over
        self._confirmed_order(5_000.0)  # and 10 % by now, which a sales manager may decide on as well
        self.assertEqual(self.order.credit_state, "released")
        self.profile.base_limit = 99_000.0  # 11.1 %
        self.assertHeld(self.order, "Accountant")

    def test_it_is_good_for_its_own_order_only(self):
        self._approved_release(order=self.order, decider="sales_manager")
        self.assertHeld(self._create_order(10_000.0))

    def test_another_customer_cannot_be_put_on_a_released_order(self):
        self._approved_release(order=self.order, decider="sales_manager")
        other = self._create_customer("Other")
        self._create_profile(other, base_limit=1.0)
        self.order.write({"partner_id": other.id, "partner_invoice_id": other.id})
        self.assertHeld(self.order)

    def test_it_holds_good_for_the_delivery_during_the_grace_days(self):
        self.company.credit_release_grace_days = 3
        self._approved_release(order=self.order, decider="sales_manager")
        self.order.action_confirm()
        self.assertEqual(self._deliver(self.order, 50).state, "done")
        with freeze_time(fields.Date.today() + timedelta(days=4)), self.assertRaises(UserError):
            self._deliver(self.order)

    def test_revoking_and_rejecting_need_a_reason_and_stop_it(self):
        release = self._approved_release(order=self.order, decider="sales_manager")
        release.with_user(self.users["sales_manager"]).action_revoke("The cheque bounced.")
        self.assertEqual(release.state, "revoked")
        self.assertHeld(self.order)
        other = self._create_release(order=self.order)
        other.with_user(self.users["sales_manager"]).action_reject("No.")
        self.assertEqual(other.state, "rejected")
        self.assertHeld(self.order)

    def test_a_hard_hold_cannot_be_released(self):
        self.profile.amount_mode = "hard"
        with self.assertRaisesRegex(UserError, "cannot be released"):
            self._create_release(order=self.order)
        self.profile.amount_mode = "hold"
        self._approved_release(order=self.order, decider="sales_manager")
        self.profile.amount_mode = "hard"
        self.assertHeld(self.order, "cannot be released")

    def test_incomplete_requests_say_what_is_missing(self):
        for values, words in [
            ({"reason": " "}, "reason"),
            ({"amount": 9_999.0}, "higher than"),
            ({"date_from": self._days_ago(9), "date_to": self._days_ago(1)}, "period"),
        ]:
            with self.assertRaisesRegex(UserError, words):
                self._create_release(order=self.order, **values)

    def test_nothing_of_a_request_changes_once_submitted(self):
        release = self._create_release(order=self.order)
        for values in [
            {"amount": 20_000.0},
            {"date_to": "2099-01-01"},
            {"profile_id": self.profile.id},
            {"order_id": self._create_order(1.0).id},
        ]:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                release.write(values)

    def test_a_collection_plan_is_part_of_the_request(self):
        plan = [Command.create({"date": "2026-12-01", "amount": 5_000.0, "note": "Cheque"})]
        release = self._create_release(order=self.order, plan_ids=plan)
        self.assertEqual(release.planned_amount, 5_000)
        release.sudo().plan_ids.amount = 1.0
        with self.assertRaises(UserError):
            release.with_user(self.users["sales_manager"]).action_approve()

    def test_a_release_covers_an_increase_of_a_confirmed_order(self):
        order = self._confirmed_order(5_000.0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.order_line.product_uom_qty = 60
        self._approved_release(order=order, amount=6_000.0, decider="sales_manager")
        order.order_line.product_uom_qty = 60
        self.assertEqual(order.amount_total, 6_000)


@tagged("post_install", "-at_install")
class TestIncreaseAndExemption(CreditCommon):
    def test_increases_add_up_while_they_last(self):
        today = fields.Date.today()
        for amount, start in [(10_000.0, today), (5_000.0, today), (7_000.0, today + timedelta(days=5))]:
            self._approved_release(
                "increase", amount=amount, date_from=start, date_to=today + timedelta(days=9)
            )
        self.assertFigures(limit_today=115_000)
        with freeze_time(today + timedelta(days=5)):
            self.assertFigures(limit_today=122_000)
        with freeze_time(today + timedelta(days=10)):
            self.assertFigures(limit_today=100_000)

    def test_an_unapproved_increase_adds_nothing(self):
        self._create_release("increase", amount=10_000.0)
        self.assertFigures(limit_today=100_000)

    def test_an_exempt_customer_passes_until_the_last_day(self):
        order = self._create_order(500_000.0)
        self.assertHeld(order)
        release = self._approved_release("exemption")
        self.assertEqual(order.credit_state, "exempt")
        with freeze_time(release.date_to + timedelta(days=1)):
            self.assertHeld(order)

    def test_only_the_general_manager_exempts(self):
        release = self._create_release("exemption")
        with self.assertRaises(UserError):
            release.with_user(self.users["accountant"]).action_approve()

    def test_a_lapsed_limit_holds_even_a_small_order(self):
        self.profile.valid_to = fields.Date.today() + timedelta(days=1)
        order = self._create_order(100.0)
        self.assertEqual(order.credit_state, "ok")
        with freeze_time(fields.Date.today() + timedelta(days=2)):
            self.assertFigures(limit_today=0, credit_status="expired")
            self.assertHeld(order, "not valid today")

    def test_a_lapsed_limit_holds_even_where_the_amount_only_warns(self):
        self.profile.write({"amount_mode": "warn", "valid_to": fields.Date.today()})
        with freeze_time(fields.Date.today() + timedelta(days=1)):
            self.assertHeld(self._create_order(100.0))


@tagged("post_install", "-at_install")
class TestScheduled(CreditCommon):
    def _run(self, xmlid):
        with self.enter_registry_test_mode():
            self.env.ref(f"sales_backoffice.{xmlid}").method_direct_trigger()
        self.env.invalidate_all()

    def test_releases_expire_once_and_the_requester_is_told(self):
        release = self._create_release("increase", amount=10.0)
        with freeze_time(release.date_to):
            self._run("cron_expire_releases")
            self.assertEqual(release.state, "submitted")
        with freeze_time(release.date_to + timedelta(days=1)):
            self._run("cron_expire_releases")
            self._run("cron_expire_releases")
        self.assertEqual(release.state, "expired")
        told = release.message_ids.filtered(
            lambda message: self.users["clerk"].partner_id in message.partner_ids
        )
        self.assertEqual(len(told), 1)

    def test_a_used_release_does_not_expire(self):
        self._open_invoice(95_000.0)
        order = self._create_order(10_000.0)
        release = self._approved_release(order=order, decider="sales_manager")
        order.action_confirm()
        with freeze_time(release.date_to + timedelta(days=1)):
            self._run("cron_expire_releases")
        self.assertEqual(release.state, "used")

    def test_the_end_of_a_limit_is_announced_at_thirty_and_at_seven_days(self):
        today = fields.Date.today()
        self.profile.valid_to = today + timedelta(days=40)
        announced = []
        for day in (0, 9, 10, 11, 32, 33, 34, 41):
            with freeze_time(today + timedelta(days=day)):
                self._run("cron_notify_expiry")
                self._run("cron_notify_expiry")
                announced.append(len(self.profile.activity_ids))
        self.assertEqual(announced, [0, 0, 1, 1, 1, 2, 2, 2])

    def test_a_renewed_limit_is_announced_again(self):
        self.profile.valid_to = fields.Date.today() + timedelta(days=5)
        self._run("cron_notify_expiry")
        self.profile.valid_to = fields.Date.today() + timedelta(days=6)
        self._run("cron_notify_expiry")
        self.assertEqual(len(self.profile.activity_ids), 2)


@tagged("post_install", "-at_install")
class TestSuggestedLimit(CreditCommon):
    def test_sales_of_a_year_over_the_term_scaled_by_grade(self):
        self.profile.write({"term_days": 45, "grade": "c"})
        self._open_invoice(1_200_000.0, on=self._days_ago(100))
        self._open_invoice(500_000.0, on=self._days_ago(400))
        self.profile.invalidate_recordset()
        self.assertEqual(self.profile.yearly_sales, 1_200_000)
        self.assertEqual(self.profile.suggested_limit, 1_200_000 / 12 * 1.5 * 0.75)
