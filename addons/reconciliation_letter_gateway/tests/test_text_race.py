"""Two workers at once, and workers killed on the way. These tests commit, and take away again what they made."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.reconciliation_letter.tests.test_race import PARTNERS, LetterRace
from odoo.addons.sms_gateway.tests.common import GatewayBuilders, LoopbackMixin
from odoo.addons.sms_gateway.tests.doubles import GenericDouble

SENDER = "odoo.addons.sms_gateway.services.sms_gateway_sender"


@tagged("post_install", "-at_install")
class TestTextRace(LoopbackMixin, GatewayBuilders, LetterRace):
    def setUp(self):
        super().setUp()
        self.double = self.enterContext(GenericDouble())
        self.committed(self._queue)
        self.addCleanup(self.committed, self._take_away_texts)  # before the letters go

    def _queue(self, env):
        company = env["res.company"].browse(self.company_id)
        self.last_trigger = env["ir.cron.trigger"].search([], order="id desc", limit=1).id
        self.account_id = self.make_account(env, self.double, company).id
        for number, partner in enumerate(env["res.partner"].browse(self.partner_ids)):
            partner.phone = f"+861381234567{number}"
        self._continue(env)
        letters = env["reconciliation.letter"].search([("company_id", "=", self.company_id)], order="name")
        letters.action_review()
        letters._dispatch("text")

    def _take_away_texts(self, env):
        env["sms.sms"].search([("gateway_account_id", "=", self.account_id)]).unlink()
        env["sms.gateway.message"].search([("account_id", "=", self.account_id)]).unlink()
        env["sms.gateway.account"].browse(self.account_id).unlink()
        env["ir.cron.trigger"].search([("id", ">", self.last_trigger)]).unlink()

    def _hand_over(self, env):
        env["reconciliation.dispatch"]._cron_send()

    def _work(self, env):
        env["sms.sms"]._process_queue()

    def _states(self):
        def work(env):
            rows = env["reconciliation.dispatch"].search([("company_id", "=", self.company_id)], order="id")
            letters = rows.letter_id.sorted("name")
            return rows.mapped("state"), letters.mapped("state")

        return self.committed(work)

    def _sent_to(self):
        return [values["to"] for values in self.double.sends]

    def assertEachOnce(self):
        self.assertEqual(sorted(self._sent_to()), [f"+861381234567{number}" for number in range(PARTNERS)])

    # --- two at once --------------------------------------------------------

    def test_two_workers_hand_over_and_send_each_once(self):
        self.race(self._hand_over, self._hand_over, replayed=False)
        self.committed(self._hand_over)
        self.race(self._work, self._work, replayed=False)
        self.committed(self._work)
        self.assertEachOnce()
        self.assertEqual(self._states(), (["sent"] * PARTNERS, ["sent"] * PARTNERS))

    # --- killed -------------------------------------------------------------

    def test_killed_while_handing_over_nothing_left_and_nothing_is_lost(self):
        self.run_until_killed("""
            Text = type(env["reconciliation.letter.text"])
            queue, calls = Text._queue, []
            def killed(self, row, body):
                key = queue(self, row, body)
                calls.append(1)
                if len(calls) == 2:
                    env.flush_all()
                    die()
                return key
            Text._queue = killed
            env["reconciliation.dispatch"]._cron_send()
        """)
        self.assertEqual(self._states()[0], ["handed", "sending", "queued", "queued", "queued"])
        self.committed(self._work)
        self.assertEqual(len(self._sent_to()), 1)
        self.committed(self._age)
        self.committed(self._hand_over)
        self.committed(self._work)
        self.assertEachOnce()
        self.assertEqual(self._states()[0], ["sent"] * PARTNERS)

    def _age(self, env):
        env.cr.execute(
            "UPDATE reconciliation_dispatch SET write_date = write_date - interval '1 hour' WHERE company_id = %s",
            [self.company_id],
        )

    def test_killed_between_the_intention_and_the_answer_is_unknown_and_sent_once(self):
        """The second text reached the provider, its answer reached nobody."""
        self.committed(self._hand_over)
        self.run_until_killed("""
            from odoo.addons.sms_gateway.providers.generic import Generic
            send, calls = Generic.send, []
            def killed(self, parcel):
                outcome = send(self, parcel)
                calls.append(1)
                if len(calls) == 2:
                    die()
                return outcome
            Generic.send = killed
            env["sms.sms"]._process_queue()
        """)
        self.assertEqual(self._states()[0], ["sent", "handed", "handed", "handed", "handed"])
        with mute_logger(SENDER):
            self.committed(self._work)
            self.committed(self._age)
            self.committed(self._hand_over)
            self.committed(self._work)
        self.assertEachOnce()
        states, letters = self._states()
        self.assertEqual(states, ["sent", "unknown", "sent", "sent", "sent"])
        self.assertEqual(letters, ["sent", "reviewed", "sent", "sent", "sent"])
        self.committed(self._ask)
        self.assertEqual(self._states(), (["sent"] * PARTNERS, ["sent"] * PARTNERS))
        self.assertEachOnce()

    def _ask(self, env):
        row = env["reconciliation.dispatch"].search(
            [("company_id", "=", self.company_id), ("state", "=", "unknown")]
        )
        self.double.states[row.text_key] = "accepted"
        row.action_query_provider()
