"""A reviewed letter never changes; whatever happens to the books or the tables shows."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import CUTOFF, START, LetterCommon


@tagged("post_install", "-at_install")
class TestSnapshot(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(1000, date(2026, 10, 5), due=date(2026, 10, 20))
        cls.letter = cls._create_letter(name="AR-1", partner_name="Rising Sun Printing", lang="zh_TW")

    def test_review_seals_words_and_figures(self):
        self.letter.with_user(self.supervisor).action_review()
        self.assertEqual(self.letter.state, "reviewed")
        self.assertTrue(self.letter.snapshot_hash and self.letter.is_intact)
        self.assertIn("Rising Sun Printing 財務部", self.letter.wording_text["salutation"])
        self.assertEqual(len(self.letter.snapshot["lines"]), 1)

    def test_only_a_reviewer_reviews(self):
        self.assertBlocked(self.letter.with_user(self.clerk), "reviewed", ["no_reviewer"])

    def test_a_draft_that_differs_from_the_ledger_is_not_reviewed(self):
        self._invoice(5, date(2026, 10, 6))
        self.assertBlocked(self.letter, "reviewed", ["ledger_gap"])
        self.letter.action_refresh()
        self.assertBlocked(self.letter, "reviewed", [])

    def test_nothing_of_a_reviewed_letter_can_be_written(self):
        self.letter.action_review()
        for vals in (
            {"closing": 1},
            {"snapshot_hash": "x"},
            {"wording_text": {}},
            {"changed_after": True},
            {"state": "draft"},
            {"reply_by": "2027-01-01"},
            {"demand": True},
            {"partner_id": self.supplier.id},
            {"name": "AR-2"},
            {"cutoff": "2026-11-30"},
        ):
            for user in (self.env.ref("base.user_admin"), self.supervisor, self.env.ref("base.user_root")):
                with self.subTest(vals), self.assertRaises(UserError):
                    self.letter.with_user(user).write(vals)
        with self.assertRaises(UserError):
            self.letter.unlink()

    def test_lines_and_sections_are_nobodys_to_write(self):
        for rows in (self.letter.line_ids, self.letter.section_ids):
            for user in (self.env.ref("base.user_root"), self.env.ref("base.user_admin")):
                forged = rows.with_user(user).with_context(snapshot_token=True, flow_token=True)
                with self.assertRaises(AccessError):
                    forged.write({"sequence": 5})
                with self.assertRaises(AccessError):
                    forged.unlink()
                with self.assertRaises(AccessError):
                    forged.copy()

    def test_a_change_in_the_table_breaks_the_seal(self):
        self.letter.action_review()
        for statement in (
            "UPDATE reconciliation_letter_line SET amount = amount + 1 WHERE letter_id = %s",
            "UPDATE reconciliation_letter_section SET overdue = overdue - 1 WHERE letter_id = %s",
            "UPDATE reconciliation_letter SET closing = closing * 2 WHERE id = %s",
            "UPDATE reconciliation_letter SET partner_name = 'Somebody Else' WHERE id = %s",
            "DELETE FROM reconciliation_letter_line WHERE letter_id = %s",
            """UPDATE reconciliation_letter SET wording_text = '{"title": "x"}' WHERE id = %s""",
        ):
            with self.subTest(statement), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(statement, [self.letter.id])
                self.env.invalidate_all()
                self.assertFalse(self.letter.is_intact)
                broken = self.env["reconciliation.letter"].search([("is_intact", "=", False)])
                self.assertIn(self.letter, broken)
                self.assertIn(
                    "not_intact", [b.code for b in self.letter._get_move_blockers("sent")[self.letter.id]]
                )
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertTrue(self.letter.is_intact)

    def test_a_later_back_dated_posting_is_raised(self):
        self.letter.action_review()
        self._invoice(20, date(2026, 10, 6))
        self.assertIn("1,020.00", self.letter.ledger_gap)
        with self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_reconciliation_watch").method_direct_trigger()
        self.assertTrue(self.letter.changed_after)
        self.assertTrue(self.letter.activity_ids)
        self.assertTrue(self.letter.is_intact)
        self.assertEqual(self.letter.closing, 1000)

    def test_what_is_posted_behind_a_filed_letter_is_raised_and_superseded(self):
        self.letter.action_review()
        self.letter._write_by_flow({"state": "filed", "sent_on": "2026-11-02 01:00:00"})
        proof = self.letter.snapshot_hash
        self._watch()
        self.assertFalse(self.letter.changed_after)
        with self.assertRaisesRegex(UserError, "still as in it"):
            self.letter.with_user(self.supervisor).action_supersede()
        self._invoice(20, date(2026, 10, 6))
        for _twice in range(2):
            self._watch()
        self.assertTrue(self.letter.changed_after)
        self.assertEqual(len(self.letter.activity_ids), 1)
        self.assertRecordValues(self.letter, [{"state": "filed", "closing": 1000, "snapshot_hash": proof}])
        with self.assertRaises(AccessError):
            self.letter.with_user(self.clerk).action_supersede()
        action = self.letter.with_user(self.supervisor).action_supersede()
        successor = self.env["reconciliation.letter"].browse(action["res_id"])
        self.assertEqual((successor.closing, successor.supersedes_id), (1020, self.letter))
        self.assertRecordValues(
            self.letter, [{"state": "superseded", "closing": 1000, "snapshot_hash": proof, "is_intact": True}]
        )

    def _watch(self):
        with self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_reconciliation_watch").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_change_that_keeps_the_balance_is_raised(self):
        self.letter.action_review()
        self._invoice(20, date(2026, 10, 6))
        self._invoice(-20, date(2026, 10, 6))
        self.assertTrue(self.letter.ledger_gap)
        self.assertEqual(self.letter._raise_changed_after(), self.letter)

    def test_amounts_and_days_that_change_places_are_raised(self):
        self._invoice(20, date(2026, 10, 6), due=date(2026, 10, 20))
        self._invoice(30, date(2026, 10, 7), due=date(2026, 10, 21))
        self.letter.action_refresh()
        self.letter.action_review()
        moves = self.env["account.move"].browse(self.letter.line_ids[-2:].mapped("res_id"))
        lines = moves.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.env.flush_all()
        for column in ("amount_currency", "date", "date_maturity"):
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                self.assertFalse(self.letter._get_ledger_gaps()[self.letter.id])
                self.env.cr.execute(
                    SQL(
                        "UPDATE account_move_line line SET %(column)s = other.%(column)s"
                        " FROM account_move_line other WHERE line.id = ANY(%(ids)s)"
                        " AND other.id = ANY(%(ids)s) AND other.id <> line.id",
                        column=SQL.identifier(column),
                        ids=lines.ids,
                    )
                )
                self.assertTrue(self.letter._get_ledger_gaps()[self.letter.id])
                savepoint.rollback()

    def test_postings_after_the_cut_off_change_nothing(self):
        self.letter.action_review()
        self._pay(1000, date(2026, 11, 6), match=self.env["account.move"].browse(self.letter.line_ids.res_id))
        self.assertFalse(self.letter.ledger_gap)
        self.assertFalse(self.letter._raise_changed_after())

    def test_a_superseding_letter_has_the_new_figures(self):
        self.letter.action_review()
        self._invoice(20, date(2026, 10, 6))
        action = self.letter.with_user(self.supervisor).action_supersede()
        successor = self.env["reconciliation.letter"].browse(action["res_id"])
        self.assertRecordValues(
            self.letter + successor,
            [
                {"state": "superseded", "closing": 1000, "superseded_by_id": successor.id, "name": "AR-1"},
                {"state": "draft", "closing": 1020, "superseded_by_id": False, "name": "AR-1/2"},
            ],
        )
        self.assertEqual(successor.supersedes_id, self.letter)
        successor.action_review()
        self.assertEqual(successor._supersede().name, "AR-1/3")

    def test_the_clerk_does_not_supersede_or_cancel(self):
        self.letter.action_review()
        for method in ("action_supersede", "action_cancel"):
            with self.assertRaises(AccessError):
                getattr(self.letter.with_user(self.clerk), method)()

    def test_the_next_letter_begins_where_this_one_ends(self):
        self.letter.action_review()
        november = {"period_start": date(2026, 11, 1), "cutoff": date(2026, 11, 30), "name": "AR-9"}
        following = self._create_letter(**november)
        self.assertEqual(following.previous_id, self.letter)
        self.assertRecordValues(following.section_ids, [{"opening": 1000, "opening_change": 0}])
        self._invoice(20, date(2026, 10, 6))
        following.action_refresh()
        self.assertRecordValues(following.section_ids, [{"opening": 1020, "opening_change": 20}])


@tagged("post_install", "-at_install")
class TestSnapshotRpc(BackofficeHttpCommon, LetterCommon):
    """A real client, the administrator among them, changes nothing in a reviewed letter."""

    def test_rpc_refused(self):
        self._invoice(1000, date(2026, 10, 5))
        letter = self._create_letter(partner_name="Rising Sun Printing")
        letter.action_review()
        admin = self.env.ref("base.user_admin")
        forged = {"flow_token": True, "snapshot_token": True, "record_token": True}
        refused = [
            ("reconciliation.letter", "write", letter.ids, {"closing": 1}),
            ("reconciliation.letter", "write", letter.ids, {"line_ids": [(2, letter.line_ids.id, 0)]}),
            ("reconciliation.letter.line", "write", letter.line_ids.ids, {"amount": 1}),
            ("reconciliation.letter.line", "unlink", letter.line_ids.ids),
            ("reconciliation.letter.section", "write", letter.section_ids.ids, {"closing": 1}),
        ]
        for model, method, *args in refused:
            self.assertRpcRefused("AccessError", admin, model, method, *args, context=forged)
        self.assertRpcRefused("AccessError", self.clerk, "reconciliation.letter", "create", [{"name": "x"}])
        self.assertRpcRefused(
            "AccessError", self.auditor, "reconciliation.letter", "action_send_mail", letter.ids
        )
        self.assertTrue(letter.is_intact)

    def test_a_draft_of_a_run_is_not_deleted(self):
        """The partner would be missing in the rate; cancelled, the run makes another one."""
        self._invoice(1000, date(2026, 10, 5))
        batch = self.env["reconciliation.batch"].with_user(self.clerk)
        batch = batch.create({"cutoff": CUTOFF, "period_start": START, "reply_by": date(2026, 11, 30)})
        batch.action_run()
        letters = batch.sudo().letter_ids
        letter = letters.filtered(lambda letter: letter.partner_id == self.customer)
        letter.write({"assistant_id": self.clerk.id})
        admin = self.env.ref("base.user_admin")
        for user in (self.clerk, self.supervisor, self.accountant, admin):
            for context in ({}, {"force_delete": True, "flow_token": True}):
                self.assertRpcRefused("UserError", user, letter._name, "unlink", letters.ids, context=context)
        with self.assertRaisesRegex(UserError, "counts in its rate"):
            letter.unlink()
        letter.with_user(self.supervisor).action_cancel()
        self.assertRpcRefused("UserError", admin, letter._name, "unlink", letter.ids)
        batch.action_run()
        self.assertEqual(
            batch.sudo()
            .letter_ids.filtered(lambda x: x.partner_id == self.customer)
            .sorted("id")
            .mapped("state"),
            ["cancelled", "draft"],
        )
