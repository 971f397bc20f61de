"""Special prices: bound to the lines of one order and their prices, decided by somebody else, used once."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestBound(PriceCommon):
    def test_an_approved_price_lets_the_order_go_on_and_is_used_up(self):
        order = self._quote(93.0)
        release = self._allow(order)
        self.assertStatus(order, "special")
        self.assertEqual(order.price_state, "released")
        self.assertConfirms(order)
        self.assertEqual(release.state, "used")
        self.assertEqual(release.used_on, fields.Date.context_today(release))

    def test_whatever_asks_for_more_is_held_again(self):
        order = self._quote(93.0)
        self._allow(order)
        line = order.order_line
        other = self._create_product("Other paper")
        self._approved_sheet({other: 100.0})
        for values in (
            {"price_unit": 92.0},
            {"discount": 1.0},
            {"product_uom_qty": 11.0, "price_unit": 93.0},
            {"product_id": other.id, "price_unit": 93.0},
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "price_unit": 93.0},
        ):
            with self.env.cr.savepoint() as savepoint:
                line.write(values)
                self.assertPriceHeld(order)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_price_nearer_to_the_list_and_fewer_goods_are_fine(self):
        order = self._quote(93.0)
        self._allow(order)
        order.order_line.write({"price_unit": 94.0, "product_uom_qty": 5.0})
        self.assertConfirms(order)

    def test_a_price_above_the_list_is_no_licence_for_one_below(self):
        order = self._quote(130.0)
        self._allow(order)
        order.order_line.price_unit = 80.0
        self.assertPriceHeld(order)
        order.order_line.price_unit = 120.0
        self.assertConfirms(order)

    def test_another_line_and_another_order_get_nothing(self):
        order = self._quote(93.0)
        self._allow(order)
        order.write({"order_line": [Command.create({"product_id": self.product.id, "price_unit": 93.0})]})
        self.assertPriceHeld(order)
        self.assertPriceHeld(order.copy())

    def test_several_lines_in_one_request(self):
        order = self._quote(lines=[{"price_unit": 93.0}, {"price_unit": 100.0}, {"price_unit": 80.0}])
        release = self._request(order)
        self.assertEqual(release.line_ids.mapped("price_net"), [93.0, 80.0])
        self.assertEqual(release.line_ids.mapped("price_status"), ["outside", "under_floor"])
        self.assertAlmostEqual(release.worst_deviation, -0.2)
        self.assertEqual(release.over_ratio, 1.0)

    def test_after_the_confirmation_the_price_stays_allowed(self):
        order = self._quote(93.0)
        self._allow(order)
        order.action_confirm()
        for quantity in (9.0, 10.0):
            order.order_line.write({"product_uom_qty": quantity, "price_unit": 93.0})
        with self.assertRefusedForPrice():
            order.order_line.write({"product_uom_qty": 11.0, "price_unit": 93.0})
        with self.assertRefusedForPrice():
            order.order_line.price_unit = 92.5

    def test_a_cancelled_order_needs_it_valid_again(self):
        order = self._quote(93.0)
        self._allow(order)
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        with freeze_time(fields.Date.today() + timedelta(days=30)):
            order.invalidate_recordset()
            self.assertPriceHeld(order)
        self.assertConfirms(order)

    def test_a_higher_list_asks_for_a_higher_approver(self):
        order = self._quote(94.5)
        release = self._request(order)
        release.with_user(self.users["accountant"]).action_approve()
        self._approved_sheet({self.product: 150.0}, ago=timedelta(seconds=1))
        self.assertPriceHeld(order)


@tagged("post_install", "-at_install")
class TestDeciding(PriceCommon):
    def test_bands(self):
        self.sheet = self._approved_sheet(
            {self.product: 100.0}, band_down=0.0, band_up=0.0, ago=timedelta(seconds=1)
        )
        for price, role in ((97.0, "sales_manager"), (90.0, "accountant"), (89.0, "general_manager")):
            release = self._request(self._quote(price))
            group = self.env.ref(f"backoffice_base.group_{role}")
            self.assertEqual(release.approval_group_id, group, price)

    def test_under_the_floor_only_the_highest_decides(self):
        self._approved_sheet({self.product: (100.0, 99.5)}, band_down=0.0, ago=timedelta(seconds=1))
        release = self._request(self._quote(99.0))
        self.assertEqual(release.approval_group_id, self.env.ref("backoffice_base.group_general_manager"))
        with self.assertRaises(UserError):
            release.with_user(self.users["accountant"]).action_approve()

    def test_a_longer_term_counts_like_a_discount(self):
        term = self.env["account.payment.term"].create(
            {"name": "120 days", "line_ids": [Command.create({"value_amount": 100, "nb_days": 150})]}
        )
        release = self._request(self._quote(payment_term_id=term.id))
        self.assertAlmostEqual(release.over_ratio, 0.04)
        self.assertEqual(release.approval_group_id, self.env.ref("backoffice_base.group_accountant"))

    def test_nobody_decides_on_the_own_request(self):
        release = self._request(self._quote(97.0 - 3.0), by="general_manager")
        self.assertFalse(release.with_user(self.users["general_manager"]).can_decide)
        self.assertBlockedFor(release, "general_manager", "own_request")

    def test_the_salesperson_of_the_customer_or_order_never_decides(self):
        boss = self.users["general_manager"]
        order = self._quote(80.0)
        release = self._request(order)
        self.assertTrue(release.with_user(boss).can_decide)
        self.partner.user_id = boss
        release.invalidate_recordset()
        self.assertBlockedFor(release, "general_manager", "own_request")
        self.partner.user_id = self.users["seller"]
        order.user_id = boss
        release.invalidate_recordset()
        self.assertBlockedFor(release, "general_manager", "own_request")

    def test_who_sold_when_it_was_asked_never_decides_either(self):
        self.partner.user_id = self.users["general_manager"]
        release = self._request(self._quote(80.0))
        self.partner.user_id = self.users["seller"]
        self.assertBlockedFor(release, "general_manager", "own_request")

    def test_what_is_asked_is_sealed(self):
        release = self._request(self._quote(93.0))
        for values in ({"reason": "x"}, {"date_to": "2099-01-01"}, {"line_ids": [Command.clear()]}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                release.write(values)
        for values in ({"price_net": 1.0}, {"quantity": 1e6}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                release.line_ids.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            release.line_ids.unlink()

    def test_incomplete_requests_are_not_submitted(self):
        order = self._quote(93.0)
        for values, code in (
            ({"reason": " "}, "no_reason"),
            ({"line_ids": []}, "no_line"),
            ({"date_to": fields.Date.today() - timedelta(days=1)}, "too_late"),
        ):
            release = self._request(order, submit=False, **values)
            self.assertIn(code, self._codes(release, "submitted"))
        release = self._request(order, submit=False)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertIn("stale", self._codes(release, "submitted"))
        order.order_line.price_unit = 900.0
        release.action_take_over()
        self.assertNotIn("stale", self._codes(release, "submitted"))

    def test_figures_are_not_typed(self):
        order = self._quote(93.0)
        release = self._request(order, submit=False)
        release.line_ids.write({"list_price": 93.0, "deviation": 0.0, "price_status": "ok"})
        self.assertEqual(release.line_ids.list_price, 100.0)
        self.assertEqual(release.line_ids.price_status, "outside")
        with self.assertRaises(AccessError):
            release.write({"over_ratio": 0.0})

    def test_lines_of_another_order_are_refused(self):
        release = self._request(self._quote(93.0), submit=False)
        with self.assertRaises(ValidationError):
            release.line_ids.order_line_id = self._quote(1.0).order_line

    def test_expired(self):
        order = self._quote(93.0)
        release = self._allow(order)
        with freeze_time(fields.Date.today() + timedelta(days=8)):
            order.invalidate_recordset()
            self.assertPriceHeld(order)
            with self.enter_registry_test_mode():
                self.env.ref("sales_backoffice_price.cron_expire_releases").method_direct_trigger()
            release.invalidate_recordset()
            self.assertEqual(release.state, "expired")

    def test_revoked(self):
        order = self._quote(93.0)
        release = self._allow(order)
        release.with_user(self.users["general_manager"]).action_revoke("The customer is late.")
        self.assertPriceHeld(order)

    def test_the_form_opened_from_the_order_is_filled_in(self):
        order = self._quote(lines=[{"price_unit": 93.0}, {}])
        action = order.with_user(self.users["seller"]).action_request_special_price()
        Release = self.env["sale.price.release"].with_user(self.users["seller"])
        with Form(Release.with_context(**action["context"])) as form:
            form.reason = "A competitor offers less."
        self.assertEqual(form.record.line_ids.order_line_id, order.order_line[0])
        self.assertEqual(form.record.line_ids.price_net, 93.0)
        self.assertEqual(order.price_release_id, form.record)

    def assertBlockedFor(self, release, user, code):
        blockers = release.with_user(self.users[user])._get_move_blockers("approved")
        self.assertIn(code, [item.code for item in blockers[release.id]])

    def _codes(self, release, target):
        return [item.code for item in release._get_move_blockers(target)[release.id]]
