"""Mail that comes in: which message it is about, and whether a person wrote it."""

import re

_KEY = re.compile(r"<([0-9a-f]{32})-reminder@")
_SAYS_SO = {"x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply"}
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_SUBJECT = re.compile(
    r"^\s*(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office"
    r"|自动(回复|答复|回覆)|自動(回覆|回復|答覆|回應)|外出|不在(辦公室|办公室))",
    re.IGNORECASE,
)


def message_id(key, host):
    """Return the Message-Id of the mail of a message.

    >>> message_id("0123456789abcdef0123456789abcdef", "desk")
    '<0123456789abcdef0123456789abcdef-reminder@desk>'
    """
    return f"<{key}-reminder@{host}>"


def keys_of(references):
    """Return the keys of the messages that Message-Ids name.

    >>> keys_of(["<1@other.example>", "<0123456789abcdef0123456789abcdef-reminder@desk>"])
    ['0123456789abcdef0123456789abcdef']
    """
    return _KEY.findall(" ".join(references))


def is_automatic(headers):
    """Tell whether a machine wrote the mail with these headers: an out-of-office note, a list, another system.

    >>> is_automatic([("Auto-Submitted", "auto-replied")]), is_automatic([("Auto-Submitted", "no")])
    (True, False)
    >>> is_automatic([("Precedence", "bulk")]), is_automatic([("X-Autoreply", "yes")])
    (True, True)
    >>> is_automatic([("Return-Path", "<>")]), is_automatic([("Return-Path", "<a@example.com>")])
    (True, False)
    >>> is_automatic([("Subject", "自動回覆：休假中")]), is_automatic([("Subject", "Re: Reminder of payment")])
    (True, False)
    >>> is_automatic([("X-Auto-Response-Suppress", "All")])  # asks machines not to answer: people's mail does so too
    False
    """
    values = {name.lower(): str(value).strip() for name, value in headers}
    submitted = values.get("auto-submitted", "no").lower()
    return bool(
        not submitted.startswith("no")
        or values.keys() & _SAYS_SO
        or values.get("precedence", "").lower() in _BULK
        or values.get("return-path") == "<>"
        or _SUBJECT.match(values.get("subject", ""))
    )
