"""Tencent Cloud SMS through its official SDK, which signs with TC3-HMAC-SHA256."""

import calendar
import importlib.util
import logging
import time

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

PACKAGE = "tencentcloud-sdk-python-sms"
ENDPOINT = "https://sms.tencentcloudapi.com"
_THROTTLED = (
    "RequestLimitExceeded",
    "LimitExceeded.DeliveryFrequencyLimit",
    "LimitExceeded.PhoneNumberThirtySecondLimit",
    "LimitExceeded.PhoneNumberOneHourLimit",
)
_UNCERTAIN = ("InternalError",)
_FAILURES = {
    "InvalidParameterValue.IncorrectPhoneNumber": NUMBER,
    "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber": NUMBER,
    "FailedOperation.InsufficientBalanceInSmsPackage": CREDIT,
    "FailedOperation.TemplateIncorrectOrUnapproved": TEMPLATE,
    "FailedOperation.SignatureIncorrectOrUnapproved": TEMPLATE,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": TEMPLATE,
    "InvalidParameterValue.TemplateParameter": TEMPLATE,
    "AuthFailure": ACCOUNT,
    "UnauthorizedOperation": ACCOUNT,
    "InvalidParameterValue.SdkAppIdNotExist": ACCOUNT,
}
_QUERY_SECONDS = 86400

# at debug level the SDK would write numbers and signed requests into the server log
logging.getLogger("tencentcloud_sdk_common").setLevel(logging.WARNING)


def is_installed():
    """The SDK is optional: see requirements-sms.in."""
    return importlib.util.find_spec("tencentcloud") is not None


class Tencent(Provider):
    def _answered(self, call):
        return super()._answered(call) if is_installed() else missing_package(PACKAGE)

    def _call(self, name, **values):
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111 import models, sms_client

        scheme, host = split(self.access.endpoint or ENDPOINT)
        http = HttpProfile(protocol=scheme, endpoint=host, reqTimeout=self.access.read_timeout)
        profile = ClientProfile(signMethod="TC3-HMAC-SHA256", httpProfile=http)
        credential = Credential(self.access.key_id, self.access.secret)
        client = sms_client.SmsClient(credential, self.access.region or "ap-guangzhou", profile)
        request = getattr(models, f"{name}Request")()
        for field, value in values.items():
            setattr(request, field, value)
        return getattr(client, name)(request)

    def _send(self, parcel):
        answer = self._call(
            "SendSms",
            PhoneNumberSet=[parcel.number],
            SmsSdkAppId=self.access.app_id,
            SignName=parcel.sign_name,
            TemplateId=parcel.template_code,
            TemplateParamSet=list(parcel.params.values()),
            SessionContext=parcel.key,
        )
        statuses = answer.SendStatusSet or []
        if len(statuses) != 1 or not statuses[0].Code:
            return Outcome(UNKNOWN, "unreadable", "The answer is not the documented one.")
        if statuses[0].Code == "Ok":
            return Outcome(ACCEPTED, "Ok", reference=statuses[0].SerialNo or "")
        return self._refused(statuses[0].Code, statuses[0].Message or "")

    def _query(self, parcel):
        begin = calendar.timegm(parcel.sent_at.timetuple()) - 60
        answer = self._call(
            "PullSmsSendStatusByPhoneNumber",
            PhoneNumber=parcel.number,
            SmsSdkAppId=self.access.app_id,
            BeginTime=begin,
            EndTime=min(begin + _QUERY_SECONDS, int(time.time())),
            Offset=0,
            Limit=100,
        )
        found = [one for one in answer.PullSmsSendStatusSet or [] if self._is_about(one, parcel)]
        if not found:
            return Outcome(NOT_FOUND)
        state = {"SUCCESS": DELIVERED, "FAIL": UNDELIVERED}.get(found[0].ReportStatus)
        return Outcome(state or UNKNOWN, found[0].ReportStatus or "", found[0].Description or "")

    @staticmethod
    def _is_about(status, parcel):
        if parcel.reference:
            return status.SerialNo == parcel.reference
        return status.SessionContext == parcel.key

    def _check(self):
        answer = self._call("SmsPackagesStatistics", SmsSdkAppId=self.access.app_id, Limit=10, Offset=0)
        packages = answer.SmsPackagesStatisticsSet or []
        left = sum((one.PackageAmount or 0) - (one.CurrentUsage or 0) for one in packages)
        return Outcome(ACCEPTED, "Ok", str(left) if packages else "")

    def _refused(self, code, message):
        state, failure = classify(code, throttled=_THROTTLED, failures=_FAILURES, uncertain=_UNCERTAIN)
        return Outcome(state, code, message, failure=failure)

    def _read_error(self, error):
        from tencentcloud.common.exception import TencentCloudSDKException

        # only an answer of the provider carries the number of its request
        if isinstance(error, TencentCloudSDKException) and error.get_request_id():
            return self._refused(error.get_code() or "", error.get_message() or "")
        return network_outcome(error)
