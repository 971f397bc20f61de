"""Secrets in the database: encrypted where the server has a key, and every way a key can go missing."""

from contextlib import contextmanager
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import config

from ..services import vault
from . import doubles
from .common import GatewayCommon

OLD, NEW = (Fernet.generate_key().decode() for _number in range(2))
TOKENS = ("secret", "receipt_token")


@tagged("post_install", "-at_install")
class TestVault(GatewayCommon):
    @contextmanager
    def keys(self, *keys):
        """The server has these keys in its configuration file."""
        with patch.dict(config._runtime_options, {vault.OPTION: ", ".join(keys)}):
            self.env.invalidate_all()
            yield
        self.env.invalidate_all()

    def _stored(self, record, *names):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT {', '.join(names)} FROM {record._table} WHERE id = %s", [record.id])
        return self.env.cr.fetchone()

    def _robot(self, double):
        values = {"name": "R", "kind": "dingtalk", "company_id": self.company.id, "endpoint": double.url}
        robot = self.env["message.robot"].create(
            {**values, "webhook_input": double.key_id, "secret_input": double.secret}
        )
        robot.action_enable()
        self.env.flush_all()
        return robot

    def test_with_a_key_the_database_holds_no_secret(self):
        double = self._double()
        with self.keys(NEW):
            account = self._create_account(double)
            for value in self._stored(account, *TOKENS):
                self.assertTrue(value.startswith("fernet:"))
                self.assertNotIn(double.secret, value)
            self.assertEqual((account.secret_storage, account.secret_hint), ("sealed", "…ee42"))
            self._queue(1)
            self._work_queue()
            self.assertEqual(len(double.sends), 1, "it signs with the secret all the same")

    def test_a_robot_speaks_with_what_is_encrypted(self):
        double = self._double(doubles.RobotDouble)
        with self.keys(NEW):
            robot = self._robot(double)
            self.assertTrue(
                all(v.startswith("fernet:") for v in self._stored(robot, "secret", "webhook_key"))
            )
            with self.enter_registry_test_mode():
                self.assertEqual(robot._send_text("Hello").state, "accepted")

    def test_without_a_key_it_is_stored_as_it_is_and_the_form_says_so(self):
        double = self._double()
        with self.keys():
            account = self._create_account(double)
            self.assertEqual(self._stored(account, "secret"), (double.secret,))
            self.assertEqual(account.secret_storage, "plain")
            with self.assertRaisesRegex(UserError, vault.OPTION):
                account.action_encrypt()

    def test_what_was_stored_before_is_encrypted_by_the_button(self):
        double = self._double()
        with self.keys():
            account = self._create_account(double)
        with self.keys(NEW):
            self.assertEqual(account.secret_storage, "open")
            account.with_user(self.admin).action_encrypt()
            self.assertEqual(account.secret_storage, "sealed")
            self.assertNotIn(double.secret, self._stored(account, *TOKENS))
            self.assertEqual(account._read_secret("secret"), double.secret)

    def test_keys_are_changed_without_entering_secrets_again(self):
        double = self._double()
        with self.keys(OLD):
            account = self._create_account(double)
            address = account.receipt_url
        with self.keys(NEW, OLD):
            self.assertEqual(account.secret_storage, "old")
            account.action_encrypt()
            self.assertEqual(account.secret_storage, "sealed")
        with self.keys(NEW):
            self.assertEqual((account._read_secret("secret"), account.receipt_url), (double.secret, address))
            self.assertFalse(account._get_problem())

    def test_a_lost_key_is_a_sentence_and_nothing_is_called(self):
        double = self._double()
        with self.keys(OLD):
            account = self._create_account(double)
            texts = self._queue(1)
        for keys in ((NEW,), ()):
            with self.subTest(keys=len(keys)), self.keys(*keys):
                self.assertEqual((account.secret_storage, account.secret_hint), ("unreadable", ""))
                self.assertIn("none of the server's keys", account.problem)
                self._work_queue()
                for refused in (account.action_enable, account.action_check):
                    with self.assertRaisesRegex(UserError, "none of the server's keys"):
                        refused()
        self.assertEqual((texts.state, double.calls), ("outgoing", []))
        with self.keys(NEW):
            account.secret_input = double.secret
            self.assertFalse(account.problem, "what the provider asks for is there again")
            account.action_new_token()
            self.assertEqual(account.secret_storage, "sealed", "entered again")

    def test_a_robot_does_not_miss_the_secret_its_group_has_no_use_for(self):
        with self.keys(OLD):
            values = {"name": "Sales", "company_id": self.company.id, "kind": "dingtalk"}
            robot = self.env["message.robot"].create(
                {**values, "webhook_input": "a" * 32, "secret_input": "b" * 32}
            )
        with self.keys(NEW):
            self.assertIn("none of the server's keys", " ".join(robot._gateway_problems()))
            robot.write({"kind": "wecom", "webhook_input": "a" * 32})
            self.assertFalse(robot._gateway_problems())

    def test_something_that_is_no_key_is_refused_without_showing_it(self):
        with self.keys("password-of-the-server"), self.assertRaises(UserError) as refused:
            self._create_account(self._double())
        self.assertNotIn("password", str(refused.exception))
        self.assertIsNone(refused.exception.__cause__)

    def test_encrypting_is_for_settings(self):
        account = self._create_account()
        with self.keys(NEW):
            for user in (self.reader, self.manager, self.employee):
                with self.assertRaises(AccessError):
                    account.with_user(user).action_encrypt()

    def test_the_same_secret_looks_different_each_time(self):
        with self.keys(NEW):
            self.assertNotEqual(vault.seal("same"), vault.seal("same"))
        self.assertEqual((vault.seal(""), vault.seal(False), vault.unseal(None)), ("", False, ""))
