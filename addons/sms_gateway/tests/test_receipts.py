"""Delivery receipts: authenticated, safe against repetition, and never a step back."""

import json
import time

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..rules.receipts import Receipt
from ..rules.signing import sign
from . import doubles
from .common import GatewayBuilders, GatewayCommon


@tagged("post_install", "-at_install")
class TestReceipts(GatewayBuilders, HttpCase):
    def setUp(self):
        super().setUp()
        self.env["sms.gateway.account"].search([]).active = False
        self.company = self.env["res.company"].create({"name": "Receipts"})
        self.double = self.enterContext(doubles.GenericDouble())

    def _start(self, provider, state="accepted", **values):
        """An account with a message in ``state``, as the sender leaves it."""
        account = self.make_account(self.env, self.double, self.company, provider)
        log = self.env["sms.gateway.message"].create(
            {
                "key": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
                "channel": "sms",
                "provider": provider,
                "account_id": account.id,
                "company_id": self.company.id,
                "number": "+8613800138000",
                "state": state,
                "reference": "ref-1",
                **values,
            }
        )
        self.path = f"/sms_gateway/receipt/{account.id}/{account.receipt_token}"
        return account, log

    @staticmethod
    def _row_of(log):
        names = ("channel", "provider", "state", "number")
        return {name: log[name] for name in names} | {
            "account_id": log.account_id.id,
            "company_id": log.company_id.id,
        }

    def _push(self, items, *, path=None, headers=None):
        body = items if isinstance(items, bytes) else json.dumps(items).encode()
        headers = {"Content-Type": "application/json", **(headers or {})}
        response = self.url_open(path or self.path, data=body, headers=headers)
        self.env.invalidate_all()
        return response

    def _signed(self, items, *, age=0, secret=None):
        body = json.dumps(items).encode()
        timestamp = str(int(time.time()) - age)
        return self._push(
            body,
            headers={
                "X-Gateway-Timestamp": timestamp,
                "X-Gateway-Nonce": "n1",
                "X-Gateway-Signature": sign(secret or self.double.secret, timestamp, "n1", body),
            },
        )

    def test_aliyun_tells_by_our_number_what_became_of_an_unknown_one(self):
        _account, log = self._start("aliyun", "unknown", reference=False)
        item = {
            "out_id": log.key,
            "biz_id": "b1",
            "success": True,
            "err_code": "DELIVERED",
            "phone_number": "1",
        }
        response = self._push([item])
        self.assertEqual(response.json(), {"code": 0, "msg": "OK"})
        self.assertEqual((log.state, log.resolved_how, log.reference), ("delivered", "receipt", "b1"))

    def test_tencent_tells_by_its_number(self):
        _account, log = self._start("tencent")
        response = self._push([{"sid": "ref-1", "report_status": "FAIL", "errmsg": "MK:0001"}])
        self.assertEqual(response.json(), {"result": 0, "errmsg": "OK"})
        self.assertEqual((log.state, log.failure, log.code), ("undelivered", "undelivered", "MK:0001"))

    def test_a_repeated_receipt_changes_nothing(self):
        _account, log = self._start("aliyun")
        good = {"out_id": log.key, "success": True, "err_code": "DELIVERED"}
        self._push([good])
        first = (log.state, log.delivered_at, log.write_date)
        self._push([good, good])
        self._push([good | {"success": False, "err_code": "UNDELIV"}])
        self.assertEqual((log.state, log.delivered_at, log.write_date), first)

    def test_a_wrong_address_is_not_found(self):
        account, log = self._start("aliyun")
        item = [{"out_id": log.key, "success": True}]
        for path in (
            self.path[:-1] + ("A" if self.path[-1] != "A" else "B"),
            f"/sms_gateway/receipt/{account.id}/False",
            f"/sms_gateway/receipt/{account.id + 1000}/{account.receipt_token}",
            f"/sms_gateway/receipt/{account.id}/é",
        ):
            self.assertEqual(self._push(item, path=path).status_code, 404)
        old = self.path
        account.action_new_token()
        self.assertEqual(self._push(item, path=old).status_code, 404)
        self.path = f"/sms_gateway/receipt/{account.id}/{account.receipt_token}"
        account.action_disable()
        self.assertEqual(self._push(item).status_code, 404)
        self.assertEqual(log.state, "accepted")

    def test_an_account_settles_its_own_messages_only(self):
        _account, log = self._start("aliyun")
        other = self.env["res.company"].create({"name": "Other"})
        account = self.make_account(self.env, self.double, other, "aliyun")
        path = f"/sms_gateway/receipt/{account.id}/{account.receipt_token}"
        item = {"out_id": log.key, "biz_id": "ref-1", "success": True}
        self.assertEqual(self._push([item], path=path).status_code, 200)
        self.assertEqual(log.state, "accepted")

    def test_nonsense_is_refused_and_changes_nothing(self):
        _account, log = self._start("aliyun")
        for body in (b"{", b"[1]", b"{}", b"null", json.dumps([{}] * 1001).encode()):
            self.assertEqual(self._push(body).status_code, 400, body[:9])
        self.assertEqual(self._push(b" " * (1024 * 1024 + 1)).status_code, 413)
        self.assertEqual(self._push([{"out_id": {"a": 1}, "success": "yes"}]).status_code, 200)
        self.assertEqual(log.state, "accepted")

    def test_our_own_gateway_signs(self):
        _account, log = self._start("generic")
        items = {"receipts": [{"id": log.key, "status": "delivered"}]}
        self.assertEqual(self._push(items).status_code, 403)
        self.assertEqual(self._signed(items, secret="another").status_code, 403)
        self.assertEqual(self._signed(items, age=301).status_code, 403)
        self.assertEqual(self._signed(items, age=-400).status_code, 403)
        self.assertEqual(log.state, "accepted")
        self.assertEqual(self._signed(items).json(), {"status": "ok"})
        self.assertEqual(log.state, "delivered")

    def test_a_push_that_meets_another_writer_is_read_again(self):
        """Two pushes at once, or one while the sender writes: the transaction is repeated, the body is still there."""
        account, log = self._start("generic")
        take, calls = type(account)._take_receipts, []

        def busy_once(accounts, found):
            calls.append(found)
            if len(calls) == 1:
                raise ConcurrencyError("another writer")
            return take(accounts, found)

        self.patch(type(account), "_take_receipts", busy_once)
        response = self._signed({"receipts": [{"id": log.key, "status": "delivered"}]})
        self.assertEqual((response.status_code, len(calls)), (200, 2))
        self.assertEqual(log.state, "delivered")

    def test_many_receipts_take_few_queries(self):
        account, log = self._start("aliyun")
        copies = [{"key": f"{index:032x}", "reference": f"r{index}"} for index in range(60)]
        logs = log.create([{**values, **self._row_of(log)} for values in copies])
        items = [{"out_id": one.key, "success": True} for one in logs]
        self._push(items)
        self.assertEqual(set(logs.mapped("state")), {"delivered"})


