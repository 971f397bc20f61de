"""Accounts: companies, the switch, secrets, pacing, copied databases."""

import json
import logging
from pathlib import Path
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from . import doubles
from .common import GatewayCommon

SECRETS = {"secret", "receipt_token", "enabled_database", "webhook_key"}


@tagged("post_install", "-at_install")
class TestAccounts(GatewayCommon):
    def setUp(self):
        super().setUp()
        self.double = self._double()
        self.account = self._create_account(self.double)

    def _create_robot(self, kind="dingtalk", double=None, **values):
        double = double or self._double(doubles.RobotDouble)
        robot = self.env["message.robot"].create(
            {
                "name": "Sales group",
                "company_id": self.company.id,
                "kind": kind,
                "endpoint": f"{double.url}/{kind}",
                "webhook_input": double.key_id,
                "secret_input": double.secret,
                **values,
            }
        )
        robot.action_enable()
        return robot

    # companies

    @mute_logger("odoo.sql_db")
    def test_a_company_has_one_active_account(self):
        self.account.copy({"active": False})
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.account.copy()
        self.assertIn("company_uniq", str(caught.exception))

    def test_texts_go_through_the_account_of_their_company(self):
        other_double = self._double()
        self._create_account(other_double, company=self.other_company)
        texts = self._queue(2) + self._queue(1, company=self.other_company)
        self._work_queue()
        self.assertEqual([v["id"] for v in self.double.sends], texts[:2].mapped("uuid"))
        self.assertEqual([v["id"] for v in other_double.sends], texts[2:].mapped("uuid"))

    def test_one_company_in_trouble_does_not_hold_up_the_other(self):
        other_double = self._double()
        self._create_account(other_double, company=self.other_company)
        self.account.endpoint = "http://127.0.0.1:9"
        texts = self._queue(1) + self._queue(1, company=self.other_company)
        self._work_queue()
        self.assertEqual(self._log(texts).mapped("state"), ["waiting", "accepted"])

    def test_texts_of_odoo_itself_go_through_the_account(self):
        partner = self.env["res.partner"].create({"name": "Wang", "phone": "+8613800138000"})
        message = partner.with_company(self.company)._message_sms("Hello", partner_ids=partner.ids)
        self.assertFalse(self.double.calls, "not in the transaction of the user")
        self._work_queue()
        self.assertEqual(self.double.sends[0]["text"], "Hello")
        self.assertEqual(message.notification_ids.notification_status, "pending")

    def test_an_unknown_text_shows_on_its_message(self):
        partner = self.env["res.partner"].create({"name": "Wang", "phone": "+8613800138000"})
        message = partner.with_company(self.company)._message_sms("Hello", partner_ids=partner.ids)
        self.double.script = ["drop"]
        self._work_queue()
        notification = message.notification_ids
        self.assertEqual(
            (notification.notification_status, notification.failure_type), ("exception", "gateway_unknown")
        )

    def test_companies_without_an_account_keep_the_way_of_odoo(self):
        ours = self._queue(1)
        theirs = self.env["sms.sms"].create(
            [
                {"number": "+32470000000", "body": "x", "gateway_company_id": company.id}
                for company in (self.other_company, self.env["res.company"].create({"name": "Third"}))
            ]
        )
        self.assertFalse(theirs.gateway_account_id)
        sent = []
        api = "odoo.addons.sms.tools.sms_api.SmsApi._send_sms_batch"
        with patch(api, lambda _self, messages, **_kw: sent.append(messages) or []):
            self._work_queue()
        self.assertEqual(self._log(ours).state, "accepted")
        self.assertEqual(len(sent), 2, "each company by itself")

    @mute_logger("odoo.sql_db")
    def test_an_account_with_a_history_is_archived_not_deleted(self):
        self._queue(1)
        self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.account.unlink()
        self._work_queue()
        self.env["sms.sms"].search([("gateway_account_id", "=", self.account.id)]).unlink()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.account.unlink()

    # the switch

    def test_nothing_leaves_while_it_is_off(self):
        self.account.action_disable()
        texts = self._queue(1)
        self._work_queue()
        self.assertEqual((texts.state, len(self.double.calls)), ("outgoing", 0))
        self.account.action_enable()
        self._work_queue()
        self.assertEqual(self._log(texts).state, "accepted")

    def test_turning_it_off_stops_a_run_before_the_next_text(self):
        texts = self._queue(3)

        def turn_off(account):
            account.env.cr.execute(
                "UPDATE sms_gateway_account SET enabled = FALSE WHERE id = %s", [account.id]
            )
            account.env.cr.commit()  # of the tests' cursor: a savepoint

        origin = type(self.env["sms.gateway.sender"])._record

        def record(sender, account_id, message_id, outcome):
            left = origin(sender, account_id, message_id, outcome)
            turn_off(sender.env["sms.gateway.account"].browse(account_id))
            return left

        self.patch(type(self.env["sms.gateway.sender"]), "_record", record)
        self._work_queue()
        self.assertEqual(len(self.double.sends), 1)
        self.assertEqual(texts.mapped("state"), ["pending", "outgoing", "outgoing"])

    def test_the_switch_asks_for_what_is_missing(self):
        bare = self.env["sms.gateway.account"].create({"name": "Bare", "company_id": self.other_company.id})
        with self.assertRaisesRegex(UserError, "enter access key and secret"):
            bare.action_enable()
        bare.write({"key_id": "k", "secret_input": "s", "provider": "tencent"})
        with self.assertRaisesRegex(UserError, "SDK App ID"):
            bare.action_enable()
        bare.write({"provider": "generic"})
        with self.assertRaisesRegex(UserError, "address of the gateway"):
            bare.action_enable()
        for address in ("http://sms.example.com/", "https://user:pw@sms.example.com/", "ftp://x"):
            with self.assertRaises(ValidationError):
                bare.endpoint = address

    def test_nobody_turns_it_on_around_the_button(self):
        Account = self.env["sms.gateway.account"].with_user(self.admin)
        account = Account.browse(self.account.id)
        account.action_disable()
        with self.assertRaises(UserError):
            account.write({"enabled": True})
        values = {"name": "x", "company_id": self.other_company.id}
        self.assertFalse(Account.create(values | {"enabled": True}).enabled)
        robot = self.env["message.robot"].with_user(self.admin).with_context(default_enabled=True)
        self.assertFalse(robot.create({"name": "x"}).enabled)
        copy = self.account.copy({"active": False})
        self.assertFalse(copy.sudo().enabled or copy.sudo().secret)

    # secrets

    def test_secrets_are_written_but_never_read(self):
        robot = self._create_robot()
        template = self.make_template(self.env, self.account)
        (self.manager | self.reader).group_ids += self.env.ref("base.group_allow_export")
        administrator = self.env.ref("base.user_admin")
        administrator.company_ids += self.company
        for user in (self.admin, self.manager, self.reader, administrator):
            for record in (self.account, robot, template):
                record = record.with_user(user).with_company(self.company)
                readable = record.fields_get()
                self.assertFalse(SECRETS & set(readable))
                exported = record.export_data(list(readable))["datas"]
                shown = json.dumps(record.read(list(readable)) + exported, default=str)
                for double in (self.double, doubles.RobotDouble):
                    self.assertNotIn(double.secret, shown)
                self.assertNotIn(self.account.sudo().receipt_token, shown if user == self.reader else "")
        for field in SECRETS - {"webhook_key"}:
            with self.assertRaises(AccessError):
                self.account.with_user(self.admin).read([field])
            with self.assertRaises(AccessError):
                self.account.with_user(self.admin).search([(field, "!=", False)])

    def test_only_settings_see_how_the_provider_is_reached(self):
        account = self.account.with_user(self.reader)
        account.read(["name", "provider", "problem", "last_error"])
        for field in ("key_id", "app_id", "endpoint", "secret_input", "secret_hint", "receipt_url"):
            with self.assertRaises(AccessError):
                account.read([field])
        with self.assertRaises(AccessError):
            self.account.with_user(self.employee).read(["name"])
        for action in ("action_enable", "action_disable", "action_check", "action_new_token"):
            with self.assertRaises(AccessError):
                getattr(account, action)()

    def test_an_empty_secret_keeps_the_old_one(self):
        self.account.write({"secret_input": False, "name": "Renamed"})
        self.assertEqual(self.account.sudo().secret, self.double.secret)
        self.assertEqual(self.account.secret_hint, "…ee42")
        self.account.secret_input = "AnotherSecretNobodyMaySee"
        self.assertEqual(self.account.sudo().secret, "AnotherSecretNobodyMaySee")

    def test_errors_and_logs_show_no_secret(self):
        robot = self._create_robot()
        robot.endpoint = "http://127.0.0.1:9/robot/send"
        self.account.endpoint = "http://127.0.0.1:9"
        with self.assertLogs(level=logging.DEBUG) as logs, self.enter_registry_test_mode():
            self._queue(1)
            self.env.flush_all()
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
            self.account.action_check()
            robot.action_check()
        self.env.invalidate_all()
        written = "\n".join([*logs.output, self.account.last_error, robot.last_error])
        for secret in (self.double.secret, doubles.RobotDouble.key_id, "13800000000"):
            self.assertNotIn(secret, written)
        self.assertTrue(robot.last_error)

    # the provider

    def test_the_connection_is_tested_without_sending(self):
        action = self.account.action_check()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual((self.account.balance, len(self.double.sends)), ("1234", 0))
        self.account.secret_input = "AnotherSecretNobodyMaySee"
        action = self.account.action_check()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn("wrong signature", self.account.last_error)

    def test_the_pace_is_kept(self):
        self.account.write({"rate_limit": 2, "rate_period": 1})
        pauses = []
        self.patch(
            type(self.env["sms.gateway.sender"]), "_rest", staticmethod(lambda pause: pauses.append(pause))
        )
        self._queue(4)
        self._work_queue()
        self.assertEqual(len(self.double.sends), 4)
        self.assertEqual([bool(pause) for pause in pauses], [False, False, True, True])

    def test_a_second_run_knows_what_the_first_one_sent(self):
        self.account.write({"rate_limit": 2, "rate_period": 60})
        self._queue(2)
        self._work_queue()
        pacer = self.account._get_pacer(1000.0)
        self.assertGreater(pacer.wait(1000.0), 30)

    # copied databases

    def test_a_neutralised_copy_sends_nothing(self):
        robot = self._create_robot()
        robot_double = self._double(doubles.RobotDouble)
        texts = self._queue(2)
        self.env.flush_all()
        self.env.cr.execute(Path(file_path("sms_gateway/data/neutralize.sql")).read_text())
        self.env.invalidate_all()
        self.assertFalse(
            self.account.enabled or self.account.sudo().secret or self.account.sudo().receipt_token
        )
        self.assertFalse(robot.enabled or robot.sudo().secret or robot.sudo().webhook_key)
        self.assertEqual(texts.mapped("state"), ["canceled"] * 2)
        self._work_queue()
        self._queue(1)
        self._work_queue()
        with self.enter_registry_test_mode():
            self.assertEqual(robot._send_text("Hi").code, "disabled")
        self.assertFalse(self.double.calls or robot_double.calls)
        # nor can it be turned on there by mistake
        self.env["ir.config_parameter"].sudo().set_param("database.is_neutralized", "True")
        with self.assertRaisesRegex(UserError, "neutralised copy"):
            self.account.action_enable()

    def test_a_copy_with_another_identity_sends_nothing(self):
        robot = self._create_robot()
        self.env["ir.config_parameter"].sudo().set_param("database.uuid", "restored-somewhere-else")
        texts = self._queue(1)
        self._work_queue()
        self.assertEqual((texts.state, len(self.double.calls)), ("outgoing", 0))
        self.assertIn("another database", self.account.problem)
        with self.enter_registry_test_mode():
            self.assertEqual(robot._send_text("Hi").code, "disabled")
        self.account.action_enable()
        self._work_queue()
        self.assertEqual(len(self.double.sends), 1)
