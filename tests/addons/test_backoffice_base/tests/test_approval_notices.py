"""Approvers get one activity, requesters one answer."""

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalNotices(ApprovalCommon, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["backoffice.approval.rule"].search([("kind", "=", "test_request")]).unlink()
        cls._create_band("test_request", 0, "warehouse")
        cls.keepers = cls.env["res.users"]
        for number in range(7):
            cls.keepers += cls._create_user("warehouse", f"Keeper {number}")

    def _get_activities(self, request, active=True):
        return request.sudo().with_context(active_test=active).activity_ids

    def test_up_to_five_approvers_get_one_activity_each(self):
        request = self._create_submitted()
        activities = self._get_activities(request)
        self.assertEqual(activities.user_id, self.keepers[:5])
        self.assertEqual(len(activities), 5)

    def test_the_one_who_decides_is_done_and_the_others_have_nothing_left(self):
        request = self._create_submitted()
        request.with_user(self.keepers[1]).action_approve()
        self.assertFalse(self._get_activities(request))
        self.assertEqual(self._get_activities(request, active=False).user_id, self.keepers[1])

    def test_taking_back_and_submitting_again_leaves_one_activity_each(self):
        request = self._create_submitted()
        request.action_draft()
        self.assertFalse(self._get_activities(request))
        request.action_submit()
        self.assertEqual(len(self._get_activities(request)), 5)

    def test_an_activity_somebody_else_planned_stays(self):
        request = self._create_submitted()
        request.activity_schedule("mail.mail_activity_data_todo", user_id=self.clerk.id)
        request.with_user(self.keepers[0]).action_approve()
        self.assertEqual(self._get_activities(request).user_id, self.clerk)

    def test_those_who_may_not_decide_or_not_read_are_not_asked(self):
        elsewhere = self._create_company()
        self.keepers[0].write({"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id})
        request = self._create_submitted(beneficiary_id=self.keepers[1].id)
        self.assertEqual(self._get_activities(request).user_id, self.keepers[2:])

    def test_the_requester_hears_of_the_decision_once(self):
        request = self._create_submitted()
        self.flush_tracking()
        with self.mock_mail_gateway(), self.mock_mail_app():
            request.with_user(self.keepers[0]).action_reject("Too dear")
            self.flush_tracking()
        told = self._new_notifs.filtered(lambda notice: notice.res_partner_id == self.clerk.partner_id)
        self.assertEqual(len(told), 1)
        self.assertIn("Rejected by Keeper 0: Too dear", told.mail_message_id.body)

    def test_each_approver_is_told_once_of_the_request(self):
        request = self._create_request()
        with self.mock_mail_gateway(), self.mock_mail_app():
            request.action_submit()
            self.flush_tracking()
        told = self._new_notifs.res_partner_id
        self.assertEqual(told, self.keepers[:5].partner_id)
        self.assertEqual(len(self._new_notifs), 5)
