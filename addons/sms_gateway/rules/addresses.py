"""Addresses of providers: encrypted, or on this machine."""

from urllib.parse import parse_qs, urlsplit

_HERE = {"localhost", "127.0.0.1", "::1"}


def is_safe(address):
    """Whether secrets and numbers may be sent to an address: HTTPS, or a server on this machine.

    >>> is_safe("https://sms.example.com/v1"), is_safe("http://sms.example.com"), is_safe("http://127.0.0.1:8080/x")
    (True, False, True)
    >>> is_safe("https://user:pw@sms.example.com"), is_safe("https://"), is_safe("file:///etc/passwd")
    (False, False, False)
    """
    try:
        parts = urlsplit(address or "")
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.password:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)


def split(address):
    """Scheme and host with port, as the SDKs want them.

    >>> split("https://dysmsapi.aliyuncs.com"), split("http://127.0.0.1:8080/")
    (('https', 'dysmsapi.aliyuncs.com'), ('http', '127.0.0.1:8080'))
    """
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def robot_key(given, parameter):
    """The key of a robot, from the key itself or from the whole address the group shows.

    >>> robot_key("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-1", "key"), robot_key(" abc-1 ", "key")
    ('abc-1', 'abc-1')
    >>> robot_key("https://oapi.dingtalk.com/robot/send", "access_token")
    ''
    """
    given = (given or "").strip()
    if "://" not in given:
        return given
    return parse_qs(urlsplit(given).query).get(parameter, [""])[0]
