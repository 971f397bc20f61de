"""What was approved is what counts: any later change voids it, and nothing is looked up meanwhile."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalSeal(ApprovalCommon):
    def test_covered_fields_are_locked_once_submitted(self):
        request = self._create_submitted()
        for documents in (request, request.sudo()):
            for values in ({"amount": 1}, {"name": "Else"}, {"line_ids": [(5,)]}):
                with self.assertRaises(UserError):
                    documents.write(values)
        request.note = "What is not covered stays open"

    def test_the_company_whose_matrix_counts_stays_too(self):
        request, branch = self._create_submitted(), self._create_company()
        with self.assertRaisesRegex(UserError, "Company"):
            request.sudo().company_id = branch

    def test_a_line_changed_behind_the_back_voids_the_approval(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        self.assertTrue(request.approval_valid)
        request.line_ids[0].amount = 1_000_000
        self.assertFalse(request.approval_valid)
        with self.assertRaisesRegex(UserError, "changed since the approval: Request"):
            request.action_use()

    def test_an_added_or_deleted_line_voids_it_too(self):
        for change in (
            lambda request: request.line_ids[0].unlink(),
            lambda request: request.line_ids[0].copy(),
            lambda request: request.line_ids[0].write({"user_id": self.clerk.id}),
        ):
            request = self._create_submitted()
            request.with_user(self.supervisor).action_approve()
            change(request)
            self.assertFalse(request.approval_valid)

    def test_putting_the_value_back_restores_what_was_agreed(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        request.line_ids[0].amount = 41
        self.assertFalse(request.approval_valid)
        request.line_ids[0].amount = 40
        self.assertTrue(request.approval_valid)

    def test_the_flow_itself_voids_an_approval_when_it_changes_a_covered_value(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        request._write_by_flow({"amount": 91})
        self.assertFalse(request.approval_valid)

    def test_what_changed_between_submission_and_decision_is_not_approved(self):
        request = self._create_submitted()
        request.line_ids[0].amount = 99
        self.assertBlocked(request.with_user(self.supervisor), "approved", ["changed"])
        request.with_user(self.supervisor).action_reject("The lines changed")

    def test_nobody_agrees_to_figures_they_have_not_seen(self):
        request = self._create_submitted()
        seen = request.approval_hash
        request.action_draft()
        request.amount = 99
        request.action_submit()
        approver = request.with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "reload"):
            approver.with_context(approval_seen=seen).action_approve()
        approver.with_context(approval_seen=request.approval_hash).action_approve()
        self.assertEqual(request.state, "approved")

    def test_the_proof_survives_storage(self):
        request = self._create_submitted(amount=0.1 + 0.2, lines=[1 / 3])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(request._is_unchanged())

    def test_only_an_approved_document_counts(self):
        request = self._create_request()
        for action in (lambda: None, request.action_submit):
            action()
            self.assertFalse(request.approval_valid)
            with self.assertRaises(UserError):
                request._check_approval_valid()

    def test_a_copy_carries_no_approval(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        self.assertRecordValues(
            request.copy(),
            [{"state": "draft", "approval_hash": False, "requested_by_id": False, "decided_by_id": False}],
        )


@tagged("post_install", "-at_install")
class TestApprovalCost(ApprovalCommon):
    def _count_queries_of_write(self, documents):
        documents.write({"note": "warm-up"})
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        documents.write({"note": "measured"})
        self.env.flush_all()
        return self.cr.sql_log_count - start

    def test_an_ordinary_write_on_fifty_documents_costs_no_approval_look_ups(self):
        plain = self.env["test.backoffice.plain"].create([{"name": str(number)} for number in range(50)])
        requests = self.env["test.backoffice.request"].create([{"name": str(number)} for number in range(50)])
        self.assertEqual(self._count_queries_of_write(requests), self._count_queries_of_write(plain))

    def test_whether_i_can_decide_does_not_cost_a_query_per_document(self):
        requests = self.env["test.backoffice.request"]
        for _number in range(20):
            requests += self._create_submitted(lines=())

        def count(documents):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            documents.with_user(self.supervisor).mapped("can_decide")
            return self.cr.sql_log_count - start

        count(requests[:1])
        self.assertEqual(count(requests), count(requests[:1]))
