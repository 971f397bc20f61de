"""What every provider shares: what it is given, and what a failed call means."""

import logging
import ssl
from dataclasses import dataclass, field, replace
from datetime import datetime

import requests
import urllib3

from ..rules import masking
from ..rules.outcome import ACCOUNT, REFUSED, UNKNOWN, UNREACHED, Outcome


class _HideQueries(logging.Filter):
    """At debug level urllib3 writes whole addresses into the log: those of robots hold their key, those of Alibaba
    Cloud the number and the text."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(masking.mask_query(value) for value in record.args)
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_HideQueries())

CONNECT_TIMEOUT, READ_TIMEOUT = 5, 15  # seconds


@dataclass(frozen=True)
class Access:
    """How to reach a provider. The secret is not part of its printed form."""

    endpoint: str
    key_id: str = ""
    secret: str = field(default="", repr=False)
    app_id: str = ""
    region: str = ""
    connect_timeout: float = CONNECT_TIMEOUT
    read_timeout: float = READ_TIMEOUT


@dataclass(frozen=True)
class Parcel:
    """One message on its way, or one to ask about."""

    key: str
    number: str  # E.164
    text: str = ""
    template_code: str = ""
    params: dict = field(default_factory=dict)
    sign_name: str = ""
    reference: str = ""
    sent_at: datetime | None = None  # UTC


class Provider:
    """Talks to one provider. Methods return an ``Outcome`` and never raise."""

    def __init__(self, access):
        self.access = access

    def send(self, parcel):
        return self._answered(lambda: self._send(parcel))

    def query(self, parcel):
        """What the provider knows of a message sent before."""
        return self._answered(lambda: self._query(parcel))

    def check(self):
        """Whether the provider knows us; ``message`` may tell what is left. Nothing is sent."""
        return self._answered(self._check)

    def _answered(self, call):
        try:
            outcome = call()
        except Exception as error:  # whatever an SDK raises: the message may have left
            outcome = self._read_error(error)
        return replace(outcome, message=masking.mask_secrets(outcome.message, self._secrets())[:500])

    def _secrets(self):
        """What never shows in a message."""
        return [self.access.secret]

    def _read_error(self, error):
        return network_outcome(error)

    def _send(self, parcel):
        raise NotImplementedError

    def _query(self, parcel):
        raise NotImplementedError

    def _check(self):
        raise NotImplementedError


def missing_package(name):
    return Outcome(
        REFUSED, "missing_package", f"The Python package {name} is not installed.", failure=ACCOUNT
    )


def network_outcome(error):
    """Whether a failed call certainly never reached the provider.

    Only a connection that was not made proves it. Everything later (no answer in time, connection lost, an answer
    nobody can read) leaves the question open.
    """
    chain = list(_causes(error))
    if any(isinstance(cause, _NOT_CONNECTED) for cause in chain):
        return Outcome(UNREACHED, "not_connected", _told(error))
    return Outcome(UNKNOWN, type(error).__name__, _told(error))


_NOT_CONNECTED = (
    urllib3.exceptions.NewConnectionError,  # refused, unknown host
    urllib3.exceptions.ConnectTimeoutError,
    requests.exceptions.ConnectTimeout,
    requests.exceptions.InvalidURL,
    ssl.SSLCertVerificationError,  # the handshake failed: nothing was sent
)


def _told(error):
    return " ".join(str(error).split())[:500]


def _causes(error):
    """The error and everything it wraps, in all the ways libraries do it."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__, getattr(cause, "inner_exception", None)]
        waiting += [getattr(cause, "reason", None), *cause.args]
