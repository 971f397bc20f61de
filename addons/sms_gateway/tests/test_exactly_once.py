"""What may have been sent is never sent again; what certainly was not, is."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import GatewayCommon


@tagged("post_install", "-at_install")
class TestExactlyOnce(GatewayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sender = "odoo.addons.sms_gateway.services.sms_gateway_sender"

    def setUp(self):
        super().setUp()
        self.double = self._double()
        self.account = self._create_account(self.double)

    def _states(self, texts):
        return self._log(texts).mapped("state")

    def test_one_unreadable_answer_in_five_leaves_the_others_alone(self):
        """The fourth answer is not JSON: four are accepted, one is unknown, and pressing Resend sends nothing."""
        texts = self._queue(5)
        self.double.script = ["ok", "ok", "ok", "html", "ok"]
        self._work_queue()
        self.assertEqual(self._states(texts), ["accepted"] * 3 + ["unknown", "accepted"])
        self.assertEqual(texts.mapped("state"), ["pending"] * 3 + ["unknown", "pending"])
        texts.resend_failed()
        self._work_queue()
        self.assertEqual([values["id"] for values in self.double.sends], texts.mapped("uuid"))

    def test_a_lost_answer_is_unknown_and_never_sent_again(self):
        for word in ("drop", "slow", "html", "error"):
            texts = self._queue(1)
            self.double.script = [word]
            self._work_queue()
            self.assertEqual(self._states(texts), ["unknown"], word)
            self.assertEqual(self._log(texts).failure, "unknown")
            texts.resend_failed()
            texts.send()
            self._work_queue()
            self.assertEqual([v["id"] for v in self.double.sends].count(texts.uuid), 1, word)

    def test_unknown_and_sent_ones_cannot_be_put_back_into_the_queue(self):
        texts = self._queue(2)
        self.double.script = ["drop", "ok"]
        self._work_queue()
        for text in texts:
            with self.assertRaises(UserError):
                text.action_set_outgoing()
            with self.assertRaises(UserError):
                text.with_context(gateway_token=True).write({"state": "outgoing"})
        # even when the queue is changed behind Odoo's back, the log is asked before sending
        self.env.cr.execute(
            "UPDATE sms_sms SET state = 'outgoing', to_delete = FALSE WHERE id = ANY(%s)", [texts.ids]
        )
        self.env.invalidate_all()
        self._work_queue()
        self.assertEqual(len(self.double.sends), 2)
        self.assertEqual(texts.mapped("state"), ["unknown", "pending"])

    def test_throttled_texts_are_tried_again_with_growing_pauses_and_an_end(self):
        self.account.max_attempts = 3
        texts = self._queue(1)
        self.double.script = ["throttle"] * 3
        self._work_queue()
        self.assertEqual((self._states(texts), texts.state), (["waiting"], "outgoing"))
        first_pause = texts.gateway_next_try - self._log(texts).answered_at
        self._work_queue()
        self.assertEqual(len(self.double.sends), 1, "not before the pause is over")
        self._make_due(texts)
        self._work_queue()
        self.assertGreater(texts.gateway_next_try - self._log(texts).answered_at, first_pause)
        self._make_due(texts)
        self._work_queue()
        self.assertEqual((self._states(texts), texts.state), (["not_sent"], "error"))
        self.assertEqual(len(self.double.sends), 3)

    def test_a_throttled_text_is_sent_at_the_second_try(self):
        texts = self._queue(1)
        self.double.script = ["throttle", "ok"]
        self._work_queue()
        self._make_due(texts)
        self._work_queue()
        log = self._log(texts)
        self.assertEqual((log.state, log.attempts, log.failure), ("accepted", 2, False))

    def test_a_provider_that_is_not_reached_is_left_alone(self):
        """Connection refused proves that nothing left: texts wait, and the first one only was tried."""
        self.account.endpoint = "http://127.0.0.1:9"
        texts = self._queue(3)
        self._work_queue()
        self.assertEqual(texts.mapped("state"), ["outgoing"] * 3)
        self.assertEqual(self._states(texts), ["waiting"])
        self.assertTrue(self.account.paused_until)
        self.assertIn("not_connected", self.account.last_error)
        self.account.endpoint = self.double.url
        self._work_queue()
        self.assertFalse(self.double.sends, "not before the pause is over")
        self._make_due(texts)
        self._work_queue()
        self.assertEqual(self._states(texts), ["accepted"] * 3)
        self.assertFalse(self.account.pause_count or self.account.last_error)

    def test_a_refused_account_stops_after_one_call(self):
        texts = self._queue(4)
        self.double.script = ["account"] * 4
        self._work_queue()
        self.assertEqual(len(self.double.sends), 1)
        self.assertEqual(texts.mapped("state"), ["outgoing"] * 4)

    def test_a_refused_text_does_not_stop_the_others(self):
        texts = self._queue(3)
        self.double.script = ["ok", "refuse", "ok"]
        self._work_queue()
        self.assertEqual(self._states(texts), ["accepted", "not_sent", "accepted"])
        log = self._log(texts)[1]
        self.assertEqual((log.failure, log.code, log.detail), ("refused", "R1", "not this one"))
        # and may be sent again by hand, as it certainly did not leave
        texts[1].resend_failed()
        self._work_queue()
        self.assertEqual((log.state, log.attempts), ("accepted", 2))

    def test_a_receipt_that_is_faster_than_the_answer_wins(self):
        texts = self._queue(1)

        def push(values):
            log = self.env["sms.gateway.message"].search([("key", "=", values["id"])])
            self.assertEqual(log.state, "sending")
            log._move("delivered")

        # the double answers in another thread; there the row must already be written down
        self.patch(type(self.account), "_get_provider", self._provider_that(push))
        self._work_queue()
        log = self._log(texts)
        self.assertEqual((log.state, log.reference), ("delivered", f"ref-{texts.uuid}"))

    def _provider_that(self, push):
        origin = type(self.account)._get_provider

        def get_provider(account):
            provider = origin(account)
            send = provider.send

            def sending(parcel):
                push({"id": parcel.key})
                return send(parcel)

            provider.send = sending
            return provider

        return get_provider

    def test_an_error_of_what_follows_never_loses_the_answer(self):
        def broken(_messages):
            raise ValueError("not our day")

        self.patch(type(self.env["sms.gateway.message"]), "_after_state_change", broken)
        texts = self._queue(2)
        with self.assertLogs("odoo.addons.sms_gateway.models.sms_gateway_message", "ERROR"):
            self._work_queue()
        self.assertEqual(self._states(texts), ["accepted"] * 2)
        self.assertEqual(len(self.double.sends), 2)

    def test_nothing_is_sent_in_the_transaction_of_the_caller(self):
        texts = self._queue(1)
        texts.send()
        texts._send()
        self.assertFalse(self.double.calls)
        self.assertEqual(texts.state, "outgoing")

    @mute_logger("odoo.addons.sms_gateway.services.sms_gateway_sender")
    def test_what_was_cut_off_is_unknown(self):
        texts = self._queue(2)
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            account, text = (
                env["sms.gateway.account"].browse(self.account.id),
                env["sms.sms"].browse(texts[0].id),
            )
            parcels, _failures = env["sms.gateway.sorter"]._sort(account, text)
            claims = [
                env["sms.gateway.sender"]._claim(account, text.id, parcels[text.id]) for _turn in range(2)
            ]
            self.assertEqual([bool(claim) for claim in claims], [True, False])
        self._work_queue()
        self.assertEqual(self._states(texts), ["unknown", "accepted"])
        self.assertEqual(len(self.double.sends), 1)
