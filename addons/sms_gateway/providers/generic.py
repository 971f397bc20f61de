"""A gateway of the company's own, or of anybody who speaks the protocol of readme/CONFIGURE.md."""

import json
import secrets
import time

import requests

from ..rules.outcome import (
    ACCEPTED,
    ACCOUNT,
    CREDIT,
    DELIVERED,
    NOT_FOUND,
    NUMBER,
    OTHER,
    REFUSED,
    TEMPLATE,
    THROTTLED,
    UNDELIVERED,
    UNKNOWN,
    Outcome,
)
from ..rules.signing import sign
from .base import Provider

_STATES = {ACCEPTED, DELIVERED, NOT_FOUND, REFUSED, THROTTLED, UNDELIVERED}
_FAILURES = {ACCOUNT, CREDIT, NUMBER, TEMPLATE}


class Generic(Provider):
    def _send(self, parcel):
        return self._post(
            "send",
            id=parcel.key,
            to=parcel.number,
            text=parcel.text,
            template=parcel.template_code,
            params=parcel.params,
            sign_name=parcel.sign_name,
        )

    def _query(self, parcel):
        return self._post("query", id=parcel.key, to=parcel.number)

    def _check(self):
        return self._post("account")

    def _post(self, action, **values):
        body = json.dumps({"action": action, **values}, ensure_ascii=False).encode()
        timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Gateway-Key": self.access.key_id,
            "X-Gateway-Timestamp": timestamp,
            "X-Gateway-Nonce": nonce,
            "X-Gateway-Signature": sign(self.access.secret, timestamp, nonce, body),
        }
        timeout = (self.access.connect_timeout, self.access.read_timeout)
        response = requests.post(
            self.access.endpoint, data=body, headers=headers, timeout=timeout, allow_redirects=False
        )
        return self._read(response)

    def _read(self, response):
        answer = response.json()
        state = answer.get("status") if isinstance(answer, dict) else None
        if state not in _STATES or response.status_code >= 500:
            return Outcome(UNKNOWN, str(response.status_code), "The answer is not the documented one.")
        code = str(answer.get("code") or response.status_code)
        return Outcome(
            state,
            code,
            str(answer.get("message") or answer.get("balance") or ""),
            reference=str(answer.get("reference") or ""),
            failure=answer.get("failure") if answer.get("failure") in _FAILURES else OTHER,
            retry_after=float(answer.get("retry_after") or 0),
        )
