"""The guarded state machine: no way to a status but the declared one."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FlowCommon


@tagged("post_install", "-at_install")
class TestFlowMoves(FlowCommon):
    def test_a_document_moves_along_its_transitions(self):
        errand = self._create_errand()
        errand.action_run()
        errand.action_done()
        self.assertRecordValues(
            errand, [{"state": "done", "finished_by": self.env.user.name, "moves": ">running>done"}]
        )

    def test_an_undeclared_transition_is_refused(self):
        errand = self._create_errand()
        self.assertBlocked(errand, "done", ["wrong_state"])
        with self.assertRaisesRegex(UserError, "Errand: it is “Draft”"):
            errand.action_done()
        self.assertEqual(errand.state, "draft")

    def test_an_unknown_target_is_refused(self):
        with self.assertRaises(UserError):
            self._create_errand()._move_to("nowhere")

    def test_one_blocked_document_holds_the_batch_and_the_message_names_all(self):
        good = self._create_errand("Good")
        bad = self._create_errand("Bad", is_lame=True, is_late=True)
        done = self._create_errand("Old")
        done.action_run()
        with self.assertRaises(UserError) as caught:
            (good + bad + done).action_run()
        self.assertIn("- Bad: It is lame. It is late.", str(caught.exception))
        self.assertIn("- Old: it is “Running”.", str(caught.exception))
        self.assertNotIn("Good", str(caught.exception))
        self.assertRecordValues(
            good + bad + done, [{"state": "draft"}, {"state": "draft"}, {"state": "running"}]
        )
        self.assertEqual((good + bad).mapped("moves"), ["", ""])

    def test_reasons_carry_codes(self):
        self.assertBlocked(self._create_errand(is_lame=True, is_late=True), "running", ["lame", "late"])

    def test_a_batch_moves_with_one_write(self):
        errands = self.env["test.backoffice.errand"].create([{"name": str(number)} for number in range(20)])
        self.env.flush_all()
        one = self.env["test.backoffice.errand"].create({"name": "one"})
        self.env.flush_all()
        start = self.cr.sql_log_count
        one._move_to("running")
        self.env.flush_all()
        for_one, start = self.cr.sql_log_count - start, self.cr.sql_log_count
        errands._move_to("running")
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - start, for_one + 1)

    def test_nothing_happens_to_an_empty_batch(self):
        self.env["test.backoffice.errand"].action_run()


@tagged("post_install", "-at_install")
class TestFlowGuards(FlowCommon):
    def _assert_guarded(self, records):
        with self.assertRaises(AccessError):
            records.create({"name": "Shortcut", "state": "done"})
        with self.assertRaises(AccessError):
            records.create({"name": "Shortcut", "finished_by": "Nobody"})

    def test_a_status_is_never_written_not_even_by_the_superuser(self):
        errand = self._create_errand()
        for documents in (errand, errand.sudo(), errand.with_user(self.clerk)):
            for values in ({"state": "running"}, {"state": "draft"}, {"finished_by": "Me"}):
                with self.assertRaises(AccessError):
                    documents.write(values)

    def test_a_document_is_never_created_in_another_status(self):
        errands = self.env["test.backoffice.errand"]
        for records in (errands, errands.sudo(), errands.with_user(self.clerk)):
            self._assert_guarded(records)

    def test_defaults_from_the_context_do_not_get_round_the_guard(self):
        errands = self.env["test.backoffice.errand"].with_user(self.clerk)
        for defaults in ({"default_state": "done"}, {"default_finished_by": "Me"}):
            with self.assertRaises(AccessError):
                errands.with_context(**defaults).create({"name": "Shortcut"})

    def test_a_token_that_looks_alike_opens_nothing(self):
        errand = self._create_errand()
        for token in (True, 1, "flow_token", object()):
            with self.assertRaises(AccessError):
                errand.with_context(flow_token=token).write({"state": "running"})

    def test_the_hook_after_a_move_runs_without_the_token(self):
        errand = self._create_errand()
        errand.action_run()
        self.assertEqual(errand.moves, ">running")

    def test_a_copy_starts_as_a_draft(self):
        errand = self._create_errand()
        errand.action_run()
        self.assertEqual(errand.copy().state, "draft")
        with self.assertRaises(AccessError):
            errand.copy({"state": "running"})

    def test_a_guarded_field_left_to_be_copied_is_noticed(self):
        errand = self._create_errand()
        errand.action_run()
        errand.action_done()
        with self.assertRaises(AccessError):
            errand.copy()

    def test_an_import_of_another_status_is_refused(self):
        errands = self.env["test.backoffice.errand"].with_user(self.clerk)
        result = errands.load(["name", "state"], [["Imported", "Done"]])
        self.assertFalse(result["ids"])
        self.assertIn("starts as a draft", result["messages"][0]["message"])
        self.assertTrue(errands.load(["name", "state"], [["Imported", "Draft"]])["ids"])

    def test_an_import_onto_an_existing_document_does_not_move_it(self):
        errand = self._create_errand()
        result = errand.load([".id", "state"], [[str(errand.id), "Done"]])
        self.assertFalse(result["ids"])
        self.assertEqual(errand.state, "draft")

    def test_only_a_draft_is_deleted(self):
        draft, running = self._create_errand(), self._create_errand("Running errand")
        running.action_run()
        with self.assertRaisesRegex(UserError, "Running errand"):
            (draft + running).unlink()
        draft.unlink()

    def test_locked_fields_stay_as_they_were_when_the_document_left_its_start(self):
        errand = self._create_errand()
        errand.write({"name": "Renamed", "note": "n1"})
        errand.action_run()
        errand.note = "n2"  # may still change while running
        with self.assertRaisesRegex(UserError, "Renamed is “Running”: Name can no longer be changed"):
            errand.name = "Too late"
        errand.action_done()
        with self.assertRaisesRegex(UserError, "Note"):
            errand.note = "n3"
        self.assertRecordValues(errand, [{"name": "Renamed", "note": "n2"}])

    def test_locked_fields_hold_for_the_superuser_and_yield_to_the_flow(self):
        errand = self._create_errand()
        errand.action_run()
        with self.assertRaises(UserError):
            errand.sudo().name = "Too late"
        errand._write_by_flow({"name": "Corrected by the flow"})
        self.assertEqual(errand.name, "Corrected by the flow")
