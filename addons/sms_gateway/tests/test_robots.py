"""Group robots: once per key, twenty a minute, whatever becomes of the caller."""

from odoo.tests import tagged

from . import doubles
from .common import GatewayCommon


@tagged("post_install", "-at_install")
class TestRobots(GatewayCommon):
    def setUp(self):
        super().setUp()
        self.double = self._double(doubles.RobotDouble)
        self.robot = self._create_robot("wecom")
        self.enterContext(self.enter_registry_test_mode())

    def _create_robot(self, kind, **values):
        robot = self.env["message.robot"].create(
            {
                "name": kind,
                "company_id": self.company.id,
                "kind": kind,
                "endpoint": f"{self.double.url}/{kind}",
                "webhook_input": f"https://qyapi.weixin.qq.com/x?key={self.double.key_id}",
                "secret_input": self.double.secret,
                **values,
            }
        )
        robot.action_enable()
        return robot

    def _say(self, text="Hi", **values):
        self.env.flush_all()
        result = self.robot._send_text(text, **values)
        self.env.invalidate_all()
        return result

    def test_both_kinds_speak(self):
        self.assertEqual(self._say("大家好", mentions=["all", "+8613800138000"]).state, "accepted")
        self.robot = self._create_robot("dingtalk", webhook_input=self.double.key_id)
        self.assertEqual(self._say("大家好", mentions=["wang"]).state, "accepted")
        wecom, dingtalk = self.double.sends
        self.assertEqual(wecom["text"]["mentioned_list"], ["@all"])
        self.assertEqual(dingtalk["at"]["atUserIds"], ["wang"])
        self.assertFalse(self.double.refusals)
        logs = self.env["sms.gateway.message"].search([("robot_id.company_id", "=", self.company.id)])
        self.assertEqual(logs.mapped("state"), ["accepted"] * 2)

    def test_a_key_is_said_once(self):
        for _turn in range(3):
            self.assertEqual(self._say(key="digest/1").state, "accepted")
        self.assertEqual(len(self.double.sends), 1)
        self.assertEqual(self._say(key="digest/2").state, "accepted")
        self.assertEqual(len(self.double.sends), 2)

    def test_a_lost_answer_stays_unknown(self):
        self.double.script = ["drop"]
        self.assertEqual(self._say(key="k").state, "unknown")
        self.assertEqual(self._say(key="k").state, "unknown")
        self.assertEqual(len(self.double.sends), 1)
        log = self._log(keys=["k"]).with_user(self.manager)
        log.action_mark_not_sent()
        self.assertEqual(self._say(key="k").state, "accepted")
        self.assertEqual(len(self.double.sends), 2)

    def test_what_was_cut_off_is_unknown(self):
        log = self._log_row("sending")
        self.assertEqual(self._say(key=log.key).state, "unknown")
        self.assertEqual((log.state, len(self.double.sends)), ("unknown", 0))
        old = self._log_row("sending", key="old", intended_at="2026-01-01 00:00:00")
        fresh = self._log_row("sending", key="fresh")
        self.env.flush_all()
        with self.registry.cursor() as cr:
            self.env(cr=cr)["sms.gateway.sender"]._run()
        self.env.invalidate_all()
        self.assertEqual((old.state, fresh.state), ("unknown", "sending"))

    def _log_row(self, state, **values):
        values = {"key": "k", "intended_at": "2026-11-26 00:00:00", **values}
        if values["key"] == "fresh":
            values["intended_at"] = self.env.cr.now()
        return self.env["sms.gateway.message"].create(
            {
                "channel": "robot",
                "robot_id": self.robot.id,
                "company_id": self.company.id,
                "provider": "wecom",
                "state": state,
                "attempts": 1,
                **values,
            }
        )

    def test_what_certainly_was_not_said_may_be_said_again(self):
        self.double.script = ["throttle"]
        result = self._say(key="k")
        self.assertEqual((result.state, result.may_repeat), ("throttled", True))
        self.assertEqual(self._say(key="k").state, "accepted")
        self.assertEqual(self._log(keys=["k"]).attempts, 2)

    def test_twenty_a_minute(self):
        self.assertEqual(self.robot.rate_limit, 20)
        self.robot.rate_limit = 2
        states = [self._say(key=f"k{index}") for index in range(3)]
        self.assertEqual([result.state for result in states], ["accepted", "accepted", "throttled"])
        self.assertEqual(states[2].code, "rate")
        self.assertTrue(0 < states[2].retry_after <= 60)
        self.assertEqual(len(self.double.sends), 2)
        self.assertFalse(self._log(keys=["k2"]))

    def test_the_callers_failure_does_not_unsay_it(self):
        self.env.flush_all()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.robot._send_text("Hi", key="k")
            raise ZeroDivisionError
        self.assertEqual(self._say(key="k").state, "accepted")

    def test_a_scheduled_action_keeps_its_progress_to_itself(self):
        self.robot = self.robot.with_context(ir_cron_progress_id=self.robot.id, cron_id=1)
        self.assertEqual(self._say().state, "accepted")

    def test_too_long_or_turned_off(self):
        self.assertEqual(self._say("紙" * 700).code, "too_long")
        self.robot.action_disable()
        result = self._say()
        self.assertEqual((result.state, result.code), ("refused", "disabled"))
        self.assertFalse(self.double.calls)
