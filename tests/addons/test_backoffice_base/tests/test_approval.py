"""Who decides: four eyes, the matrix, and no way round either."""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalFlow(ApprovalCommon):
    def test_a_request_is_approved_by_somebody_of_the_group(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        self.assertRecordValues(
            request,
            [
                {
                    "state": "approved",
                    "requested_by_id": self.clerk.id,
                    "decided_by_id": self.supervisor.id,
                    "approval_valid": True,
                }
            ],
        )

    def test_approving_needs_no_right_to_write_the_document(self):
        request = self._create_submitted(amount=500)
        self.assertFalse(request.with_user(self.accountant).has_access("write"))
        request.with_user(self.accountant).action_approve()
        self.assertEqual(request.state, "approved")

    def test_the_amount_says_which_group_decides(self):
        for amount, allowed, refused in [
            (100, self.supervisor, self.sales_manager),
            (100.01, self.accountant, self.supervisor),
            (1000.01, self.general_manager, self.accountant),
        ]:
            with self.subTest(amount=amount):
                request = self._create_submitted(amount=amount)
                self.assertTrue(request.with_user(allowed).can_decide)
                self.assertFalse(request.with_user(refused).can_decide)
                self.assertBlocked(request.with_user(refused), "approved", ["no_authority"])

    def test_a_higher_group_may_decide_too(self):
        request = self._create_submitted(amount=50)
        request.with_user(self.general_manager).action_approve()
        self.assertEqual(request.state, "approved")

    def test_one_request_out_of_reach_holds_the_batch(self):
        small, large = self._create_submitted(), self._create_submitted(name="Large", amount=500)
        with self.assertRaisesRegex(UserError, "Large: The group Accountant decides on it."):
            (small + large).with_user(self.supervisor).action_approve()
        self.assertEqual((small + large).mapped("state"), ["submitted", "submitted"])
        self.assertFalse(self._get_decisions(small))

    def test_a_draft_is_not_decided_on_and_a_decision_is_not_repeated(self):
        request = self._create_request()
        self.assertBlocked(request.with_user(self.supervisor), "approved", ["wrong_state"])
        request.action_submit()
        request.with_user(self.supervisor).action_approve()
        self.assertBlocked(request.with_user(self.supervisor), "approved", ["wrong_state"])

    def test_rejecting_and_revoking_need_a_reason(self):
        request = self._create_submitted().with_user(self.supervisor)
        for decision in ("rejected", "revoked"):
            for reason in (None, "", "  "):
                with self.assertRaisesRegex(UserError, "reason"):
                    request._decide(decision, reason)
        request.action_reject("Too dear")
        self.assertRecordValues(request, [{"state": "rejected", "decision_reason": "Too dear"}])

    def test_the_wizard_asks_for_the_reason(self):
        request = self._create_submitted().with_user(self.supervisor)
        action = request.action_reject()
        self.assertEqual(request.state, "submitted")
        wizard = self.env[action["res_model"]].with_user(self.supervisor).with_context(**action["context"])
        wizard.create({"reason": "Too dear"}).action_confirm()
        self.assertEqual(request.state, "rejected")

    def test_an_approval_is_revoked_by_those_who_could_give_it(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        self.assertTrue(request.with_user(self.supervisor).can_revoke)
        self.assertBlocked(request.with_user(self.sales_manager), "revoked", ["no_authority"])
        request.with_user(self.general_manager).action_revoke("Customer is insolvent")
        self.assertRecordValues(request, [{"state": "revoked", "approval_valid": False}])

    def test_the_requester_takes_the_request_back_and_nobody_else_does(self):
        request = self._create_submitted()
        other = self._create_user("clerk")
        self.assertTrue(request.can_withdraw)
        self.assertBlocked(request.with_user(other), "draft", ["not_requester"])
        request.action_draft()
        request.amount = 80
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_a_rejected_request_is_changed_and_submitted_again(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_reject("Too dear")
        request.action_draft()
        request.action_submit()
        self.assertRecordValues(
            request, [{"state": "submitted", "decided_by_id": False, "decision_reason": False}]
        )

    def test_own_states_follow_the_common_ones(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_approve()
        request.action_use()
        self.assertRecordValues(request, [{"state": "used", "approval_valid": True}])

    def test_a_request_nobody_can_decide_on_is_not_submitted(self):
        branch = self._create_company()
        clerk = self._create_user("clerk", company_id=branch.id)
        request = self._create_request(clerk, company_id=branch.id)
        self.assertBlocked(request, "submitted", ["no_approver"])

    def test_open_requests_i_can_decide_on_are_found(self):
        mine, above = self._create_submitted(), self._create_submitted(amount=500)
        domain = [("can_decide", "=", True), ("id", "in", (mine + above).ids)]
        expectations = [(self.supervisor, mine), (self.accountant, mine + above), (self.clerk, mine[:0])]
        for user, expected in expectations:
            found = self.env["test.backoffice.request"].with_user(user).search(domain, order="id")
            self.assertEqual(found, expected, user.name)

    def test_the_banner_names_who_can_decide(self):
        request = self._create_submitted(amount=500)
        self.assertEqual(request.approval_group_id, self.env.ref("backoffice_base.group_accountant"))
        self.assertIn("Accountant: ", request.approver_names)
        self.assertIn("Anna Accountant", request.approver_names)

    def test_the_requester_reads_the_banner_like_a_client_does(self):
        specification = {
            "approval_group_id": {"fields": {"display_name": {}}},
            "can_decide": {},
            "approver_names": {},
        }
        [values] = self._create_submitted().web_read(specification)
        self.assertIn("Supervisor", values["approval_group_id"]["display_name"])
        self.assertFalse(values["can_decide"])


@tagged("post_install", "-at_install")
class TestStateLabels(ApprovalCommon):
    """Whoever inherits the approval has its states in the reader's language."""

    def _labels(self, lang, model="test.backoffice.request"):
        request = self.env[model].with_context(lang=lang)
        return dict(request.fields_get(["state"])["state"]["selection"]), request

    def test_states_are_translated_in_every_model_that_is_approved(self):
        for lang in ("zh_TW", "zh_CN", "en_US"):
            self.env["res.lang"]._activate_lang(lang)
            lent, _mixin = self._labels(lang, "backoffice.approval.mixin")
            own, request = self._labels(lang)
            self.assertEqual({value: own[value] for value in lent}, lent, lang)
            self.assertEqual(request._get_state_label("submitted"), lent["submitted"])
            self.assertEqual(lent["submitted"] == "To Approve", lang == "en_US", lang)

    def test_a_translation_of_its_own_stays(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        field = self.env["ir.model.fields"]._get("test.backoffice.request", "state")
        label = field.selection_ids.filtered(lambda row: row.value == "submitted")
        label.with_context(lang="zh_TW").name = "自訂"
        self.assertEqual(self._labels("zh_TW")[0]["submitted"], "自訂")


@tagged("post_install", "-at_install")
class TestFourEyes(ApprovalCommon):
    def test_nobody_approves_the_own_request_whatever_the_group(self):
        request = self._create_submitted(self.supervisor)
        self.assertFalse(request.can_decide)
        self.assertBlocked(request, "approved", ["own_request"])
        for action in (request.action_approve, lambda: request.action_reject("No")):
            with self.assertRaisesRegex(UserError, "somebody else must decide"):
                action()

    def test_nobody_approves_what_they_prepared_for_another_to_submit(self):
        request = self._create_request(self.supervisor)
        request.with_user(self.clerk).action_submit()
        self.assertBlocked(request, "approved", ["own_request"])

    def test_those_whom_the_document_excludes_do_not_decide(self):
        request = self._create_submitted(beneficiary_id=self.supervisor.id)
        self.assertBlocked(request.with_user(self.supervisor), "approved", ["own_request"])
        self.assertNotIn("Susan", request.approver_names)

    def test_superuser_rights_do_not_lift_the_rule(self):
        request = self._create_submitted(self.supervisor)
        for documents in (request.sudo(), request.with_context(skip_validation_check=True, tier_bypass=True)):
            self.assertBlocked(documents, "approved", ["own_request"])
            with self.assertRaises(UserError):
                documents.action_approve()

    def test_superuser_rights_give_no_authority(self):
        request = self._create_submitted()
        with self.assertRaises(UserError):
            request.with_user(self.sales_manager).sudo().action_approve()

    def test_the_system_user_does_not_decide_on_its_own_request(self):
        request = self._create_submitted(self.env["res.users"].browse(SUPERUSER_ID))
        self.assertEqual(request.env.uid, SUPERUSER_ID)
        self.assertBlocked(request.sudo(), "approved", ["own_request"])

    def test_authority_ends_where_the_company_ends(self):
        branch = self._create_company()
        clerk = self._create_user("clerk", company_id=branch.id)
        there = self._create_user("supervisor", company_id=branch.id)
        request = self._create_submitted(clerk, company_id=branch.id)
        with self.assertRaises(AccessError):
            request.with_user(self.supervisor).action_approve()
        self.assertBlocked(request.with_user(self.supervisor).sudo(), "approved", ["no_authority"])
        request.with_user(there).action_approve()

    def test_deciding_needs_the_right_to_read(self):
        self.env["ir.model.access"].search([("name", "=", "request read")]).perm_read = False
        request = self._create_submitted(amount=500)
        with self.assertRaises(AccessError):
            request.with_user(self.accountant).action_approve()

    def test_who_asked_and_who_decided_is_not_for_people_to_write(self):
        request = self._create_submitted()
        for field, value in {
            "requested_by_id": self.auditor.id,
            "decided_by_id": self.general_manager.id,
            "decided_on": "2026-01-01 00:00:00",
            "decision_reason": "Fine",
            "approval_hash": "0" * 64,
            "state": "approved",
        }.items():
            with self.assertRaises(AccessError):
                request.write({field: value})
            with self.assertRaises(AccessError):
                self._create_request(**{field: value})
            with self.assertRaises(AccessError):
                defaults = {f"default_{field}": value}
                self.env["test.backoffice.request"].with_user(self.clerk).with_context(**defaults).create(
                    {"name": "x"}
                )


@tagged("post_install", "-at_install")
class TestDecisionLog(ApprovalCommon):
    def test_a_decision_is_recorded_with_its_figures_and_its_authority(self):
        request = self._create_submitted(amount=500)
        request.with_user(self.accountant).action_approve("Seen the contract")
        self.assertRecordValues(
            self._get_decisions(request),
            [
                {
                    "decision": "approved",
                    "user_id": self.accountant.id,
                    "requested_by_id": self.clerk.id,
                    "reason": "Seen the contract",
                    "res_name": "Request",
                    "group_id": self.env.ref("backoffice_base.group_accountant").id,
                    "company_id": self.company.id,
                    "fingerprint": request.approval_hash,
                }
            ],
        )
        decision = self._get_decisions(request)
        self.assertEqual(decision.authority, decision.rule_id.display_name)
        self.assertEqual(decision.snapshot["amount"], 500)
        self.assertEqual(decision.snapshot["line_ids.amount"], [40, 50])

    def test_every_decision_leaves_a_line_of_its_own(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).action_reject("Too dear")
        request.action_draft()
        request.action_submit()
        request.with_user(self.supervisor).action_approve()
        request.with_user(self.supervisor).action_revoke("Changed my mind")
        self.assertEqual(self._get_decisions(request).mapped("decision"), ["rejected", "approved", "revoked"])

    def test_server_code_that_moves_a_document_leaves_the_line_too(self):
        request = self._create_submitted()
        request.with_user(self.supervisor).sudo()._move_to("approved")
        self.assertEqual(self._get_decisions(request).user_id, self.supervisor)

    def test_the_authority_is_quoted_as_it_stood(self):
        request = self._create_submitted(amount=500)
        request.with_user(self.accountant).action_approve()
        decision = self._get_decisions(request)
        before = decision.authority
        decision.rule_id.max_value = 5
        self.assertEqual(decision.authority, before)
