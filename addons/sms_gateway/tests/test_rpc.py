"""The same guards from outside: over RPC, with context keys, by every role."""

import json

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from . import doubles
from .common import GatewayBuilders


@tagged("post_install", "-at_install")
class TestRpc(GatewayBuilders, HttpCase):
    def setUp(self):
        super().setUp()
        self.env["sms.gateway.account"].search([]).active = False
        self.double = self.enterContext(doubles.GenericDouble())
        self.account = self.make_account(self.env, self.double, self.env.company)
        self.robot = self.env["message.robot"].create(
            {"name": "R", "webhook_input": "RobotKeyNobodyMaySee", "secret_input": "RobotSecretNobodyMaySee"}
        )
        self.texts = self.queue_texts(self.env, self.env.company, 1)
        self.env["sms.gateway.sorter"]._refuse(self.account, {self.texts.id: "number"})
        self.log = self.env["sms.gateway.message"].search([("key", "=", self.texts.uuid)])
        for name, groups in (
            ("rpc_admin", "base.group_system,base.group_allow_export"),
            ("rpc_manager", "sms_gateway.group_sms_gateway_manager,base.group_allow_export"),
            ("rpc_employee", "base.group_user"),
        ):
            new_test_user(self.env, name, groups, password=name)

    def _call(self, login, model, method, *arguments, **keywords):
        self.authenticate(login, login)
        params = {"model": model, "method": method, "args": arguments, "kwargs": keywords}
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                data=json.dumps({"jsonrpc": "2.0", "params": params}),
                headers={"Content-Type": "application/json"},
            )
        return response.json()

    def _refused(self, *arguments, **keywords):
        self.assertIn("error", self._call(*arguments, **keywords), arguments)

    def test_no_answer_holds_a_secret(self):
        hidden = [self.double.secret, "RobotKeyNobodyMaySee", "RobotSecretNobodyMaySee"]
        for login in ("rpc_admin", "rpc_manager"):
            for record in (self.account, self.robot, self.log):
                fields = list(self._call(login, record._name, "fields_get")["result"])
                shown = json.dumps(
                    [
                        self._call(login, record._name, "read", record.ids, fields),
                        self._call(login, record._name, "export_data", record.ids, fields),
                        self._call(login, record._name, "search_read", [], fields),
                    ]
                )
                self.assertNotIn('"error"', shown)
                for secret in hidden:
                    self.assertNotIn(secret, shown)
        for field in ("secret", "receipt_token", "webhook_key", "enabled_database"):
            for record in (self.account, self.robot):
                if field in record._fields:
                    self._refused("rpc_admin", record._name, "read", record.ids, [field])
                    self._refused("rpc_admin", record._name, "search", [(field, "=like", "Double%")])
                    self._refused("rpc_admin", record._name, "write", record.ids, {field: "x"})

    def test_what_is_typed_in_does_not_come_back(self):
        specification = {"name": {}, "secret_input": {}, "secret_hint": {}}
        answer = self._call(
            "rpc_admin",
            "sms.gateway.account",
            "web_save",
            self.account.ids,
            {"secret_input": "FreshSecretNobodyMaySee"},
            specification=specification,
        )
        self.assertNotIn("FreshSecret", json.dumps(answer))
        self.assertEqual(answer["result"][0]["secret_hint"], "…ySee")

    def test_private_steps_are_not_reachable(self):
        for model, method, ids in (
            ("message.robot", "_send_text", self.robot.ids),
            ("sms.sms", "_gateway_queue", []),
            ("sms.sms", "_follow_log", []),
            ("sms.gateway.sender", "_run", []),
            ("sms.gateway.sorter", "_refuse", []),
            ("sms.gateway.message", "_move", self.log.ids),
            ("sms.gateway.message", "_do_resolve", self.log.ids),
            ("sms.gateway.account", "_take_receipts", self.account.ids),
            ("sms.gateway.account", "_get_provider", self.account.ids),
        ):
            self._refused("rpc_admin", model, method, ids)

    def test_the_log_and_the_switch_are_guarded(self):
        for login in ("rpc_admin", "rpc_manager", "rpc_employee"):
            self._refused(login, "sms.gateway.message", "write", self.log.ids, {"state": "accepted"})
            self._refused(login, "sms.gateway.message", "unlink", self.log.ids)
            answer = self._call(login, "sms.gateway.message", "load", ["key", "state"], [["x", "Accepted"]])
            self.assertFalse(answer.get("result", {}).get("ids"))
        self._refused("rpc_admin", "sms.gateway.account", "write", self.account.ids, {"enabled": True})
        for method in ("action_query", "action_mark_sent", "action_mark_not_sent", "action_send_again"):
            self._refused("rpc_employee", "sms.gateway.message", method, self.log.ids)
        for method in ("action_enable", "action_disable", "action_check", "action_new_token"):
            self._refused("rpc_manager", "sms.gateway.account", method, self.account.ids)

    def test_a_context_key_does_not_open_the_queue(self):
        self.log.sudo()._move("waiting")
        self.env.cr.execute("UPDATE sms_gateway_message SET state = 'unknown'")
        self.env.cr.execute("UPDATE sms_sms SET state = 'unknown'")
        self.env.invalidate_all()
        for context in ({"gateway_token": True}, {"gateway_token": "_BY_LOG"}, {"default_state": "outgoing"}):
            answer = self._call(
                "rpc_admin", "sms.sms", "write", self.texts.ids, {"state": "outgoing"}, context=context
            )
            self.assertIn("decide them in the message log", answer["error"]["data"]["message"])
            self._refused("rpc_admin", "sms.sms", "action_set_outgoing", self.texts.ids, context=context)
        self._call("rpc_admin", "sms.sms", "resend_failed", self.texts.ids)
        self.env.invalidate_all()
        self.assertEqual(self.texts.state, "unknown")
