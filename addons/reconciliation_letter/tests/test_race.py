"""Two workers at once, and workers killed in the middle. These tests commit, and take away again what they made."""

import uuid
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.committing import CommittedCase

CUTOFF = date(2019, 10, 31)  # long before anything else in the books
PARTNERS, CHUNK = 5, 2


class LetterRace(CommittedCase):
    def setUp(self):
        super().setUp()
        self.committed(self._prepare)
        self.addCleanup(self.committed, self._take_away)

    def _prepare(self, env):
        """A company of its own, five customers who owe, and a run under way."""
        company = env["res.company"].create({"name": f"Race {uuid.uuid4().hex[:8]}"})
        self.company_id = company.id
        env.user.company_ids |= company
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        accounts = [
            env["account.account"].create(
                {
                    "name": name,
                    "code": f"RACE{company.id}{name[:1]}",
                    "account_type": kind,
                    "reconcile": kind == "asset_receivable",
                    "company_ids": [Command.set(company.ids)],
                }
            )
            for name, kind in (("Owed", "asset_receivable"), ("Income", "income"))
        ]
        journal = env["account.journal"].create(
            {"name": "Race", "code": "RACE", "type": "general", "company_id": company.id}
        )
        partners = env["res.partner"].create(
            [{"name": f"Race {number}", "email": "r@example.com"} for number in range(PARTNERS)]
        )
        self.partner_ids = partners.ids
        for number, partner in enumerate(partners):
            lines = [
                {"account_id": account.id, "partner_id": partner.id, "balance": sign * (100.0 + number)}
                for account, sign in zip(accounts, (1, -1), strict=True)
            ]
            move = env["account.move"].create(
                {
                    "date": CUTOFF,
                    "journal_id": journal.id,
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
            move.action_post()
        batch = env["reconciliation.batch"].create(
            {
                "company_id": company.id,
                "cutoff": CUTOFF,
                "period_start": "2019-10-01",
                "reply_by": "2019-11-30",
            }
        )
        batch._move_to("running")
        self.batch_id = batch.id

    def _take_away(self, env):
        """Delete what the test made, below the guards that rightly refuse it."""
        cr = env.cr
        letters = "SELECT id FROM reconciliation_letter WHERE company_id = %s"
        cr.execute(
            f"SELECT mail_message_id FROM reconciliation_dispatch WHERE letter_id IN ({letters})",
            [self.company_id],
        )
        messages = [row[0] for row in cr.fetchall() if row[0]]
        cr.execute(f"DELETE FROM reconciliation_dispatch WHERE letter_id IN ({letters})", [self.company_id])
        cr.execute(
            f"DELETE FROM ir_attachment WHERE res_model = 'reconciliation.letter' AND res_id IN ({letters})",
            [self.company_id],
        )
        cr.execute("DELETE FROM mail_mail WHERE mail_message_id = ANY(%s)", [messages])
        cr.execute(
            f"DELETE FROM mail_message WHERE model = 'reconciliation.letter' AND res_id IN ({letters})",
            [self.company_id],
        )
        cr.execute("DELETE FROM reconciliation_letter WHERE company_id = %s", [self.company_id])
        cr.execute("DELETE FROM reconciliation_batch WHERE company_id = %s", [self.company_id])
        cr.execute(
            "DELETE FROM mail_message WHERE model = 'reconciliation.batch' AND res_id = %s", [self.batch_id]
        )
        moves = env["account.move"].search([("company_id", "=", self.company_id)])
        moves.button_draft()
        moves.with_context(force_delete=True).unlink()
        env["account.journal"].with_context(active_test=False).search(
            [("company_id", "=", self.company_id)]
        ).unlink()
        env["account.account"].search([("company_ids", "in", [self.company_id])]).unlink()
        env["res.partner"].browse(self.partner_ids).unlink()
        env.user.company_ids -= env["res.company"].browse(self.company_id)
        env["res.company"].browse(self.company_id).write({"active": False})

    # --- what happened ------------------------------------------------------

    def _letters(self):
        def work(env):
            letters = env["reconciliation.letter"].search([("company_id", "=", self.company_id)])
            batch = env["reconciliation.batch"].browse(self.batch_id)
            figures = sorted(zip(letters.partner_id.ids, letters.mapped("closing"), strict=True))
            return figures, sorted(letters.mapped("name")), (batch.state, batch.made, batch.total)

        return self.committed(work)

    def assertAllMade(self):
        figures, names, batch = self._letters()
        self.assertEqual(figures, [(partner, 100.0 + n) for n, partner in enumerate(self.partner_ids)])
        self.assertEqual(names, [f"AR-20191031-{number:04d}" for number in range(1, PARTNERS + 1)])
        self.assertEqual(batch, ("done", PARTNERS, PARTNERS))

    def _continue(self, env):
        env["reconciliation.batch"]._cron_continue(chunk=CHUNK)


@tagged("post_install", "-at_install")
class TestLetterRace(LetterRace):
    # --- runs ---------------------------------------------------------------

    def test_a_run_killed_in_its_second_chunk_is_continued_without_duplicate_or_hole(self):
        self.run_until_killed(f"""
            Snapshot = type(env["reconciliation.snapshot"])
            take, calls = Snapshot._take, []
            def killed(self, letters):
                take(self, letters)
                calls.append(1)
                if len(calls) == 2:
                    env.cr.flush()
                    die()
            Snapshot._take = killed
            env["reconciliation.batch"]._cron_continue(chunk={CHUNK})
        """)
        figures, _names, batch = self._letters()
        self.assertEqual((len(figures), batch[0]), (CHUNK, "running"))
        self.committed(self._continue)
        self.assertAllMade()
        self.committed(self._continue)
        self.assertAllMade()

    def test_two_workers_at_once_make_every_letter_once(self):
        self.race(self._continue, self._continue, replayed=False)
        self.assertAllMade()

    # --- sendings -----------------------------------------------------------

    def _queue(self, env):
        self._continue(env)
        letters = env["reconciliation.letter"].search([("company_id", "=", self.company_id)], order="name")
        letters.action_review()
        letters._dispatch("mail")

    def _sendings(self):
        def work(env):
            rows = env["reconciliation.dispatch"].search([("company_id", "=", self.company_id)], order="id")
            mails = env["mail.mail"].search([("mail_message_id", "in", rows.mail_message_id.ids)])
            return rows.mapped("state"), len(mails)

        return self.committed(work)

    def test_a_sending_killed_in_the_middle_is_unknown_and_the_rest_go_on(self):
        self.committed(self._queue)
        fake = """
            Letter = type(env["reconciliation.letter"])
            calls = []
            def render(self):
                calls.append(1)
                if len(calls) == 2:
                    die()
                return dict.fromkeys(self.ids, b"%PDF-1.4")
            Letter._render_pdf = render
            env["reconciliation.dispatch"]._cron_send()
        """
        self.run_until_killed(fake)
        self.assertEqual(self._sendings(), (["sent", "sending", "queued", "queued", "queued"], 1))
        self.committed(self._age_and_send)
        self.assertEqual(self._sendings(), (["sent", "unknown", "sent", "sent", "sent"], 4))

    def _age_and_send(self, env):
        env.cr.execute(
            "UPDATE reconciliation_dispatch SET write_date = write_date - interval '1 hour' WHERE company_id = %s",
            [self.company_id],
        )
        render = type(env["reconciliation.letter"])._render_pdf
        try:
            type(env["reconciliation.letter"])._render_pdf = lambda self: dict.fromkeys(self.ids, b"%PDF-1.4")
            env["reconciliation.dispatch"]._cron_send()
        finally:
            type(env["reconciliation.letter"])._render_pdf = render
