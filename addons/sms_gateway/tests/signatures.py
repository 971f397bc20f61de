"""How providers check a request, written after their documentation."""

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote_plus, urlsplit


def _hex_hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


def query_of(path):
    return dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))


def wrong_acs3(handler, body, key_id, secret, is_new):
    """Alibaba Cloud, signature version 3 (ACS3-HMAC-SHA256)."""
    headers = {name.lower(): value for name, value in handler.headers.items()}
    scheme, _space, rest = headers.get("authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme != "ACS3-HMAC-SHA256" or parts.get("Credential") != key_id:
        return "unknown credential"
    if headers.get("x-acs-content-sha256") != _sha256(body):
        return "the body is not the signed one"
    sent = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if abs(time.time() - sent.timestamp()) > 900 or not is_new(headers["x-acs-signature-nonce"]):
        return "expired or used before"
    signed = parts["SignedHeaders"].split(";")
    if not {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-content-sha256"} <= set(signed):
        return "a header is not signed"
    pairs = sorted(query_of(handler.path).items())
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    canonical_headers = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(signed))
    request = ["POST", urlsplit(handler.path).path, query, canonical_headers, ";".join(sorted(signed))]
    canonical = "\n".join([*request, headers["x-acs-content-sha256"]])
    expected = _hex_hmac(secret.encode(), f"ACS3-HMAC-SHA256\n{_sha256(canonical.encode())}")
    return "" if hmac.compare_digest(expected, parts["Signature"]) else "wrong signature"


def wrong_tc3(handler, body, key_id, secret, service):
    """Tencent Cloud API 3.0 (TC3-HMAC-SHA256)."""
    headers = {name.lower(): value for name, value in handler.headers.items()}
    scheme, _space, rest = headers.get("authorization", "").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    timestamp = headers.get("x-tc-timestamp", "0")
    day = datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    if scheme != "TC3-HMAC-SHA256" or parts.get("Credential") != f"{key_id}/{scope}":
        return "unknown credential"
    if abs(time.time() - int(timestamp)) > 300:
        return "expired"
    signed = parts["SignedHeaders"].split(";")
    canonical_headers = "".join(f"{name}:{headers[name].strip()}\n" for name in signed)
    request = [handler.command, "/", "", canonical_headers, ";".join(signed), _sha256(body)]
    to_sign = "\n".join(["TC3-HMAC-SHA256", timestamp, scope, _sha256("\n".join(request).encode())])
    key = f"TC3{secret}".encode()
    for step in (day, service, "tc3_request"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return "" if hmac.compare_digest(_hex_hmac(key, to_sign), parts["Signature"]) else "wrong signature"


def wrong_generic(headers, body, key_id, secret, is_new):
    """The protocol of readme/CONFIGURE.md."""
    timestamp, nonce = headers.get("X-Gateway-Timestamp", "0"), headers.get("X-Gateway-Nonce", "")
    if headers.get("X-Gateway-Key") != key_id:
        return "unknown key"
    if abs(time.time() - int(timestamp)) > 300 or not is_new(nonce):
        return "expired or used before"
    data = timestamp.encode() + b"\n" + nonce.encode() + b"\n" + body
    expected = hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
    return "" if hmac.compare_digest(expected, headers.get("X-Gateway-Signature", "")) else "wrong signature"


def wrong_robot(path, key, secret):
    """WeCom: the key. DingTalk: access token, time in milliseconds not older than an hour, signature."""
    values = query_of(path)
    if urlsplit(path).path == "/wecom":
        return "" if values.get("key") == key else "invalid webhook url"
    if values.get("access_token") != key:
        return "token is not exist"
    timestamp = values.get("timestamp", "0")
    if abs(time.time() * 1000 - int(timestamp)) > 3600 * 1000:
        return "invalid timestamp"
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    given = dict(part.split("=", 1) for part in urlsplit(path).query.split("&"))["sign"]
    return "" if unquote_plus(given) == base64.b64encode(digest).decode() else "sign not match"
