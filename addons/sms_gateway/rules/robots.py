"""What group robots are sent, and what their answers mean."""

from .outcome import ACCEPTED, ACCOUNT, OTHER, REFUSED, THROTTLED, UNKNOWN, Outcome

MOST_BYTES = {"wecom": 2048, "dingtalk": 20000}
_THROTTLED = {45009, 130101}  # WeCom; DingTalk: more than 20 messages a minute
_ACCOUNT = {93000, 300001, 310000, 300005}  # key or signature wrong, robot removed from the group


def payload(kind, text, mentions=()):
    """The message with those it calls; ``all`` calls everybody, a number by phone, the rest by user name.

    >>> payload("wecom", "Hi", ["+8613800138000", "wang", "all"])["text"]
    {'content': 'Hi', 'mentioned_list': ['wang', '@all'], 'mentioned_mobile_list': ['13800138000']}
    >>> payload("dingtalk", "Hi", ["+8613800138000"])["at"]
    {'atMobiles': ['13800138000'], 'atUserIds': [], 'isAtAll': False}
    """
    everybody = "all" in mentions
    phones = [name.removeprefix("+86") for name in mentions if name.lstrip("+").isdigit()]
    people = [name for name in mentions if name != "all" and not name.lstrip("+").isdigit()]
    if kind == "wecom":
        names = people + ["@all"] * everybody
        return {
            "msgtype": "text",
            "text": {"content": text, "mentioned_list": names, "mentioned_mobile_list": phones},
        }
    # DingTalk shows a mention only where the text names it
    called = "".join(f"\n@{name}" for name in phones + people)
    return {
        "msgtype": "text",
        "text": {"content": text + called},
        "at": {"atMobiles": phones, "atUserIds": people, "isAtAll": everybody},
    }


def is_too_long(kind, text):
    """
    >>> is_too_long("wecom", "紙" * 682), is_too_long("wecom", "紙" * 683)
    (False, True)
    """
    return len(text.encode()) > MOST_BYTES[kind]


def read_answer(answer):
    """What the answer of a robot means; anything but the documented shape leaves the question open.

    >>> read_answer({"errcode": 0, "errmsg": "ok"}).state, read_answer({"errcode": 45009}).state
    ('accepted', 'throttled')
    >>> read_answer({"errcode": 310000, "errmsg": "sign not match"}).failure, read_answer("<html>").state
    ('account', 'unknown')
    """
    code = answer.get("errcode") if isinstance(answer, dict) else None
    if not isinstance(code, int):
        return Outcome(UNKNOWN, "unreadable", "The answer is not the documented one.")
    text = str(answer.get("errmsg") or "")[:500]
    if code == 0:
        return Outcome(ACCEPTED, "0", text)
    if code in _THROTTLED:
        return Outcome(THROTTLED, str(code), text, retry_after=60.0)
    return Outcome(REFUSED, str(code), text, failure=ACCOUNT if code in _ACCOUNT else OTHER)