@tagged("post_install", "-at_install")
class TestDeciding(GatewayCommon):
    """The desk of unknown messages."""

    def setUp(self):
        super().setUp()
        self.double = self._double()
        self._create_account(self.double)

    def _unknown(self, count=1):
        texts = self._queue(count)
        self.double.script = ["drop"] * count
        self._work_queue()
        return texts, self._log(texts).with_user(self.manager)

    def test_the_provider_is_asked(self):
        _texts, logs = self._unknown(3)
        self.double.states = {logs[0].key: "delivered", logs[1].key: "undelivered"}
        logs.action_query()
        self.assertEqual(logs.mapped("state"), ["delivered", "undelivered", "unknown"])
        self.assertEqual(logs[0].resolved_by_id, self.manager)
        self.assertEqual(logs[0].resolved_how, "query")
        self.assertIn("does not know", logs[2].detail)
        self.assertTrue(logs[2].queried_at)

    def test_a_person_decides_with_name_and_time(self):
        texts, logs = self._unknown(2)
        logs[0].action_mark_sent()
        logs[1].action_mark_not_sent()
        self.assertEqual(logs.mapped("state"), ["accepted", "not_sent"])
        self.assertEqual(logs.mapped("resolved_how"), ["person"] * 2)
        self.assertEqual(logs.resolved_by_id, self.manager)
        self.assertEqual(texts.mapped("state"), ["pending", "error"])
        self._work_queue()
        self.assertEqual(len(self.double.sends), 2)

    def test_what_was_declared_not_sent_can_be_sent_again(self):
        texts, logs = self._unknown(2)
        logs.action_mark_not_sent()
        texts[0].unlink()  # Odoo deletes texts; the log makes them again
        logs.action_send_again()
        self._work_queue()
        self.assertEqual(logs.mapped("state"), ["accepted"] * 2)
        self.assertCountEqual([v["id"] for v in self.double.sends], logs.mapped("key") * 2)

    def test_a_receipt_for_what_waits_to_be_sent_again_is_better_proof(self):
        """The text declared not sent had arrived: it does not arrive a second time."""
        texts, logs = self._unknown(2)
        logs.action_mark_not_sent()
        logs.action_send_again()
        self.assertEqual(logs.mapped("state"), ["waiting"] * 2)
        for log, delivered in zip(logs.sudo(), (True, False), strict=True):
            log._take_receipt(Receipt(delivered=delivered, key=log.key))
        self.assertEqual(logs.mapped("state"), ["delivered", "waiting"], "what did not arrive is tried again")
        self._work_queue()
        self.assertEqual(logs.mapped("state"), ["delivered", "accepted"])
        self.assertCountEqual([v["id"] for v in self.double.sends], [*logs.mapped("key"), logs[1].key])
        self.assertEqual(texts.mapped("state"), ["sent", "pending"])

    def test_deciding_is_for_those_who_may(self):
        _texts, logs = self._unknown(1)
        for user in (self.reader, self.employee):
            for action in ("action_query", "action_mark_sent", "action_mark_not_sent", "action_send_again"):
                with self.assertRaises(AccessError):
                    getattr(logs.with_user(user), action)()
        logs.action_mark_sent()
        for action in ("action_mark_sent", "action_mark_not_sent", "action_send_again"):
            with self.assertRaises(UserError):
                getattr(logs, action)()

    def test_nobody_writes_the_log(self):
        _texts, logs = self._unknown(1)
        for user in (self.reader, self.manager, self.admin, self.env.ref("base.user_admin")):
            log = logs.with_user(user).with_company(self.company)
            with self.assertRaises(AccessError):
                log.write({"state": "accepted"})
            with self.assertRaises(AccessError):
                log.unlink()
            with self.assertRaises(AccessError):
                log.create({"key": "x", "channel": "sms", "provider": "generic", "state": "accepted"})
            with self.assertRaises(AccessError):
                log.copy()

    def test_another_company_sees_and_decides_nothing(self):
        _texts, logs = self._unknown(1)
        elsewhere = new_test_user(
            self.env,
            "elsewhere",
            "sms_gateway.group_sms_gateway_manager",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        self.assertFalse(self.env["sms.gateway.message"].with_user(elsewhere).search([]) & logs)
        with self.assertRaises(AccessError):
            logs.with_user(elsewhere).action_mark_sent()
