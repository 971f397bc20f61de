"""The official SDKs and the generic protocol against servers that check every signature."""

import logging
from datetime import UTC, datetime

from odoo.tests import BaseCase, tagged

from ..providers import PROVIDERS, base, robot
from ..rules import outcome
from . import doubles
from .common import LoopbackMixin

KINDS = {
    "aliyun": doubles.AliyunDouble,
    "tencent": doubles.TencentDouble,
    "generic": doubles.GenericDouble,
}
PARCEL = base.Parcel(
    key="a1b2c3d4e5f60718293a4b5c6d7e8f90",
    number="+8613800138000",
    text="王小明: 1,000 due",
    template_code="SMS_1001",
    params={"customer": "王小明 & Söhne", "amount": "1,000"},
    sign_name="和記紙業",
    sent_at=datetime(2026, 11, 26, 20, 0),
)


@tagged("post_install", "-at_install")
class TestProviders(LoopbackMixin, BaseCase):
    def _start(self, kind, **values):
        double = self.enterContext(KINDS[kind]())
        access = {
            "endpoint": double.url,
            "key_id": double.key_id,
            "secret": double.secret,
            "app_id": "1400006666",
        }
        access |= {"connect_timeout": 1, "read_timeout": 1, **values}
        return double, PROVIDERS[kind](base.Access(**access))

    def test_answers_mean_what_the_providers_document(self):
        expected = {
            "ok": outcome.ACCEPTED,
            "refuse": outcome.REFUSED,
            "throttle": outcome.THROTTLED,
            "account": outcome.REFUSED,
            "error": outcome.UNKNOWN,
            "html": outcome.UNKNOWN,
            "drop": outcome.UNKNOWN,
            "slow": outcome.UNKNOWN,
        }
        for kind in KINDS:
            double, provider = self._start(kind)
            for word, state in expected.items():
                with self.subTest(kind=kind, word=word):
                    double.calls.clear()
                    double.script = [word]
                    answer = provider.send(PARCEL)
                    self.assertEqual(answer.state, state, answer)
                    self.assertEqual(len(double.sends), 1, "one call, no retry by the SDK")
                    self.assertEqual(answer.failure == outcome.ACCOUNT, word == "account")
            self.assertFalse(double.refusals)

    def test_what_the_providers_are_given(self):
        sent = {}
        for kind in KINDS:
            double, provider = self._start(kind)
            self.assertTrue(provider.send(PARCEL).reference)
            sent[kind] = double.sends[0]
        aliyun, tencent, generic = sent["aliyun"], sent["tencent"], sent["generic"]
        self.assertEqual(
            (aliyun["PhoneNumbers"], aliyun["SignName"], aliyun["TemplateCode"], aliyun["OutId"]),
            ("13800138000", "和記紙業", "SMS_1001", PARCEL.key),
        )
        self.assertEqual(aliyun["TemplateParam"], '{"customer": "王小明 & Söhne", "amount": "1,000"}')
        self.assertEqual(tencent["PhoneNumberSet"], ["+8613800138000"])
        self.assertEqual(tencent["TemplateParamSet"], ["王小明 & Söhne", "1,000"])
        self.assertEqual((tencent["SessionContext"], tencent["SmsSdkAppId"]), (PARCEL.key, "1400006666"))
        self.assertEqual((generic["to"], generic["text"]), ("+8613800138000", "王小明: 1,000 due"))

    def test_foreign_numbers_go_without_plus_to_aliyun(self):
        double, provider = self._start("aliyun")
        provider.send(base.replace(PARCEL, number="+886912345678"))
        self.assertEqual(double.sends[0]["PhoneNumbers"], "886912345678")

    def test_a_wrong_secret_is_refused_and_never_shown(self):
        for kind in KINDS:
            with self.subTest(kind=kind):
                double, provider = self._start(kind, secret="WrongSecretNobodyMaySee99")
                answer = provider.send(PARCEL)
                self.assertEqual((answer.state, answer.failure), (outcome.REFUSED, outcome.ACCOUNT))
                self.assertTrue(double.refusals)
                self.assertFalse(double.sends)
                self.assertNotIn("WrongSecret", repr(answer) + repr(provider.access))

    def test_an_unreached_provider_is_known_to_have_sent_nothing(self):
        for kind in KINDS:
            for address in ("http://127.0.0.1:9", "http://localhost:9"):
                with self.subTest(kind=kind, address=address):
                    _double, provider = self._start(kind, endpoint=address)
                    self.assertEqual(provider.send(PARCEL).state, outcome.UNREACHED)

    def test_checking_sends_nothing(self):
        for kind in KINDS:
            double, provider = self._start(kind)
            answer = provider.check()
            self.assertEqual(answer.state, outcome.ACCEPTED, kind)
            self.assertEqual(answer.message, {"tencent": "900", "generic": "1234"}.get(kind, ""))
            self.assertFalse(double.sends)

    def test_asking_about_a_message(self):
        double, provider = self._start("aliyun")
        self.assertEqual(provider.query(PARCEL).state, outcome.NOT_FOUND)
        self.assertEqual(double.calls[-1][1]["SendDate"], "20261127", "the day in China")
        for status, state in ((3, outcome.DELIVERED), (2, outcome.UNDELIVERED), (1, outcome.ACCEPTED)):
            double.details = {"another": (3, ""), PARCEL.key: (status, "X")}
            self.assertEqual(provider.query(PARCEL).state, state)

        double, provider = self._start("tencent")
        self.assertEqual(provider.query(PARCEL).state, outcome.NOT_FOUND)
        status = {"SerialNo": "s1", "SessionContext": PARCEL.key, "PhoneNumber": PARCEL.number}
        double.statuses = [{"SerialNo": "s0", "ReportStatus": "FAIL"}, status | {"ReportStatus": "SUCCESS"}]
        self.assertEqual(provider.query(PARCEL).state, outcome.DELIVERED)
        begin = datetime.fromtimestamp(double.calls[-1][1]["BeginTime"], UTC)
        self.assertEqual(f"{begin:%Y-%m-%d %H:%M}", "2026-11-26 19:59")
        double.statuses = [status | {"ReportStatus": "FAIL"}]
        self.assertEqual(provider.query(PARCEL).state, outcome.UNDELIVERED)

        double, provider = self._start("generic")
        self.assertEqual(provider.query(PARCEL).state, outcome.NOT_FOUND)
        double.states = {PARCEL.key: "delivered"}
        self.assertEqual(provider.query(PARCEL).state, outcome.DELIVERED)

    def test_a_missing_package_is_a_sentence_not_a_crash(self):
        for kind in ("aliyun", "tencent"):
            _double, provider = self._start(kind)
            module = __import__(f"odoo.addons.sms_gateway.providers.{kind}", fromlist=["x"])
            self.patch(module, "is_installed", lambda: False)
            answer = provider.send(PARCEL)
            self.assertEqual((answer.state, answer.code), (outcome.REFUSED, "missing_package"))

    def test_nothing_secret_reaches_a_log(self):
        for kind in KINDS:
            double, provider = self._start(kind)
            double.script = ["ok", "drop", "html", "account"]
            with self.assertLogs(level=logging.DEBUG) as logs:
                logging.getLogger(__name__).debug("at least one line")
                for _word in range(4):
                    provider.send(PARCEL)
            written = "\n".join(logs.output)
            self.assertIn("POST", written, "the libraries do log")
            self.assertNotIn(double.secret, written, kind)
            self.assertNotIn("13800138000", written, kind)

    def test_robots(self):
        double = self.enterContext(doubles.RobotDouble())
        access = {"key_id": double.key_id, "secret": double.secret, "connect_timeout": 1, "read_timeout": 1}
        expected = {"ok": "accepted", "refuse": "refused", "throttle": "throttled", "error": "unknown"}
        expected |= {"html": "unknown", "drop": "unknown", "slow": "unknown"}
        for kind in ("wecom", "dingtalk"):
            speaker = robot.Robot(kind, base.Access(endpoint=f"{double.url}/{kind}", **access))
            for word, state in expected.items():
                double.script = [word]
                self.assertEqual(speaker.say("Hi", ["all"]).state, state, (kind, word))
            wrong = robot.Robot(kind, base.Access(endpoint=f"{double.url}/{kind}", key_id="x", secret="y"))
            self.assertEqual(wrong.say("Hi").failure, outcome.ACCOUNT)
            with self.assertLogs("urllib3", logging.DEBUG) as logs:
                speaker.say("Hi")
            self.assertNotIn(double.key_id, "\n".join(logs.output))
            lost = robot.Robot(kind, base.Access(endpoint="http://127.0.0.1:9", key_id="KeyNobodyMaySee"))
            answer = lost.say("Hi")
            self.assertEqual(answer.state, outcome.UNREACHED)
            self.assertNotIn("KeyNobodyMaySee", answer.message)
