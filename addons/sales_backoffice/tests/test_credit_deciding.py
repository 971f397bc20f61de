"""Who decides on a request, and what nobody can put into one."""

from contextlib import suppress

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .test_credit_gate import SmallLimit


@tagged("post_install", "-at_install")
class TestDeciding(SmallLimit, BackofficeHttpCommon):
    """A quotation of 1 050 of a customer with a limit of 1 000: 5 % over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(1_050.0)
        cls.release = cls._create_release(order=cls.order, by="seller")

    def assertCannotDecide(self, user, release=None):
        release = release or self.release
        for method, args in (("action_approve", []), ("action_reject", ["No"])):
            with self.assertRaises(UserError):
                getattr(release.with_user(user), method)(*args)
            with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
                self._rpc(
                    user,
                    "credit.release",
                    method,
                    release.ids,
                    *args,
                    context={"flow_token": True, "su": True},
                )
        self.assertEqual(release.state, "submitted")

    def test_only_the_bands_decide(self):
        for name in ("seller", "other_seller", "clerk", "supervisor", "warehouse", "auditor"):
            self.assertCannotDecide(self.users[name])
        self._rpc(self.users["sales_manager"], "credit.release", "action_approve", self.release.ids)
        self.assertEqual(self.release.state, "approved")

    def test_whoever_asked_or_submitted_does_not_decide(self):
        release = self._create_release(order=self.order, by="sales_manager", submit=False)
        release.with_user(self.users["accountant"]).action_submit()
        self.assertCannotDecide(self.users["sales_manager"], release)
        self.assertCannotDecide(self.users["accountant"], release)

    def test_the_salesperson_does_not_decide_even_as_manager(self):
        for seller in (self.users["seller"], self.users["accountant"]):
            seller.group_ids += self.env.ref("backoffice_base.group_sales_manager")
        self.order.user_id = self.users["accountant"]
        self.assertCannotDecide(self.users["seller"])
        self.assertCannotDecide(self.users["accountant"])

    def test_handing_the_customer_over_first_does_not_help(self):
        self.users["seller"].group_ids += self.env.ref("backoffice_base.group_sales_manager")
        (self.partner | self.order.partner_id).user_id = self.users["other_seller"]
        self.order.user_id = self.users["other_seller"]
        self.release.flush_recordset()
        self.assertCannotDecide(self.users["seller"])

    def test_a_request_is_not_born_decided(self):
        values = {"kind": "once", "order_id": self.order.id, "profile_id": self.profile.id, "reason": "x"}
        for forged in (
            {"state": "approved"},
            {"used_on": "2030-01-01"},
            {"over_ratio": 0.01},
            {"requested_by_id": self.users["clerk"].id},
            {"approval_hash": "x"},
        ):
            self.assertRpcRefused(
                "AccessError", self.users["seller"], "credit.release", "create", [values | forged]
            )
            context = {f"default_{name}": value for name, value in forged.items()}
            self.assertRpcRefused(
                "AccessError", self.users["seller"], "credit.release", "create", [values], context=context
            )

    def test_nothing_decided_is_written(self):
        user, ids = self.users["seller"], self.release.ids
        for forged in (
            {"state": "approved"},
            {"used_on": "2030-01-01"},
            {"over_ratio": 0.0},
            {"shortfall": 0.0},
        ):
            self.assertRpcRefused(
                "AccessError", user, "credit.release", "write", ids, forged, context={"flow_token": {}}
            )
        for forged in (
            {"amount": 9_999.0},
            {"date_to": "2040-01-01"},
            {"order_id": self._create_order(5.0).id},
        ):
            self.assertRpcRefused("UserError", user, "credit.release", "write", ids, forged)

    def test_the_steps_themselves_are_not_open(self):
        for method, args in {
            "_do_use": [],
            "_move_to": ["approved"],
            "_decide": ["approved"],
            "_write_by_flow": [{"state": "approved"}],
            "_do_expire": [],
            "_measure": [],
        }.items():
            self.assertRpcRefused(
                "AccessError", self.users["seller"], "credit.release", method, self.release.ids, *args
            )

    def test_a_changed_plan_voids_the_approval(self):
        self.release.with_user(self.users["seller"]).action_draft()
        self.release.plan_ids = [Command.create({"date": "2030-01-01", "amount": 50.0})]
        self.release.with_user(self.users["seller"]).action_submit()
        self.release.with_user(self.users["sales_manager"]).action_approve()
        self.assertEqual(self.order.credit_state, "released")
        self.release.plan_ids.amount = 1.0
        self.assertHeld(self.order)

    def test_an_approved_request_is_not_turned_to_another_customer(self):
        self.release.with_user(self.users["sales_manager"]).action_approve()
        other = self._create_customer("Other Shop")
        self._create_profile(other, base_limit=0.0)
        self.order.write({"partner_id": other.id, "partner_invoice_id": other.id})
        with mute_logger("odoo.http"), suppress(JsonRpcException):
            self._rpc(
                self.users["seller"],
                "credit.release",
                "write",
                self.release.ids,
                {"partner_id": other.id},
            )
        self.env.invalidate_all()
        self.assertHeld(self.order, "Other Shop")

    def test_an_approved_request_is_not_turned_to_dearer_money(self):
        self.release.with_user(self.users["sales_manager"]).action_approve()
        dear = self.env["res.currency"].create({"name": "DRM", "symbol": "D"})
        self.env["res.currency.rate"].create({"currency_id": dear.id, "rate": 0.1, "name": "2020-01-01"})
        self.order.currency_id = dear
        with mute_logger("odoo.http"), suppress(JsonRpcException):
            self._rpc(
                self.users["seller"],
                "credit.release",
                "write",
                self.release.ids,
                {"currency_id": dear.id},
            )
        self.env.invalidate_all()
        self.assertHeld(self.order)

    def test_several_small_increases_are_one_large_one(self):
        first = self._create_release("increase", amount=100.0)
        first.with_user(self.users["sales_manager"]).action_approve()
        second = self._create_release("increase", amount=100.0)
        self.assertEqual(second.over_ratio, 0.2)  # 200 of 1 000
        self.assertCannotDecide(self.users["sales_manager"], second)
        second.with_user(self.users["accountant"]).action_approve()

    def test_raising_a_confirmed_order_is_measured_by_the_raise(self):
        order = self._confirmed_order(900.0)
        release = self._create_release(order=order, amount=5_000.0)
        self.assertEqual((release.shortfall, release.over_ratio), (4_000, 4.0))
        self.assertCannotDecide(self.users["sales_manager"], release)
        self.assertCannotDecide(self.users["accountant"], release)
