"""The story of the demo's USAGE, played by its people; runs on the database ``./backoffice up`` shows."""

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoStory(TransactionCase):
    def _as(self, login, name):
        user = self.env.ref(f"backoffice_demo.user_{login}")
        record = self.env.ref(f"backoffice_demo.{name}")
        return record.with_env(self.env(user=user, context={"lang": user.lang, "tz": user.tz}))

    def _request_release(self, login, order_name):
        order = self._as(login, order_name)
        release = order.env["credit.release"].create(
            {
                "kind": "once",
                "order_id": order.id,
                "profile_id": order.credit_profile_id.id,
                "reason": "本週五收回到期貨款",
            }
        )
        release.action_submit()
        return release

    def test_the_held_order_is_refused_released_and_confirmed(self):
        order = self._as("sales1", "order_over_limit")
        with self.assertRaises(UserError):
            order.action_confirm()
        release = self._request_release("sales1", "order_over_limit")
        with self.assertRaises(UserError):
            release.action_approve()
        release.with_user(self.env.ref("backoffice_demo.user_manager")).action_approve("本單放行")
        self._as("clerk", "order_over_limit").action_confirm()
        self.assertEqual((order.state, release.state), ("sale", "used"))

    def test_the_sales_manager_cannot_release_what_is_far_over(self):
        release = self._as("manager", "release_submitted")
        with self.assertRaises(UserError):
            release.action_approve()
        self._as("gm", "release_submitted").action_approve("春季教材旺季")
        self._as("clerk", "order_release_submitted").action_confirm()
        self.assertEqual(release.state, "used")

    def test_orders_without_a_hold_are_confirmed(self):
        for name in ("order_within_limit", "order_prepaid", "order_exempt", "order_disputed", "order_export"):
            order = self._as("clerk", name)
            order.action_confirm()
            self.assertEqual(order.state, "sale", name)

    def test_money_lets_the_overdue_customer_buy_again(self):
        invoices = self.env.ref("backoffice_demo.invoice_jiahe_2") + self.env.ref(
            "backoffice_demo.invoice_jiahe_3"
        )
        for invoice in invoices:
            wizard = (
                self.env["account.payment.register"]
                .with_user(self.env.ref("backoffice_demo.user_accountant"))
                .with_context(active_model="account.move", active_ids=invoice.ids)
                .create({})
            )
            wizard._create_payments()
        order = self._as("clerk", "order_overdue")
        order.invalidate_recordset()
        self.assertEqual(order.credit_state, "ok")
        order.action_confirm()

    def test_the_portal_customer_sees_only_its_own(self):
        order = self._as("customer", "order_yaoguang_2")
        visible = order.search([])
        self.assertIn(order, visible)
        self.assertEqual(visible.partner_id, self.env.ref("backoffice_demo.customer_yaoguang"))

    def test_an_order_was_invoiced_before_its_delivery(self):
        document = self._as("accountant", "reservation_invoice_first")
        self.assertEqual((document.state, {*document.line_ids.mapped("basis")}), ("issued", {"order"}))
        self.assertFalse(any(document.sudo().line_ids.order_line_id.mapped("qty_delivered")))
        self.assertEqual(document.sudo().move_id.amount_total, document.amount_total)

    def test_the_salesperson_requests_what_the_customer_asked_for_on_the_portal(self):
        asked = self._as("customer", "reservation_portal")
        self.assertEqual(asked.search([("id", "=", asked.id)]).name, asked.name)
        document = self._as("sales1", "reservation_portal")
        self.assertTrue(document.from_portal)
        self.assertEqual(document.activity_ids.user_id, self.env.ref("backoffice_demo.user_sales1"))
        document.action_submit()
        self._as("supervisor", "reservation_portal").action_approve()
        self._as("accountant", "reservation_portal").action_issue()
        self.assertEqual(document.sudo().move_id.amount_total, document.amount_total)
