"""Providers as real HTTP servers on loopback. They check signatures as the documentation of each provider tells,
written anew here: nothing of the code under test is used.

``script`` says how the next calls are answered, one word each; when it is empty, calls are answered well:
``ok`` · ``refuse`` · ``throttle`` · ``account`` · ``error`` (5xx with JSON) · ``html`` (200, not JSON) ·
``drop`` (connection closed without an answer) · ``slow`` (longer than any timeout of the tests).
"""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import signatures

SLOW = 2.5  # seconds; the accounts of the tests wait one


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.double.take(self, body)

    def handle(self):
        try:
            return super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client gave up waiting, as it should
            return None

    def log_message(self, *_arguments):
        pass

    def reply(self, status, body, content_type="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def drop(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


class Double:
    """Base of the doubles: ``calls`` is what was asked, ``accepted`` what was taken to be sent."""

    key_id, secret = "LTAI5tDoubleKeyId0001", "DoubleSecretNobodyMaySee42"

    def __init__(self):
        self.calls, self.accepted, self.script, self.refusals = [], [], [], []
        self._lock, self._nonces = threading.Lock(), set()
        self.before_answer = None  # called with each send, before it is answered

    def __enter__(self):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.double = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def is_new(self, nonce):
        with self._lock:
            fresh = nonce not in self._nonces
            self._nonces.add(nonce)
            return fresh

    def take(self, handler, body):
        reason = self.check(handler, body)
        if reason:
            self.refusals.append(reason)
            return handler.reply(*self.unsigned(reason))
        action, values = self.understand(handler, body)
        with self._lock:
            self.calls.append((action, values))
            is_send = action in ("SendSms", "send", "say")
            word = self.script.pop(0) if is_send and self.script else "ok"
            if is_send and word in ("ok", "html", "drop", "slow", "error"):
                self.accepted.append(values)  # the provider took it, whatever it answers
        if is_send and self.before_answer:
            self.before_answer(values)
        return self.answer(handler, action, values, word)

    def answer(self, handler, action, values, word):
        if word == "drop":
            return handler.drop()
        if word == "html":
            return handler.reply(200, b"<html>Bad Gateway</html>", "text/html")
        if word == "slow":
            time.sleep(SLOW)
        status, answer = self.compose(action, values, word)
        return handler.reply(status, answer)

    @property
    def sends(self):
        return [values for action, values in self.calls if action in ("SendSms", "send", "say")]


class GenericDouble(Double):
    def __init__(self):
        super().__init__()
        self.states = {}  # id: what a query answers

    def check(self, handler, body):
        return signatures.wrong_generic(handler.headers, body, self.key_id, self.secret, self.is_new)

    def unsigned(self, reason):
        return 403, {"status": "refused", "failure": "account", "code": "signature", "message": reason}

    def understand(self, handler, body):
        values = json.loads(body)
        return values.pop("action"), values

    def compose(self, action, values, word):
        if action == "query":
            state = self.states.get(values["id"])
            return (200, {"status": state}) if state else (404, {"status": "not_found"})
        if action == "account":
            return 200, {"status": "accepted", "balance": "1234"}
        return {
            "refuse": (200, {"status": "refused", "code": "R1", "message": "not this one"}),
            "account": (200, {"status": "refused", "failure": "account", "code": "A1"}),
            "throttle": (429, {"status": "throttled", "code": "T1", "retry_after": 1}),
            "error": (500, {"status": "refused", "code": "E1"}),
        }.get(word, (200, {"status": "accepted", "reference": f"ref-{values.get('id')}"}))


class AliyunDouble(Double):
    def __init__(self):
        super().__init__()
        self.details = {}  # out_id: (send_status, err_code)

    def check(self, handler, body):
        return signatures.wrong_acs3(handler, body, self.key_id, self.secret, self.is_new)

    def unsigned(self, reason):
        return 400, {"Code": "SignatureDoesNotMatch", "Message": reason, "RequestId": "req"}

    def understand(self, handler, body):
        return handler.headers["x-acs-action"], signatures.query_of(handler.path)

    def compose(self, action, values, word):
        good = {"Code": "OK", "Message": "OK", "RequestId": "req"}
        if action == "QuerySendDetails":
            found = [
                {"OutId": key, "SendStatus": status, "ErrCode": code, "PhoneNum": values["PhoneNumber"]}
                for key, (status, code) in self.details.items()
            ]
            return 200, good | {"TotalCount": len(found), "SmsSendDetailDTOs": {"SmsSendDetailDTO": found}}
        if action != "SendSms":
            return 200, good
        return {
            "refuse": (
                200,
                {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "no such template", "RequestId": "r"},
            ),
            "account": (
                400,
                {"Code": "InvalidAccessKeyId.NotFound", "Message": "no such key", "RequestId": "r"},
            ),
            "throttle": (
                200,
                {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "slow down", "RequestId": "r"},
            ),
            "error": (503, {"Code": "ServiceUnavailable", "Message": "later", "RequestId": "r"}),
        }.get(word, (200, good | {"BizId": f"biz^{values['OutId'][:8]}"}))


class TencentDouble(Double):
    def __init__(self):
        super().__init__()
        self.statuses = []

    def check(self, handler, body):
        return signatures.wrong_tc3(handler, body, self.key_id, self.secret, "sms")

    def unsigned(self, reason):
        return 200, self._wrong("AuthFailure.SignatureFailure", reason)

    @staticmethod
    def _wrong(code, message):
        return {"Response": {"Error": {"Code": code, "Message": message}, "RequestId": "req"}}

    def understand(self, handler, body):
        return handler.headers["X-TC-Action"], json.loads(body)

    def compose(self, action, values, word):
        if action == "PullSmsSendStatusByPhoneNumber":
            return 200, {"Response": {"PullSmsSendStatusSet": self.statuses, "RequestId": "req"}}
        if action == "SmsPackagesStatistics":
            package = {"CurrentUsage": 100, "PackageAmount": 1000}
            return 200, {"Response": {"SmsPackagesStatisticsSet": [package], "RequestId": "req"}}
        if word == "account":
            return 200, self._wrong("AuthFailure.SecretIdNotFound", "no such key")
        if word == "error":
            return 200, self._wrong("InternalError.Timeout", "later")
        code = {
            "refuse": "FailedOperation.TemplateIncorrectOrUnapproved",
            "throttle": "LimitExceeded.PhoneNumberThirtySecondLimit",
        }.get(word, "Ok")
        status = {
            "SerialNo": f"sn:{values['SessionContext'][:8]}" if code == "Ok" else "",
            "PhoneNumber": values["PhoneNumberSet"][0],
            "Fee": 1,
            "SessionContext": values["SessionContext"],
            "Code": code,
            "Message": code,
            "IsoCode": "CN",
        }
        return 200, {"Response": {"SendStatusSet": [status], "RequestId": "req"}}


class RobotDouble(Double):
    """Both kinds: WeCom at ``/wecom``, DingTalk at ``/dingtalk``."""

    def check(self, handler, body):
        return signatures.wrong_robot(handler.path, self.key_id, self.secret)

    def unsigned(self, reason):
        return 200, {"errcode": 310000, "errmsg": reason}

    def understand(self, handler, body):
        return "say", json.loads(body)

    def compose(self, action, values, word):
        return {
            "refuse": (200, {"errcode": 40008, "errmsg": "invalid message type"}),
            "throttle": (200, {"errcode": 45009, "errmsg": "api freq out of limit"}),
            "error": (500, {"message": "later"}),
        }.get(word, (200, {"errcode": 0, "errmsg": "ok"}))
