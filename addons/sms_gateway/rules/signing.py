"""Signatures: of the generic gateway and its receipts, and of DingTalk robots."""

import base64
import hashlib
import hmac
from urllib.parse import quote_plus

WINDOW = 300  # seconds a signed request stays valid


def sign(secret, timestamp, nonce, body):
    """Signature of a request: HMAC-SHA256 over timestamp, nonce and body, in hexadecimal.

    >>> sign("s", "1", "n", b"{}")[:16]
    '2bd6d68f3c916cf9'
    """
    data = f"{timestamp}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()


def is_genuine(secret, headers, body, *, now):
    """Whether a request carries our signature and is not older than the window.

    >>> headers = {"X-Gateway-Timestamp": "100", "X-Gateway-Nonce": "n"}
    >>> headers["X-Gateway-Signature"] = sign("s", "100", "n", b"{}")
    >>> is_genuine("s", headers, b"{}", now=100 + WINDOW), is_genuine("s", headers, b"{}", now=101 + WINDOW)
    (True, False)
    >>> is_genuine("s", headers, b"{ }", now=100), is_genuine("", headers, b"{}", now=100)
    (False, False)
    """
    timestamp, nonce = headers.get("X-Gateway-Timestamp", ""), headers.get("X-Gateway-Nonce", "")
    given = headers.get("X-Gateway-Signature", "")
    if not (secret and timestamp.isascii() and timestamp.isdigit() and given.isascii() and nonce):
        return False
    if abs(now - int(timestamp)) > WINDOW:
        return False
    return hmac.compare_digest(sign(secret, timestamp, nonce, body), given)


def sign_dingtalk(secret, milliseconds):
    """Signature of a DingTalk robot, ready for the address: HMAC-SHA256 of "timestamp, newline, secret".

    >>> sign_dingtalk("SECabc", 1700000000000)[-5:]
    'CM%3D'
    """
    data = f"{milliseconds}\n{secret}".encode()
    return quote_plus(base64.b64encode(hmac.new(secret.encode(), data, hashlib.sha256).digest()))
