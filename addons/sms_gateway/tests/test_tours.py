"""Setting an account up and deciding unknown texts, told by a browser: on a desk and on a phone."""

from odoo.tests import HttpCase, new_test_user, tagged

from . import doubles
from .common import GatewayBuilders, LoopbackMixin


class GatewayTours(LoopbackMixin, GatewayBuilders, HttpCase):
    def setUp(self):
        super().setUp()
        self.env["sms.gateway.account"].search([("active", "=", True)]).active = False
        self.double = self.enterContext(doubles.GenericDouble())
        groups = "base.group_system"
        self.user = new_test_user(
            self.env, "gateway_desk", groups, name="Gateway Desk", password="gateway_desk"
        )

    def _setup_story(self):
        cookies = {"gateway_double": self.double.url}
        self.start_tour("/odoo/sms-accounts", "sms_gateway_setup", login="gateway_desk", cookies=cookies)
        account = self.env["sms.gateway.account"].search([("name", "=", "Our gateway")])
        self.assertTrue(account.enabled)
        self.assertEqual([action for action, _values in self.double.calls], ["account"])

    def _unknown_story(self):
        account = self.make_account(self.env, self.double, self.env.company)
        text = self.queue_texts(self.env, self.env.company, 1)
        parcels, _failures = self.env["sms.gateway.sorter"]._sort(account, text)
        log = self.env["sms.gateway.sender"]._intend(account, text, parcels[text.id])
        log._move("unknown", failure="unknown")
        self.start_tour("/odoo/message-unknown", "sms_gateway_unknown", login="gateway_desk")
        self.assertEqual((log.state, log.resolved_how), ("accepted", "person"))
        self.assertEqual(log.resolved_by_id, self.user)
        self.assertFalse(self.double.sends)


@tagged("post_install", "-at_install")
class TestGatewayToursOnADesk(GatewayTours):
    def test_an_account_is_set_up(self):
        self._setup_story()

    def test_an_unknown_text_is_decided(self):
        self._unknown_story()


@tagged("post_install", "-at_install")
class TestGatewayToursOnAPhone(GatewayTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_an_account_is_set_up(self):
        self._setup_story()

    def test_an_unknown_text_is_decided(self):
        self._unknown_story()
