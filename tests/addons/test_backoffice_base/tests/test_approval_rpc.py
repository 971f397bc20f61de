"""The approval rules, met by a real client that sends whatever it likes."""

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import ApprovalCommon

MODEL = "test.backoffice.request"
WIZARD = "backoffice.approval.reject"
FORGED = {
    "flow_token": True,
    "decision_token": True,
    "skip_validation_check": True,
    "bypass_risk": True,
    "tracking_disable": True,
    "mail_activity_automation_skip": True,
    "uid": 1,
    "su": True,
}


@tagged("post_install", "-at_install")
class TestApprovalRpc(ApprovalCommon, BackofficeHttpCommon):
    def test_a_requester_cannot_approve_from_a_client(self):
        request = self._create_submitted(self.supervisor)
        for args in ([], ["Because I say so"]):
            self.assertRpcRefused(
                "UserError", self.supervisor, MODEL, "action_approve", request.ids, *args, context=FORGED
            )
        self.assertEqual(request.state, "submitted")

    def test_somebody_without_authority_cannot_approve_reject_or_revoke(self):
        request = self._create_submitted(amount=500)
        for method, args in {"action_approve": [], "action_reject": ["No"], "action_revoke": ["No"]}.items():
            self.assertRpcRefused(
                "UserError", self.supervisor, MODEL, method, request.ids, *args, context=FORGED
            )
        self.assertFalse(self._get_decisions(request))

    def test_the_steps_themselves_are_not_open(self):
        request = self._create_submitted()
        for method, args in {
            "_decide": ["approved", "x"],
            "_move_to": ["approved"],
            "_write_by_flow": [{"state": "approved"}],
            "_approval_forbidden_users": [],
        }.items():
            self.assertRpcRefused("AccessError", self.supervisor, MODEL, method, request.ids, *args)

    def test_the_requester_is_not_swapped(self):
        request = self._create_submitted(self.supervisor)
        for values in (
            {"requested_by_id": self.clerk.id},
            {"create_uid": self.clerk.id, "requested_by_id": False},
        ):
            self.assertRpcRefused(
                "AccessError", self.supervisor, MODEL, "write", request.ids, values, context=FORGED
            )
        self._rpc(self.supervisor, MODEL, "write", request.ids, {"create_uid": self.clerk.id})
        self.assertEqual(request.create_uid, self.supervisor)

    def test_covered_values_stay_as_submitted(self):
        request = self._create_submitted()
        self.assertRpcRefused(
            "UserError", self.clerk, MODEL, "write", request.ids, {"amount": 1}, context=FORGED
        )

    def test_the_wizard_is_no_way_round(self):
        request = self._create_submitted(amount=500)
        values = {"res_model": MODEL, "res_ids": request.ids, "decision": "rejected", "reason": "No"}
        wizard = self._rpc(self.supervisor, WIZARD, "create", [values])
        self.assertRpcRefused("UserError", self.supervisor, WIZARD, "action_confirm", wizard)
        foreign = self._rpc(self.supervisor, WIZARD, "create", [{**values, "res_model": "res.partner"}])
        self.assertRpcRefused("UserError", self.supervisor, WIZARD, "action_confirm", foreign)
        wizard = self._rpc(self.accountant, WIZARD, "create", [values])
        self._rpc(self.accountant, WIZARD, "action_confirm", wizard)
        self.assertEqual(request.state, "rejected")

    def test_the_buttons_work(self):
        request = self._create_request()
        self._rpc(self.clerk, MODEL, "action_submit", request.ids)
        seen = {"approval_seen": request.approval_hash}
        self._rpc(self.supervisor, MODEL, "action_approve", request.ids, context=seen)
        self.assertEqual(request.state, "approved")
