"""What may be shown of numbers and secrets."""


def mask_secrets(text, secrets):
    """Replace every secret in a text by stars; short ones too.

    >>> mask_secrets("key=abcdef&x=1 abcdef", ["abcdef", ""])
    'key=***&x=1 ***'
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def mask_number(number):
    """A number for server logs: enough to find it, too little to call it.

    >>> mask_number("+8613800138000"), mask_number("123"), mask_number("")
    ('+86138***8000', '***', '')
    """
    if not number:
        return ""
    return f"{number[:6]}***{number[-4:]}" if len(number) > 10 else "***"


def hint(secret):
    """The last characters of a secret, to tell two apart; nothing of a short one.

    >>> hint("LTAI5tExampleKey"), hint("short"), hint("")
    ('…eKey', '…', '')
    """
    if not secret:
        return ""
    return f"…{secret[-4:]}" if len(secret) >= 16 else "…"


def mask_query(value):
    """An address without what follows the question mark; anything else as it is.

    >>> mask_query("/robot/send?access_token=abc"), mask_query("/"), mask_query(200)
    ('/robot/send?***', '/', 200)
    """
    if not isinstance(value, str) or "?" not in value:
        return value
    return f"{value.partition('?')[0]}?***"
