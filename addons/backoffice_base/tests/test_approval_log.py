"""The log of decisions: nobody writes it by hand, nobody changes it, few read all of it."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BackofficeCommon, BackofficeHttpCommon


class LogCommon(BackofficeCommon):
    @classmethod
    def _create_decision(cls, user, requester, **values):
        vals = {
            "res_model": "res.partner",
            "res_id": cls.company.partner_id.id,
            "res_name": "A document",
            "decision": "approved",
            "user_id": user.id,
            "requested_by_id": requester.id,
            "date": fields.Datetime.now(),
            "company_id": cls.company.id,
            **values,
        }
        return cls.env["backoffice.approval.decision"]._record([vals])


@tagged("post_install", "-at_install")
class TestApprovalLog(LogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.decision = cls._create_decision(cls.supervisor, cls.clerk)

    def test_a_decision_is_never_written_by_hand_not_even_by_the_superuser(self):
        values = self.decision.copy_data()[0]
        for decisions in (self.decision, self.decision.with_user(self.general_manager), self.decision.sudo()):
            with self.assertRaises(AccessError):
                decisions.create(values)
            with self.assertRaises(AccessError):
                decisions.write({"reason": "Better so"})
            with self.assertRaises(AccessError):
                decisions.unlink()

    def test_a_token_that_looks_alike_opens_nothing(self):
        for token in (True, "decision_token", object()):
            with self.assertRaises(AccessError):
                decisions = self.env["backoffice.approval.decision"].with_context(decision_token=token)
                decisions.create(self.decision.copy_data()[0])

    def test_those_who_had_a_part_and_those_who_watch_read_it(self):
        other = self._create_user("clerk")
        for user in (self.supervisor, self.clerk, self.auditor, self.accountant, self.general_manager):
            self.assertTrue(self.decision.with_user(user).has_access("read"), user.name)
        for user in (other, self.salesperson, self.sales_manager):
            self.assertFalse(self.decision.with_user(user).has_access("read"), user.name)

    def test_the_log_of_another_company_is_out_of_sight(self):
        theirs = self._create_decision(self.supervisor, self.clerk, company_id=self._create_company().id)
        for user in (self.auditor, self.general_manager, self.supervisor):
            self.assertFalse(theirs.with_user(user).has_access("read"), user.name)

    def test_figures_are_shown_under_the_labels_of_the_document(self):
        figures = {"name": "Ink", "bank_ids.acc_number": ["1", "2"], "Shortfall": 12.5}
        decision = self._create_decision(self.supervisor, self.clerk, snapshot=figures)
        expected = "Name: Ink\nBanks / Account Number: 1, 2\nShortfall: 12.5"
        self.assertEqual(decision.snapshot_text, expected)

    def test_the_document_opens_from_the_log(self):
        action = self.decision.action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.company.partner_id.id))


@tagged("post_install", "-at_install")
class TestApprovalLogRpc(LogCommon, BackofficeHttpCommon):
    def test_a_client_can_neither_forge_nor_change_nor_delete_a_decision(self):
        model = "backoffice.approval.decision"
        decision = self._create_decision(self.general_manager, self.clerk)
        values = {"res_model": "res.partner", "res_id": 1, "decision": "approved", "user_id": self.clerk.id}
        forged = {"decision_token": True, "flow_token": True}
        for user in (self.general_manager, self.auditor):
            self.assertRpcRefused("AccessError", user, model, "create", [values], context=forged)
            self.assertRpcRefused(
                "AccessError", user, model, "write", decision.ids, {"reason": "x"}, context=forged
            )
            self.assertRpcRefused("AccessError", user, model, "unlink", decision.ids)
            self.assertRpcRefused("AccessError", user, model, "_record", [values])
