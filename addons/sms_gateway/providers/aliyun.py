"""Alibaba Cloud SMS through its official SDK, which signs with ACS3-HMAC-SHA256."""

import importlib.util
import json
from datetime import timedelta

from ..rules.addresses import split
from ..rules.outcome import (
    ACCEPTED,
    ACCOUNT,
    CREDIT,
    DELIVERED,
    NOT_FOUND,
    NUMBER,
    TEMPLATE,
    UNDELIVERED,
    UNKNOWN,
    Outcome,
    classify,
)
from .base import Provider, missing_package, network_outcome

PACKAGE = "alibabacloud_dysmsapi20170525"
ENDPOINT = "https://dysmsapi.aliyuncs.com"
_THROTTLED = ("Throttling", "isv.BUSINESS_LIMIT_CONTROL", "isv.SMS_OVER_LIMIT")
_UNCERTAIN = ("isp.SYSTEM_ERROR", "InternalError", "ServiceUnavailable", "isp.GATEWAY_ERROR")
_FAILURES = {
    "isv.MOBILE_NUMBER_ILLEGAL": NUMBER,
    "isv.MOBILE_COUNT_OVER_LIMIT": NUMBER,
    "isv.AMOUNT_NOT_ENOUGH": CREDIT,
    "isv.OUT_OF_SERVICE": CREDIT,
    "isv.SMS_TEMPLATE": TEMPLATE,
    "isv.SMS_SIGN": TEMPLATE,
    "isv.SMS_SIGNATURE": TEMPLATE,
    "isv.TEMPLATE": TEMPLATE,
    "isv.INVALID_JSON_PARAM": TEMPLATE,
    "isv.PARAM_LENGTH_LIMIT": TEMPLATE,
    "isp.RAM_PERMISSION_DENY": ACCOUNT,
    "isv.ACCOUNT": ACCOUNT,
    "isv.PRODUCT_UN_SUBSCRIPT": ACCOUNT,
    "InvalidAccessKeyId": ACCOUNT,
    "SignatureDoesNotMatch": ACCOUNT,
    "IncompleteSignature": ACCOUNT,
    "Forbidden": ACCOUNT,
}
_SENT, _FAILED, _WAITING = 3, 2, 1  # SendStatus of QuerySendDetails
_CHINA_TIME = timedelta(hours=8)  # the days of QuerySendDetails


def _number(e164):
    """Mainland numbers without country code, others without plus sign."""
    return e164.removeprefix("+86") if e164.startswith("+86") else e164.removeprefix("+")


def is_installed():
    """The SDK is optional: see requirements-sms.in."""
    return importlib.util.find_spec("alibabacloud_dysmsapi20170525") is not None


class Aliyun(Provider):
    def _answered(self, call):
        return super()._answered(call) if is_installed() else missing_package(PACKAGE)

    def _call(self, name, **values):
        from alibabacloud_dysmsapi20170525 import client, models
        from alibabacloud_tea_openapi.utils_models import Config
        from darabonba.runtime import RuntimeOptions

        scheme, host = split(self.access.endpoint or ENDPOINT)
        config = Config(
            access_key_id=self.access.key_id,
            access_key_secret=self.access.secret,
            endpoint=host,
            protocol=scheme,
            region_id=self.access.region or "cn-hangzhou",
        )
        runtime = RuntimeOptions(
            autoretry=False,
            max_attempts=1,
            connect_timeout=int(self.access.connect_timeout * 1000),
            read_timeout=int(self.access.read_timeout * 1000),
        )
        request = getattr(models, f"{name}Request")(**values)
        method = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
        return getattr(client.Client(config), f"{method}_with_options")(request, runtime).body

    def _send(self, parcel):
        answer = self._call(
            "SendSms",
            phone_numbers=_number(parcel.number),
            sign_name=parcel.sign_name,
            template_code=parcel.template_code,
            template_param=json.dumps(parcel.params, ensure_ascii=False) if parcel.params else None,
            out_id=parcel.key,
        )
        return self._read_code(answer, Outcome(ACCEPTED, "OK", reference=answer.biz_id or ""))

    def _query(self, parcel):
        answer = self._call(
            "QuerySendDetails",
            phone_number=_number(parcel.number),
            send_date=(parcel.sent_at + _CHINA_TIME).strftime("%Y%m%d"),
            page_size=50,
            current_page=1,
            biz_id=parcel.reference or None,
        )
        details = answer.sms_send_detail_dtos
        found = [one for one in (details and details.sms_send_detail_dto) or [] if one.out_id == parcel.key]
        if answer.code != "OK" or not found:
            return self._read_code(answer, Outcome(NOT_FOUND))
        state = {_SENT: DELIVERED, _FAILED: UNDELIVERED, _WAITING: ACCEPTED}.get(found[0].send_status)
        return Outcome(state or UNKNOWN, found[0].err_code or "")

    def _check(self):
        answer = self._call("QuerySmsSignList", page_index=1, page_size=1)
        return self._read_code(answer, Outcome(ACCEPTED, "OK"))

    def _read_code(self, answer, good):
        if answer.code == "OK":
            return good
        if not answer.code:
            return Outcome(UNKNOWN, "unreadable", "The answer is not the documented one.")
        return self._refused(answer.code, answer.message or "")

    def _refused(self, code, message):
        state, failure = classify(code, throttled=_THROTTLED, failures=_FAILURES, uncertain=_UNCERTAIN)
        return Outcome(state, code, message, failure=failure)

    def _read_error(self, error):
        from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

        status = getattr(error, "status_code", None)
        if isinstance(error, AlibabaCloudException) and status and status < 500 and error.code != "None":
            return self._refused(str(error.code), str(error.message))
        return network_outcome(error)
