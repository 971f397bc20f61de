"""Two workers at once, workers killed in the middle, and ten thousand texts.

These tests commit, and remove what they made.
"""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config, mute_logger

from . import doubles
from .common import GatewayBuilders, LoopbackMixin

SENDER = "odoo.addons.sms_gateway.services.sms_gateway_sender"


class CommittedGateway(LoopbackMixin, GatewayBuilders, BaseCase):
    """Every ``self.committed(work)`` is a connection and a transaction of its own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.double = self.enterContext(doubles.GenericDouble())
        self.account_id = self.committed(self._prepare)
        self.addCleanup(self.committed, self._remove)

    def env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "lang": "en_US"})

    def committed(self, work):
        with self.registry.cursor() as cr:
            return work(self.env(cr))

    def _prepare(self, env):
        self.archived = env["sms.gateway.account"].search([]).ids
        env["sms.gateway.account"].browse(self.archived).active = False
        self.last_trigger = env["ir.cron.trigger"].search([], order="id desc", limit=1).id
        return self.make_account(env, self.double, env.ref("base.main_company")).id

    def _remove(self, env):
        env["sms.sms"].search([("gateway_account_id", "=", self.account_id)]).unlink()
        env["sms.gateway.message"].search([("account_id", "=", self.account_id)]).unlink()
        env["sms.gateway.account"].browse(self.account_id).unlink()
        env["sms.gateway.account"].browse(self.archived).active = True
        env["ir.cron.trigger"].search([("id", ">", self.last_trigger)]).unlink()

    def queue(self, count):
        return self.committed(lambda env: self.queue_texts(env, env.ref("base.main_company"), count).ids)

    def states(self):
        def work(env):
            rows = env["sms.gateway.message"].search([("account_id", "=", self.account_id)], order="id")
            return rows.mapped("state")

        return self.committed(work)

    def work(self):
        with mute_logger(SENDER):
            self.committed(lambda env: env["sms.sms"]._process_queue())

    def sent(self):
        return [values["to"] for values in self.double.sends]

    def at_once(self, *works):
        """Start every work at the same moment on its own connection."""
        barrier, errors = threading.Barrier(len(works)), []

        def run(work):
            try:
                with self.registry.cursor() as cr:
                    env = self.env(cr)
                    cr.execute("SELECT 1 FROM sms_sms LIMIT 1")  # takes the snapshot
                    barrier.wait()
                    work(env)
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=run, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(errors)


@tagged("post_install", "-at_install")
class TestTwoWorkers(CommittedGateway):
    COUNT = 12

    def test_each_text_is_sent_once(self):
        self.queue(self.COUNT)
        self.at_once(*[lambda env: env["sms.sms"]._process_queue()] * 3)
        self.work()
        self.assertEqual(len(self.sent()), self.COUNT)
        self.assertEqual(len(set(self.sent())), self.COUNT)
        self.assertEqual(self.states(), ["accepted"] * self.COUNT)

    @mute_logger("odoo.sql_db")
    def test_each_text_is_sent_once_even_without_turns(self):
        """The turn is for the pace; that nothing is sent twice does not hang on it."""
        self.queue(self.COUNT)

        def work(env):
            account = env["sms.gateway.account"].browse(self.account_id)
            env["sms.gateway.sender"]._work(account)

        self.at_once(*[work] * 3)
        self.assertEqual(len(self.sent()), self.COUNT)
        self.assertEqual(len(set(self.sent())), self.COUNT)
        self.assertEqual(set(self.states()), {"accepted"})

    def test_a_receipt_pushed_before_the_answer_arrives(self):
        """Another connection writes the row while the sender waits: nothing is lost, nothing fails."""
        self.queue(1)

        def push(values):
            def settle(env):
                row = env["sms.gateway.message"].search([("key", "=", values["id"])])
                self.assertEqual(row.state, "sending", "the intention is committed before the call")
                row._move("delivered")

            self.committed(settle)

        self.double.before_answer = push
        self.work()
        self.assertEqual(self.states(), ["delivered"])

    def test_a_receipt_pushed_while_the_answer_is_written_down(self):
        self.queue(1)
        record, pushed = self.registry["sms.gateway.message"]._record, []

        def recording(message, outcome, *, most):
            if not pushed:  # our snapshot is taken, then the receipt comes
                pushed.append(message.id)
                self.committed(lambda env: env["sms.gateway.message"].browse(pushed)._move("delivered"))
            return record(message, outcome, most=most)

        self.patch(self.registry["sms.gateway.message"], "_record", recording)
        with self.assertLogs("odoo.sql_db", "ERROR") as logs:
            self.work()
        self.assertIn("could not serialize access", "".join(logs.output))
        self.assertEqual(self.states(), ["delivered"])
        self.assertEqual(len(self.sent()), 1)


@tagged("post_install", "-at_install")
class TestKilledWorker(CommittedGateway):
    def _start(self, before=""):
        script = textwrap.dedent(f"""
            import os, signal
            import odoo
            from odoo import SUPERUSER_ID, api
            from odoo.modules.registry import Registry
            odoo.tools.config.parse_config(["-c", {config["config"]!r}, "-d", {get_db_name()!r}])
            with Registry({get_db_name()!r}).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {{}})
                {before or "pass"}
                env["sms.sms"]._process_queue()
        """)
        return subprocess.Popen(
            [sys.executable, "-c", script], env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def _wait_until_killed(self, process):
        _out, errors = process.communicate(timeout=120)
        self.assertEqual(process.returncode, -signal.SIGKILL, errors.decode()[-2000:])

    def test_killed_between_sending_and_the_answer(self):
        """The third text reached the provider, its answer reached nobody: unknown, and sent once for ever."""
        self.queue(5)

        def kill(_values):
            if len(self.double.sends) == 3:
                process.kill()
                process.wait(60)

        self.double.before_answer = kill
        process = self._start()
        self._wait_until_killed(process)
        self.assertEqual(self.states(), ["accepted", "accepted", "sending"])
        self.work()
        self.work()
        self.assertEqual(self.states(), ["accepted", "accepted", "unknown", "accepted", "accepted"])
        self.assertEqual(len(self.sent()), 5)
        self.assertEqual(len(set(self.sent())), 5)
        # the provider knows better than we do
        unknown = self.double.sends[2]["id"]
        self.double.states = {unknown: "delivered"}

        def ask(env):
            return env["sms.gateway.message"].search([("key", "=", unknown)]).action_query()

        self.committed(ask)
        self.assertEqual(self.states()[2], "delivered")
        self.assertEqual(len(self.sent()), 5)

    def test_killed_between_the_intention_and_sending(self):
        """Nothing reached the provider, but nobody can know that: unknown, not sent again."""
        self.queue(3)
        killing = (
            "from odoo.addons.sms_gateway.providers.generic import Generic; "
            "Generic.send = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
        )
        self._wait_until_killed(self._start(killing))
        self.assertEqual((self.states(), self.sent()), (["sending"], []))
        self.work()
        self.assertEqual(self.states(), ["unknown", "accepted", "accepted"])
        self.assertEqual(len(self.sent()), 2)

    def test_a_robot_killed_in_the_middle_speaks_once(self):
        robot_double = self.enterContext(doubles.RobotDouble())

        def prepare(env):
            robot = env["message.robot"].create(
                {
                    "name": "Killed",
                    "endpoint": f"{robot_double.url}/wecom",
                    "webhook_input": robot_double.key_id,
                }
            )
            robot.action_enable()
            return robot.id

        robot_id = self.committed(prepare)
        self.addCleanup(self.committed, lambda env: self._remove_robot(env, robot_id))

        def kill(_values):
            process.kill()
            process.wait(60)

        robot_double.before_answer = kill
        process = self._start(f'env["message.robot"].browse({robot_id})._send_text("Hi", key="killed/1")')
        self._wait_until_killed(process)
        robot_double.before_answer = None
        result = self.committed(
            lambda env: env["message.robot"].browse(robot_id)._send_text("Hi", key="killed/1")
        )
        self.assertEqual((result.state, len(robot_double.sends)), ("unknown", 1))

        # two at once with one key
        def speak(env):
            return env["message.robot"].browse(robot_id)._send_text("Hi", key="killed/2")

        self.at_once(speak, speak)
        self.assertEqual(len(robot_double.sends), 2)

    def _remove_robot(self, env, robot_id):
        env["sms.gateway.message"].search([("robot_id", "=", robot_id)]).unlink()
        env["message.robot"].browse(robot_id).unlink()


@tagged("post_install", "-at_install")
class TestManyTexts(CommittedGateway):
    def test_ten_thousand_are_sorted_in_chunks_with_progress(self):
        """10,000 that cannot be sent and 150 that can: the run commits as it goes and knows what is left."""
        self.committed(
            lambda env: env["sms.gateway.account"].browse(self.account_id).write({"max_age_hours": 1})
        )
        stale = self.queue(10000)
        self.queue(150)
        self.committed(
            lambda env: env.cr.execute(
                "UPDATE sms_sms SET gateway_queued_at = now() - interval '1 day' WHERE id = ANY(%s)", [stale]
            )
        )
        progress = []
        commit = self.registry["ir.cron"]._commit_progress

        def committing(cron, processed=0, *, remaining=None, **options):
            progress.append((processed, remaining))
            return commit(cron, processed, remaining=remaining, **options)

        self.patch(self.registry["ir.cron"], "_commit_progress", committing)
        start = time.monotonic()
        self.work()
        self.assertLess(time.monotonic() - start, 120)
        states = self.states()
        self.assertEqual((states.count("not_sent"), states.count("accepted")), (10000, 150))
        self.assertEqual(len(self.sent()), 150)
        self.assertEqual(sum(processed for processed, _left in progress), 10150)
        left = [remaining for _processed, remaining in progress if remaining]
        self.assertEqual(left, sorted(left, reverse=True))
        self.assertGreater(len(left), 100)
