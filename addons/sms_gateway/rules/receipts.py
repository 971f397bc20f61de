"""Delivery receipts as the providers push them, brought into one shape."""

import json
from dataclasses import dataclass

MOST = 1000  # receipts in one push; more is not a push of these providers


@dataclass(frozen=True)
class Receipt:
    delivered: bool
    key: str = ""  # our own number of the message, where the provider returns it
    reference: str = ""  # the provider's number
    number: str = ""
    code: str = ""
    message: str = ""


def read(provider, body):
    """Return the receipts of a push; raise ``ValueError`` for anything else.

    >>> read("tencent", b'[{"sid": "s1", "report_status": "SUCCESS", "errmsg": "DELIVRD"}]')
    [Receipt(delivered=True, key='', reference='s1', number='', code='DELIVRD', message='')]
    >>> read("tencent", b'{"sid": "s1"}')
    Traceback (most recent call last):
    ...
    ValueError: not a list of receipts
    """
    items = json.loads(body)
    if provider == "generic" and isinstance(items, dict):
        items = items.get("receipts")
    if not isinstance(items, list) or len(items) > MOST or not all(isinstance(item, dict) for item in items):
        raise ValueError("not a list of receipts")
    return [_READERS[provider](item) for item in items]


def _text(item, name):
    value = item.get(name)
    return "" if value is None else str(value)[:200]


def _aliyun(item):
    """
    >>> _aliyun({"success": True, "biz_id": "b", "out_id": "k", "err_code": "DELIVERED"}).key
    'k'
    """
    return Receipt(
        delivered=item.get("success") is True,
        key=_text(item, "out_id"),
        reference=_text(item, "biz_id"),
        number=_text(item, "phone_number"),
        code=_text(item, "err_code"),
        message=_text(item, "err_msg"),
    )


def _tencent(item):
    """
    >>> _tencent({"report_status": "FAIL", "nationcode": "86", "mobile": "13800138000"}).number
    '+8613800138000'
    """
    number = f"+{item['nationcode']}{item['mobile']}" if item.get("nationcode") and item.get("mobile") else ""
    return Receipt(
        delivered=item.get("report_status") == "SUCCESS",
        reference=_text(item, "sid"),
        number=number[:32],
        code=_text(item, "errmsg"),
        message=_text(item, "description"),
    )


def _generic(item):
    """
    >>> _generic({"id": "k", "status": "delivered"}).delivered, _generic({"status": "lost"}).delivered
    (True, False)
    """
    return Receipt(
        delivered=item.get("status") == "delivered",
        key=_text(item, "id"),
        reference=_text(item, "reference"),
        code=_text(item, "code") or _text(item, "status"),
        message=_text(item, "message"),
    )


_READERS = {"aliyun": _aliyun, "tencent": _tencent, "generic": _generic}

# what the providers expect to hear
ANSWERS = {
    "aliyun": {"code": 0, "msg": "OK"},
    "tencent": {"result": 0, "errmsg": "OK"},
    "generic": {"status": "ok"},
}
