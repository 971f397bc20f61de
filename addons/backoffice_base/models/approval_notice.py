"""Who hears about a request and about its decision, once each."""

from itertools import islice

from odoo import models

ACTIVITY_TYPE = "backoffice_base.mail_activity_approval"
MOST_NOTIFIED = 5


class ApprovalNotice(models.AbstractModel):
    """The part of ``backoffice.approval.mixin`` that gives approvers an activity and requesters an answer."""

    _name = "backoffice.approval.notice"
    _description = "Notices of an approval"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _notify_approvers(self):
        """Give each of the approvers one activity; those left from an earlier round go."""
        self._close_approval_activities()
        for document in self:
            for user in document._get_notified_approvers():
                document.sudo().activity_schedule(ACTIVITY_TYPE, user_id=user.id)

    def _get_notified_approvers(self):
        """Return up to five users who can decide and may read the one document."""
        self.ensure_one()
        companies = self._approval_company().ids
        _group, users = self._get_approvers()

        def may_read(user):
            document = self.with_user(user)
            return document.with_context(allowed_company_ids=companies or user.company_ids.ids).has_access(
                "read"
            )

        return self.env["res.users"].union(*islice(filter(may_read, users), MOST_NOTIFIED))

    def _close_approval_activities(self):
        """Mark the present user's activity done and withdraw those of the others."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("activity_type_id", "=", self.env.ref(ACTIVITY_TYPE).id),
            ("automated", "=", True),
        ]
        activities_sudo = self.env["mail.activity"].sudo().search(domain)
        own = activities_sudo.filtered(lambda activity: activity.user_id == self.env.user)
        own.action_feedback()
        (activities_sudo - own).unlink()

    def _tell_requesters(self, decisions_sudo):
        """Post each decision on its document and notify the requester only."""
        for document, decision in zip(self.sudo(), decisions_sudo, strict=True):
            partner = document.requested_by_id.partner_id
            answer = decision.with_context(lang=partner.lang)
            document.message_post(
                body=answer._get_announcement(), partner_ids=partner.ids, subtype_xmlid="mail.mt_note"
            )
