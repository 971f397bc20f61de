"""Group robots of WeCom and DingTalk."""

import time
from urllib.parse import quote_plus

import requests

from ..rules import robots
from ..rules.signing import sign_dingtalk
from .base import Provider

ENDPOINTS = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
    "dingtalk": "https://oapi.dingtalk.com/robot/send",
}
PARAMETERS = {"wecom": "key", "dingtalk": "access_token"}


class Robot(Provider):
    """``access.key_id`` is the key of the address, ``access.secret`` the one a DingTalk robot signs with."""

    def __init__(self, kind, access):
        super().__init__(access)
        self.kind = kind

    def say(self, text, mentions=()):
        return self._answered(lambda: self._say(text, mentions))

    def _secrets(self):
        # the key is part of the address, which network errors repeat
        return [self.access.secret, self.access.key_id, quote_plus(self.access.key_id)]

    def _say(self, text, mentions):
        response = requests.post(
            self._address(),
            json=robots.payload(self.kind, text, mentions),
            timeout=(self.access.connect_timeout, self.access.read_timeout),
            allow_redirects=False,
        )
        return robots.read_answer(response.json())

    def _address(self):
        address = f"{self.access.endpoint}?{PARAMETERS[self.kind]}={quote_plus(self.access.key_id)}"
        if self.kind == "dingtalk" and self.access.secret:
            now = int(time.time() * 1000)
            address += f"&timestamp={now}&sign={sign_dingtalk(self.access.secret, now)}"
        return address
