"""The same guards, met by a real client."""

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import FlowCommon

MODEL = "test.backoffice.errand"
FORGED = {"flow_token": True, "tracking_disable": True, "install_mode": True, "default_state": "done"}


@tagged("post_install", "-at_install")
class TestFlowRpc(FlowCommon, BackofficeHttpCommon):
    def setUp(self):
        super().setUp()
        self.errand = self._create_errand()

    def test_no_write_reaches_the_status(self):
        for token in (True, {}, [], "object", 0):
            context = {**FORGED, "flow_token": token}
            self.assertRpcRefused(
                "AccessError", self.clerk, MODEL, "write", self.errand.ids, {"state": "done"}, context=context
            )
        self.assertRpcRefused(
            "AccessError", self.clerk, MODEL, "web_save", self.errand.ids, {"state": "done"}, specification={}
        )
        self.assertEqual(self.errand.state, "draft")

    def test_no_create_starts_elsewhere(self):
        self.assertRpcRefused("AccessError", self.clerk, MODEL, "create", [{"name": "a", "state": "done"}])
        self.assertRpcRefused("AccessError", self.clerk, MODEL, "create", [{"name": "a"}], context=FORGED)
        self.assertRpcRefused("AccessError", self.clerk, MODEL, "name_create", "a", context=FORGED)
        self.assertRpcRefused(
            "AccessError", self.clerk, MODEL, "web_save", [], {"name": "a", "state": "done"}, {}
        )
        self.assertRpcRefused("AccessError", self.clerk, MODEL, "copy", self.errand.ids, {"state": "done"})

    def test_the_steps_themselves_are_not_open(self):
        for method, args in {
            "_move_to": ["done"],
            "_write_by_flow": [{"state": "done"}],
            "_check_blockers": ["done"],
            "_after_move": ["done"],
        }.items():
            self.assertRpcRefused("AccessError", self.clerk, MODEL, method, self.errand.ids, *args)

    def test_a_locked_field_stays_and_a_running_document_is_not_deleted(self):
        self.errand.action_run()
        self.assertRpcRefused(
            "UserError",
            self.clerk,
            MODEL,
            "write",
            self.errand.ids,
            {"name": "x"},
            context={"flow_token": True},
        )
        self.assertRpcRefused("UserError", self.clerk, MODEL, "unlink", self.errand.ids)

    def test_the_button_works(self):
        self._rpc(self.clerk, MODEL, "action_run", self.errand.ids)
        self.assertEqual(self.errand.state, "running")
