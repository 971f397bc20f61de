"""Reminders and frozen rates with two workers, and with one killed in the middle. These tests commit and clean up."""

from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import tagged

from .test_race import CUTOFF, PARTNERS, LetterRace


@tagged("post_install", "-at_install")
class TestReminderRace(LetterRace):
    def setUp(self):
        super().setUp()
        self.committed(self._send)
        self.addCleanup(self.committed, self._take_away_reminders)  # before the letters go

    def _send(self, env):
        self._continue(env)
        letters = env["reconciliation.letter"].search([("company_id", "=", self.company_id)])
        letters._write_by_flow({"state": "sent", "sent_on": "2019-11-02 01:00:00"})

    def _take_away_reminders(self, env):
        letters = env["reconciliation.letter"].search([("company_id", "=", self.company_id)]).ids
        for statement in (
            "DELETE FROM mail_mail WHERE mail_message_id IN "
            "(SELECT id FROM mail_message WHERE model = 'reconciliation.letter' AND res_id = ANY(%s))",
            "DELETE FROM reconciliation_reminder WHERE letter_id = ANY(%s)",
        ):
            env.cr.execute(statement, [letters])
        env.cr.execute(
            "DELETE FROM reconciliation_rate_line WHERE rate_id IN "
            "(SELECT id FROM reconciliation_rate WHERE company_id = %s)",
            [self.company_id],
        )
        env.cr.execute("DELETE FROM reconciliation_rate WHERE company_id = %s", [self.company_id])

    def _remind(self, env):
        env["reconciliation.letter"]._cron_remind()

    def _freeze(self, env):
        env["reconciliation.rate"]._cron_freeze()

    def _reminders(self):
        def work(env):
            rows = env["reconciliation.reminder"].search([("company_id", "=", self.company_id)])
            mails = env["mail.mail"].search([("mail_message_id", "in", rows.mail_message_id.ids)])
            letters = env["reconciliation.letter"].search([("company_id", "=", self.company_id)])
            sent = env["mail.mail"].search_count(
                [("model", "=", "reconciliation.letter"), ("res_id", "in", letters.ids)]
            )
            return len(rows), len(mails), sent

        return self.committed(work)

    def _frozen(self):
        def work(env):
            # months nobody ran since then are frozen as well
            rates = env["reconciliation.rate"].search(
                [("company_id", "=", self.company_id), ("cutoff", "=", CUTOFF)]
            )
            return rates.mapped("scope"), len(rates.line_ids)

        return self.committed(work)

    def test_killed_after_a_reminder_is_written_and_before_it_is_kept(self):
        self.run_until_killed("""
            Letter = type(env["reconciliation.letter"])
            remind, calls = Letter._do_remind, []
            def killed(self):
                remind(self)
                calls.append(1)
                if len(calls) == 3:
                    env.flush_all()
                    die()
            Letter._do_remind = killed
            env["reconciliation.letter"]._cron_remind()
        """)
        self.assertEqual(self._reminders(), (2, 2, 2))
        self.committed(self._remind)
        self.assertEqual(self._reminders(), (PARTNERS,) * 3)
        self.committed(self._remind)
        self.assertEqual(self._reminders(), (PARTNERS,) * 3)

    def test_killed_while_a_reminder_leaves_it_is_not_sent_twice(self):
        """The server took the mail, the worker died before it was written down."""
        taken = Path(self.enterContext(TemporaryDirectory())) / "taken"
        self.committed(self._remind)
        self.run_until_killed(f"""
            Server = type(env["ir.mail_server"])
            Server._connect__ = lambda self, *args, **kwargs: None
            def send_email(self, message, *args, **kwargs):
                with open({str(taken)!r}, "a") as file:
                    file.write(message["To"] + chr(10))
                if sum(1 for line in open({str(taken)!r})) == 2:
                    die()
                return message["Message-Id"]
            Server.send_email = send_email
            env["reconciliation.reminder"]._cron_send()
        """)
        self.assertEqual(len(taken.read_text().splitlines()), 2)
        self.assertEqual(self._reminder_states(), {"sent": 1, "sending": 1, "waiting": PARTNERS - 2})
        self.committed(self._age)
        self.committed(self._send_reminders)
        self.assertEqual(self._reminder_states(), {"sent": PARTNERS - 1, "unknown": 1})
        self.assertEqual(len(self.given), PARTNERS - 2, "the second mail did not leave again")
        self.committed(self._send_reminders)
        self.assertEqual(len(self.given), 0)

    def test_two_workers_send_each_reminder_once(self):
        self.committed(self._remind)
        self.given = []
        with self._mail_server():
            self.race(self._work_queue, self._work_queue, replayed=False)
            self.committed(self._work_queue)
        self.assertEqual(len(self.given), PARTNERS)
        self.assertEqual(self._reminder_states(), {"sent": PARTNERS})

    def _age(self, env):
        env.cr.execute(
            "UPDATE reconciliation_reminder SET write_date = write_date - INTERVAL '1 hour' WHERE company_id = %s",
            [self.company_id],
        )

    def _work_queue(self, env):
        env["reconciliation.reminder"]._cron_send()

    def _send_reminders(self, env):
        self.given = []
        with self._mail_server():
            self._work_queue(env)

    @contextmanager
    def _mail_server(self):
        """Take the mails, as a server would."""
        server = self.registry["ir.mail_server"]

        def send_email(servers, message, *args, **kwargs):
            self.given.append(message["To"])
            return message["Message-Id"]

        with (
            patch.object(server, "_disable_send", lambda servers: False),
            patch.object(server, "_connect__", lambda servers, *args, **kwargs: None),
            patch.object(server, "send_email", send_email),
        ):
            yield

    def _reminder_states(self):
        def work(env):
            rows = env["reconciliation.reminder"].search([("company_id", "=", self.company_id)])
            return dict(Counter(rows.mapped("state")))

        return self.committed(work)

    def test_two_workers_remind_once(self):
        self.race(self._remind, self._remind, replayed=False)
        self.committed(self._remind)
        self.assertEqual(self._reminders(), (PARTNERS,) * 3)

    def test_killed_while_freezing(self):
        self.run_until_killed("""
            Line = type(env["reconciliation.rate.line"])
            record = Line._record
            def killed(self, vals_list):
                record(self, vals_list)
                env.flush_all()
                die()
            Line._record = killed
            env["reconciliation.rate"]._cron_freeze()
        """)
        self.assertEqual(self._frozen(), ([], 0))
        self.committed(self._freeze)
        self.assertEqual(self._frozen(), ([PARTNERS], PARTNERS))

    def test_two_workers_freeze_once(self):
        self.race(self._freeze, self._freeze, replayed=False)
        self.committed(self._freeze)
        self.assertEqual(self._frozen(), ([PARTNERS], PARTNERS))
