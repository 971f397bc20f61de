"""Texts of reminders through the gateway: once, with their template, and the log follows the provider."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.payment_reminder.tests.common import ReminderCommon
from odoo.addons.sms_gateway.tests.common import GatewayBuilders, LoopbackMixin
from odoo.addons.sms_gateway.tests.doubles import GenericDouble, RobotDouble


@tagged("post_install", "-at_install")
class TestGateway(LoopbackMixin, GatewayBuilders, ReminderCommon):
    def setUp(self):
        super().setUp()
        self.env["sms.gateway.account"].search([]).active = False
        self.double = self.enterContext(GenericDouble())
        self.account = self.make_account(self.env, self.double, self.company)

    def _work_queue(self):
        with self.at(hour=11), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["sms.sms"]._process_queue()
        self.env.invalidate_all()

    def _text(self):
        self.put_link_into_texts()
        self._open_invoice(0)
        self._run()
        return self._messages(channel="text")

    def test_a_text_is_handed_over_and_sent_once(self):
        message = self._text()
        self.assertEqual(message.state, "handed")
        text = self.env["sms.sms"].search([("uuid", "=", message.uuid)])
        self.assertEqual(text.gateway_usage, "payment_reminder.text_before")
        self.assertEqual(text.gateway_params["customer"], "Rising Sun Printing")
        self._work_queue()
        self.assertEqual(message.state, "sent")
        self._run(hour=12)
        self._work_queue()
        self.assertEqual(len(self.double.calls), 1)

    def test_what_is_handed_over_is_not_called_dead(self):
        message = self._text()
        self._run(hour=12)
        self.assertEqual(message.state, "handed")

    def test_the_desk_asks_the_provider(self):
        message = self._text()
        self._unknown(message)
        self.double.states[message.uuid] = "delivered"
        message.with_user(self.clerk).action_query_provider()
        self.assertEqual(message.state, "sent")

    def _unknown(self, message):
        """The row of the gateway's log of a text nobody knows about."""
        row = self.env["sms.gateway.message"].create(
            {
                "key": message.uuid,
                "channel": "sms",
                "company_id": self.company.id,
                "account_id": self.account.id,
                "provider": "generic",
                "state": "sending",
                "origin_model": "reminder.message",
                "origin_id": message.id,
            }
        )
        row._move("unknown", failure="unknown")
        return row

    def test_what_the_provider_left_open_is_on_the_desk_and_cleared_up_by_a_receipt(self):
        message = self._text()
        row = self._unknown(message)
        self.assertEqual((message.state, message.activity_ids.user_id), ("unknown", self.supervisor))
        row._move("delivered")
        self.assertEqual(message.state, "sent")
        self.assertFalse(message.activity_ids)
        log = self.env["reminder.log"].search([("message_id", "=", message.id)])
        self.assertEqual(set(log.mapped("event")), {"unknown", "cleared"})

    def test_a_gateway_with_a_problem_is_a_failure_with_its_words(self):
        self.account.action_disable()
        message = self._text()
        self.assertEqual(message.state, "failed")
        self.assertTrue(message.failure)

    def test_the_robot_says_the_digest(self):
        self._stage("due").by_robot = True
        with RobotDouble() as double:
            robot = self.env["message.robot"].create(
                {"name": "Sales", "company_id": self.company.id, "kind": "wecom"}
            )
            self.company.reminder_robot_id = robot
            self._open_invoice(0)
            self._run()
            self.assertFalse(double.calls, "a robot without address says nothing")
        message = self._messages(channel="robot")
        self.assertEqual((message.state, message.address), ("failed", "+8613812345678"))
        self.assertIn("/due", message.body)

    def test_the_auditor_reads_what_left_and_decides_nothing(self):
        row = self._unknown(self._text())
        self.assertTrue(
            self.env.ref("sms_gateway.group_sms_gateway_reader")
            in self.env.ref("backoffice_base.group_auditor").all_implied_ids
        )
        seen = row.with_user(self.auditor)
        self.assertEqual((seen.state, seen.key), ("unknown", row.key))
        menu = self.env.ref("sms_gateway.sms_gateway_message_menu")
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(self.auditor)._visible_menu_ids())
        with self.assertRaises(AccessError):
            seen.write({"failure": "changed"})
        with self.assertRaises(UserError):
            seen.action_query()
        with self.assertRaises(AccessError):
            row.with_user(self.salesperson).check_access("read")
